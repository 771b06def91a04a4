package io.jromio.dfs.client;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Enumerations over several targets.
 *
 * <p>Dkeys: one target after the other; each dkey lies on one. The anchor is
 *
 * <pre>
 * 0                  2
 * +------------------+-----------------------------------+
 * | number of target | the target's own anchor, if begun |
 * | in the layout    |                                   |
 * +------------------+-----------------------------------+
 * </pre>
 *
 * <p>Objects may lie on many targets. All targets are asked at once for what follows the last id,
 * and the ids that no target can still precede are merged; the anchor is the last id.
 */
final class Enumerations {
  /** Most names in one reply, bounded with the length of keys in mind. */
  private static final int MAX_LIMIT = 1024;

  private final Calls calls;
  private final UUID handle;

  Enumerations(Calls calls, UUID handle) {
    this.calls = calls;
    this.handle = handle;
  }

  private static int limit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("no names: limit=%d".formatted(limit));
    }
    return Math.min(limit, MAX_LIMIT);
  }

  KeyPage dkeys(ObjectLayout layout, Anchor from, int limit) throws StoreException {
    int left = limit(limit);
    if (from.isEnd()) {
      return new KeyPage(List.of(), from);
    }
    int[] targets = layout.distinctTargets();
    byte[] position = from.position().orElse(new byte[Short.BYTES]);
    if (position.length < Short.BYTES) {
      throw new StoreException(
          Der.INVAL, "no anchor of dkeys: length=%d".formatted(position.length));
    }
    int shard = Short.toUnsignedInt(ByteBuffer.wrap(position).getShort());
    Anchor here =
        position.length == Short.BYTES
            ? Anchor.start()
            : Anchor.at(Arrays.copyOfRange(position, Short.BYTES, position.length));
    List<Key> keys = new ArrayList<>();
    while (left > 0 && shard < targets.length) {
      Request request = new Request.ListDkeys(handle, targets[shard], layout.object(), here, left);
      KeyPage page = calls.ask(request, Reply.Keys.class).page();
      keys.addAll(page.keys());
      left -= page.keys().size();
      here = page.next();
      if (here.isEnd()) {
        shard++;
        here = Anchor.start();
      } else if (page.keys().isEmpty()) {
        break;
      }
    }
    return new KeyPage(keys, shard == targets.length ? Anchor.end() : anchor(shard, here));
  }

  private static Anchor anchor(int shard, Anchor here) {
    byte[] rest = here.position().orElse(new byte[0]);
    return Anchor.at(
        ByteBuffer.allocate(Short.BYTES + rest.length).putShort((short) shard).put(rest).array());
  }

  KeyPage akeys(Request.Shard shard, Key dkey, Anchor from, int limit) throws StoreException {
    int most = limit(limit);
    if (from.isEnd()) {
      return new KeyPage(List.of(), from);
    }
    return calls.ask(new Request.ListAkeys(shard, dkey, from, most), Reply.Keys.class).page();
  }

  ObjectPage objects(int targets, Anchor from, int limit) throws StoreException {
    int most = limit(limit);
    if (from.isEnd()) {
      return new ObjectPage(List.of(), from);
    }
    List<Request> requests = new ArrayList<>(targets);
    for (int target = 0; target < targets; target++) {
      requests.add(new Request.ListObjects(handle, target, from, most));
    }
    TreeSet<ObjectId> merged = new TreeSet<>();
    Optional<ObjectId> last = Optional.empty();
    for (Reply.Objects reply : calls.askAll(requests, Reply.Objects.class)) {
      List<ObjectId> ids = reply.page().objects();
      merged.addAll(ids);
      if (!reply.page().next().isEnd()) {
        if (ids.isEmpty()) {
          throw new StoreException(Der.PROTO, "no objects but more: handle=" + handle);
        }
        ObjectId known = ids.getLast();
        last = last.filter(id -> id.compareTo(known) < 0).or(() -> Optional.of(known));
      }
    }
    List<ObjectId> page = new ArrayList<>();
    boolean complete = last.isEmpty();
    for (ObjectId id : merged) {
      if (page.size() == most || (last.isPresent() && id.compareTo(last.get()) > 0)) {
        complete = false;
        break;
      }
      page.add(id);
    }
    return new ObjectPage(
        page, complete ? Anchor.end() : Request.ListObjects.after(page.getLast()));
  }
}
