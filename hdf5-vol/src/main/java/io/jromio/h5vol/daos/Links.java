package io.jromio.h5vol.daos;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Links between the objects of a container; what rank 0 asks of the store. */
final class Links {
  private static final int HARD = 0;
  private static final int SOFT = 1;
  private static final int EXTERNAL = 2;

  /** What one transaction may touch before another one is begun. */
  private static final int LARGE = 2000;

  private final ObjectStore store;
  private final FileLayout layout;

  Links(OpenContainer container) {
    this.store = container.store();
    this.layout = container.layout();
  }

  static byte[] encode(LinkTarget target) {
    ByteWriter out = new ByteWriter();
    return switch (target) {
      case LinkTarget.Hard(ObjectToken token) -> out.u1(HARD).u8(token.value()).bytes();
      case LinkTarget.Soft(String path) -> out.u1(SOFT).text(path).bytes();
      case LinkTarget.External(String file, String path) ->
          out.u1(EXTERNAL).text(file).u1(0).text(path).bytes();
    };
  }

  static LinkTarget decode(byte[] bytes, String name) throws H5Exception {
    ByteReader reader = new ByteReader(bytes, "link " + name);
    int kind = reader.u1();
    return switch (kind) {
      case HARD -> new LinkTarget.Hard(new ObjectToken(reader.u8()));
      case SOFT -> new LinkTarget.Soft(rest(reader));
      case EXTERNAL -> {
        String file = reader.zeroEnded();
        yield new LinkTarget.External(file, rest(reader));
      }
      default -> throw reader.bad("is of no known kind: kind=" + kind);
    };
  }

  private static String rest(ByteReader reader) throws H5Exception {
    return new String(reader.raw(reader.left()), StandardCharsets.UTF_8);
  }

  /** The dkey of a link; refuses what is no name of one. */
  static Key key(String name) throws H5Exception {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length == 0 || length > Key.MAX || name.indexOf('/') >= 0 || name.equals(".")) {
      throw new H5Exception(
          H5Error.ARG,
          "no name of a link: length=%d, allowed=1-%d, no slash, not a dot; name=%s"
              .formatted(length, Key.MAX, name));
    }
    return Key.of(name);
  }

  Optional<Link> find(ObjectToken group, String name) throws IOException {
    Values values = new Values(store, layout.id(group), key(name));
    List<Optional<byte[]>> found = values.get(FileLayout.LINK, FileLayout.LINK_ORDER);
    byte[] target = found.get(0).orElse(null);
    byte[] order = found.get(1).orElse(null);
    return target == null || order == null
        ? Optional.empty()
        : Optional.of(new Link(name, decode(target, name), FileLayout.number(order)));
  }

  /** All links in the order of creation. */
  List<Link> list(ObjectToken group) throws IOException {
    Values values = new Values(store, layout.id(group), FileLayout.ORDERS);
    List<Key> wanted = new ArrayList<>();
    for (Key key : values.akeys()) {
      if (key.length() == Long.BYTES) {
        wanted.add(key);
        wanted.add(FileLayout.orderedTarget(key.number()));
      }
    }
    List<Link> links = new ArrayList<>();
    List<Optional<byte[]>> found = wanted.isEmpty() ? List.of() : values.get(wanted);
    for (int i = 0; i < found.size(); i += 2) {
      byte[] name = found.get(i).orElse(null);
      byte[] target = found.get(i + 1).orElse(null);
      if (name != null && target != null) {
        String text = new String(name, StandardCharsets.UTF_8);
        links.add(new Link(text, decode(target, text), wanted.get(i).number()));
      }
    }
    links.sort(Comparator.comparingLong(Link::order));
    return links;
  }

  /** Adds a link to a transaction; the name must be free. */
  void insert(Changes changes, ObjectToken group, String name, LinkTarget target)
      throws IOException {
    Key dkey = key(name);
    ObjectId object = layout.id(group);
    Long next = new Values(store, object, FileLayout.ORDERS).counter(FileLayout.NEXT_LINK);
    if (next == null) {
      throw gone(group);
    }
    if (find(group, name).isPresent()) {
      throw new H5Exception(H5Error.EXISTS, "name is taken: name=" + name);
    }
    byte[] link = encode(target);
    byte[] order = FileLayout.number(next);
    changes
        .expect(object, FileLayout.ORDERS, FileLayout.NEXT_LINK, order)
        .insert(object, dkey)
        .set(object, dkey, FileLayout.LINK, link)
        .set(object, dkey, FileLayout.LINK_ORDER, order)
        .write(object, FileLayout.ORDERS, FileLayout.NEXT_LINK, FileLayout.number(next + 1))
        .set(object, FileLayout.ORDERS, Key.of((long) next), dkey.bytes())
        .set(object, FileLayout.ORDERS, FileLayout.orderedTarget(next), link);
  }

  private static H5Exception gone(ObjectToken token) {
    return new H5Exception(
        H5Error.NOT_FOUND, "no such object: token=0x%x".formatted(token.value()));
  }

  /** Adds the removal of a link to a transaction. */
  Link remove(Changes changes, ObjectToken group, String name) throws IOException {
    Link link =
        find(group, name)
            .orElseThrow(() -> new H5Exception(H5Error.NOT_FOUND, "no such link: name=" + name));
    ObjectId object = layout.id(group);
    changes
        .remove(object, key(name))
        .remove(object, FileLayout.ORDERS, Key.of(link.order()))
        .remove(object, FileLayout.ORDERS, FileLayout.orderedTarget(link.order()));
    return link;
  }

  /** Makes a link of any kind. */
  void create(ObjectToken group, String name, LinkTarget target) throws IOException {
    Changes.retried(
        () -> {
          Changes changes = new Changes();
          insert(changes, group, name, target);
          if (target instanceof LinkTarget.Hard(ObjectToken token)) {
            long count = references(token);
            ObjectId object = layout.id(token);
            changes
                .expect(
                    object, FileLayout.INTERNAL, FileLayout.REFERENCES, FileLayout.number(count))
                .write(
                    object,
                    FileLayout.INTERNAL,
                    FileLayout.REFERENCES,
                    FileLayout.number(count + 1));
          }
          changes.commit(store);
          return changes;
        });
  }

  /** Hard links to an object. */
  long references(ObjectToken token) throws IOException {
    Long count =
        new Values(store, layout.id(token), FileLayout.INTERNAL).counter(FileLayout.REFERENCES);
    if (count == null) {
      throw gone(token);
    }
    return count;
  }

  void move(ObjectToken group, String name, ObjectToken to, String newName) throws IOException {
    Changes.retried(
        () -> {
          Changes changes = new Changes();
          Link link = remove(changes, group, name);
          insert(changes, to, newName, link.target());
          changes.commit(store);
          return changes;
        });
  }

  /**
   * Removes a link, and what nothing leads to any more, which may be a tree. The first transaction
   * takes the link away; a crash while a large tree is removed leaves objects that nobody finds.
   *
   * @return the objects that are gone
   */
  List<ObjectToken> delete(ObjectToken group, String name) throws IOException {
    return Changes.retried(
        () -> {
          Changes changes = new Changes();
          Link link = remove(changes, group, name);
          List<ObjectToken> gone = new ArrayList<>();
          Map<ObjectToken, Long> left = new LinkedHashMap<>();
          Deque<LinkTarget> pending = new ArrayDeque<>(List.of(link.target()));
          while (!pending.isEmpty()) {
            if (pending.pop() instanceof LinkTarget.Hard(ObjectToken token)) {
              changes = release(changes, token, left, gone, pending);
            }
          }
          for (Map.Entry<ObjectToken, Long> entry : left.entrySet()) {
            changes.write(
                layout.id(entry.getKey()),
                FileLayout.INTERNAL,
                FileLayout.REFERENCES,
                FileLayout.number(entry.getValue()));
          }
          changes.commit(store);
          return gone;
        });
  }

  private Changes release(
      Changes changes,
      ObjectToken token,
      Map<ObjectToken, Long> left,
      List<ObjectToken> gone,
      Deque<LinkTarget> pending)
      throws IOException {
    Long known = left.get(token);
    long count = (known == null ? references(token) : known) - 1;
    if (count > 0) {
      left.put(token, count);
      return changes;
    }
    left.remove(token);
    gone.add(token);
    if (FileLayout.kindCode(token) == ObjectKind.GROUP.ordinal()) {
      for (Link link : list(token)) {
        pending.add(link.target());
      }
    }
    changes.remove(layout.id(token));
    if (changes.size() < LARGE) {
      return changes;
    }
    changes.commit(store);
    return new Changes();
  }

  /** Adds a new object with its first link to a transaction, and carries it out. */
  void createObject(ObjectToken group, String name, ObjectToken token, Changes contents)
      throws IOException {
    ObjectId object = layout.id(token);
    contents.write(object, FileLayout.INTERNAL, FileLayout.REFERENCES, FileLayout.number(1));
    if (FileLayout.kindCode(token) == ObjectKind.GROUP.ordinal()) {
      contents.write(object, FileLayout.ORDERS, FileLayout.NEXT_LINK, FileLayout.number(0));
    }
    insert(contents, group, name, new LinkTarget.Hard(token));
    contents.commit(store);
  }

  /** Whether an object is there. */
  boolean exists(ObjectToken token) throws StoreException {
    return FileLayout.kindCode(token) < ObjectKind.values().length
        && new Values(store, layout.id(token), FileLayout.INTERNAL).counter(FileLayout.REFERENCES)
            != null;
  }
}
