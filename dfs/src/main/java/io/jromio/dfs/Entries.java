package io.jromio.dfs;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of directories, one request each. The root's own entry is that of the name {@code /}
 * in the superblock.
 */
final class Entries {
  private static final int PAGE = 256;

  private final ObjectStore store;

  Entries(ObjectStore store) {
    this.store = store;
  }

  /**
   * @return null if there is no such entry
   */
  @Nullable Entry find(ObjectId directory, String name) throws StoreException {
    Inode inode = new Inode();
    Fetched answer =
        store
            .fetch(
                directory,
                List.of(
                    DkeyFetch.of(
                        Key.of(name),
                        Condition.NONE,
                        new AkeyFetch.Read(DfsLayout.INODE_AKEY, inode.whole()),
                        new AkeyFetch.Value(DfsLayout.LINK_AKEY))))
            .getFirst();
    if (!answer.exists()
        || ((Fetched.Array) answer.akeys().getFirst()).end() < DfsLayout.INODE_LENGTH) {
      return null;
    }
    byte[] link = ((Fetched.Value) answer.akeys().get(1)).value();
    return new Entry(inode, link == null ? null : new String(link, StandardCharsets.UTF_8));
  }

  /** The entry, or {@link Errno#ENOENT}. */
  Entry get(ObjectId directory, String name) throws StoreException, DfsException {
    Entry entry = find(directory, name);
    if (entry == null) {
      throw new DfsException(
          Errno.ENOENT, "no such entry: directory=%s name=%s".formatted(directory, name));
    }
    return entry;
  }

  /** Makes an entry; fails with EXIST. */
  void insert(ObjectId directory, String name, Entry entry) throws StoreException {
    store.update(directory, List.of(creation(name, Condition.INSERT, entry)));
  }

  /** The change that makes an entry. */
  static DkeyUpdate creation(String name, Condition condition, Entry entry) {
    AkeyUpdate inode =
        new AkeyUpdate.Write(DfsLayout.INODE_AKEY, Condition.NONE, entry.inode().whole());
    String link = entry.link();
    return link == null
        ? DkeyUpdate.of(Key.of(name), condition, inode)
        : DkeyUpdate.of(
            Key.of(name),
            condition,
            inode,
            new AkeyUpdate.Value(
                DfsLayout.LINK_AKEY, Condition.NONE, link.getBytes(StandardCharsets.UTF_8)));
  }

  /** The names of the extended attributes of an entry, without their prefix. */
  List<String> xattrs(ObjectId directory, String name) throws StoreException {
    List<String> names = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      KeyPage page = store.listAkeys(directory, Key.of(name), anchor, PAGE);
      for (Key akey : page.keys()) {
        String text = akey.text();
        if (text.startsWith(DfsLayout.XATTR_PREFIX)) {
          names.add(text.substring(DfsLayout.XATTR_PREFIX.length()));
        }
      }
      anchor = page.next();
    }
    return names;
  }

  /** All that an entry holds besides its inode, as changes that make the same elsewhere. */
  List<AkeyUpdate> besides(ObjectId directory, String name, Entry entry) throws StoreException {
    List<AkeyUpdate> changes = new ArrayList<>();
    String link = entry.link();
    if (link != null) {
      changes.add(
          new AkeyUpdate.Value(
              DfsLayout.LINK_AKEY, Condition.NONE, link.getBytes(StandardCharsets.UTF_8)));
    }
    List<AkeyFetch> wanted = new ArrayList<>();
    for (String xattr : xattrs(directory, name)) {
      wanted.add(new AkeyFetch.Value(xattrKey(xattr)));
    }
    if (wanted.isEmpty()) {
      return changes;
    }
    Fetched answer =
        store
            .fetch(directory, List.of(new DkeyFetch(Key.of(name), Condition.NONE, wanted)))
            .getFirst();
    for (int i = 0; i < wanted.size(); i++) {
      byte[] value = ((Fetched.Value) answer.akeys().get(i)).value();
      if (value != null) {
        changes.add(new AkeyUpdate.Value(wanted.get(i).akey(), Condition.NONE, value));
      }
    }
    return changes;
  }

  static Key xattrKey(String name) {
    return Key.of(DfsLayout.XATTR_PREFIX + name);
  }

  /** Whether an object has no dkey. */
  boolean isEmpty(ObjectId directory) throws StoreException {
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      KeyPage page = store.listDkeys(directory, anchor, 1);
      if (!page.keys().isEmpty()) {
        return false;
      }
      anchor = page.next();
    }
    return true;
  }

  /** That an entry still begins so when a transaction is carried out. */
  static ObjectChange expect(ObjectId directory, String name, byte[] inode) {
    return new ObjectChange.ExpectBytes(directory, Key.of(name), DfsLayout.INODE_AKEY, inode);
  }

  /** Some names of a directory. */
  DirectoryPage list(ObjectId directory, Anchor from, int limit) throws StoreException {
    KeyPage page = store.listDkeys(directory, from, limit);
    List<String> names = new ArrayList<>(page.keys().size());
    for (Key key : page.keys()) {
      names.add(key.text());
    }
    return new DirectoryPage(names, page.next());
  }
}
