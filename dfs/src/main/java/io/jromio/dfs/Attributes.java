package io.jromio.dfs;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Hlc;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What stat gives, and what can be set of it; extended attributes.
 *
 * <p>The time of a file's last change is the epoch of its object, which the store keeps anyway, so
 * that a write need not touch the entry. A time set by hand stands in the entry beside the epoch
 * that the object had then, and holds as long as the object still has it.
 *
 * @source DAOS src/client/dfs/common.c, entry_stat, update_stbuf_times; xattr.c
 */
final class Attributes {
  private static final int MAX_XATTR = 64 << 10;
  private static final int PERMISSIONS = 0777;
  private static final int SPECIAL = 07000;
  private static final int[] CTIME = {DfsLayout.CTIME, Long.BYTES, DfsLayout.CTIME_NS, Long.BYTES};

  private final ObjectStore store;
  private final Entries entries;
  private final InstantSource clock;

  Attributes(ObjectStore store, Entries entries, InstantSource clock) {
    this.store = store;
    this.entries = entries;
    this.clock = clock;
  }

  /**
   * What stat gives of an entry.
   *
   * @param containerChunk the block size of what is no file; bytes
   */
  Stat stat(Entry entry, long containerChunk) throws StoreException {
    Inode inode = entry.inode();
    long size = inode.size();
    long block = containerChunk;
    long epoch = 0;
    if (Mode.isFile(inode.mode())) {
      MaxExtent max = store.queryMax(inode.id(), DfsLayout.BYTES_AKEY);
      size = new ChunkedFile(store, inode.id(), inode.chunk()).size(max);
      block = inode.chunk();
      epoch = max.epoch();
    } else if (entry.isDirectory()) {
      size = DfsLayout.INODE_LENGTH;
      epoch = store.queryEpoch(inode.id());
    }
    return new Stat(inode.mode(), inode.owner(), size, block, times(inode, epoch), inode.id());
  }

  private static Stat.Times times(Inode inode, long epoch) {
    if (epoch == 0) {
      return new Stat.Times(inode.modified(), inode.changed());
    }
    Instant touched = Hlc.time(epoch);
    Instant changed = touched.isAfter(inode.changed()) ? touched : inode.changed();
    return new Stat.Times(inode.objectHlc() == epoch ? inode.modified() : touched, changed);
  }

  /** The entry of an open object; {@link Errno#ENOENT} if its name is gone or names another. */
  Entry current(OpenObject object) throws StoreException, DfsException {
    Entry entry = entries.get(object.place(), object.name());
    if (!entry.inode().id().equals(object.id())) {
      throw new DfsException(Errno.ENOENT, "the name is that of another object: file=" + object);
    }
    return entry;
  }

  void set(OpenObject object, StatChange change) throws StoreException, DfsException {
    Integer permissions = change.permissions();
    if (permissions != null && (permissions & ~PERMISSIONS & ~Mode.TYPE) != 0) {
      throw new DfsException(
          (permissions & SPECIAL) != 0 ? Errno.ENOTSUP : Errno.EINVAL,
          "permissions=%o file=%s".formatted(permissions, object));
    }
    Inode inode = current(object).inode();
    Long size = change.size();
    if (size != null) {
      object.bytes().truncate(size);
    }
    int[] fields = CTIME;
    inode.changed(clock.instant());
    if (permissions != null) {
      inode.mode((inode.mode() & Mode.TYPE) | (permissions & PERMISSIONS));
      fields = concat(fields, DfsLayout.MODE, Integer.BYTES);
    }
    Stat.Owner owner = change.owner();
    if (owner != null) {
      inode.owner(owner);
      fields = concat(fields, DfsLayout.UID, 2 * Integer.BYTES);
    }
    Instant modified = change.modified();
    if (modified != null) {
      boolean link = Mode.isLink(inode.mode());
      inode.modified(modified).objectHlc(link ? 0 : store.queryEpoch(inode.id()));
      fields = concat(fields, DfsLayout.MTIME, Long.BYTES);
      fields = concat(fields, DfsLayout.MTIME_NS, Long.BYTES);
      fields = concat(fields, DfsLayout.OBJECT_HLC, Long.BYTES);
    }
    if (fields.length > CTIME.length) {
      update(object, write(inode, fields));
      object.mode(inode.mode());
    }
  }

  /** Sets what new entries of a directory get. */
  void setDefaults(OpenObject directory, long chunkSize, int classId)
      throws StoreException, DfsException {
    Inode inode = current(directory).inode();
    int[] fields = CTIME;
    inode.changed(clock.instant());
    if (chunkSize != 0) {
      inode.chunk(chunkSize);
      fields = concat(fields, DfsLayout.CHUNK, Long.BYTES);
    }
    if (classId != 0) {
      inode.classId(classId);
      fields = concat(fields, DfsLayout.CLASS, Integer.BYTES);
    }
    update(directory, write(inode, fields));
    directory.defaults(OpenObject.defaults(inode));
  }

  private static int[] concat(int[] fields, int offset, int length) {
    int[] more = Arrays.copyOf(fields, fields.length + 2);
    more[fields.length] = offset;
    more[fields.length + 1] = length;
    return more;
  }

  private static AkeyUpdate write(Inode inode, int... fields) {
    return new AkeyUpdate.Write(DfsLayout.INODE_AKEY, Condition.NONE, inode.parts(fields));
  }

  private void update(OpenObject object, AkeyUpdate... changes) throws StoreException {
    store.update(
        object.place(), List.of(DkeyUpdate.of(Key.of(object.name()), Condition.EXISTS, changes)));
  }

  byte[] xattr(OpenObject object, String name) throws StoreException, DfsException {
    checkXattr(name, 0);
    current(object);
    Fetched answer =
        store
            .fetch(
                object.place(),
                List.of(
                    DkeyFetch.of(
                        Key.of(object.name()),
                        Condition.NONE,
                        new AkeyFetch.Value(Entries.xattrKey(name)))))
            .getFirst();
    byte[] value = ((Fetched.Value) answer.akeys().getFirst()).value();
    if (value == null) {
      throw noXattr(name, object);
    }
    return value.clone();
  }

  void setXattr(OpenObject object, String name, byte[] value, Optional<Boolean> mustExist)
      throws StoreException, DfsException {
    checkXattr(name, value.length);
    Condition condition =
        mustExist.map(must -> must ? Condition.EXISTS : Condition.INSERT).orElse(Condition.NONE);
    changeXattr(
        object, name, new AkeyUpdate.Value(Entries.xattrKey(name), condition, value.clone()));
  }

  void removeXattr(OpenObject object, String name) throws StoreException, DfsException {
    checkXattr(name, 0);
    changeXattr(object, name, new AkeyUpdate.Punch(Entries.xattrKey(name), Condition.EXISTS));
  }

  private void changeXattr(OpenObject object, String name, AkeyUpdate change)
      throws StoreException, DfsException {
    Inode inode = current(object).inode().changed(clock.instant());
    try {
      update(object, change, write(inode, CTIME));
    } catch (StoreException e) {
      if (e.der() == Der.NONEXIST && change.condition() == Condition.EXISTS) {
        throw noXattr(name, object);
      }
      throw e;
    }
  }

  private static DfsException noXattr(String name, OpenObject object) {
    return new DfsException(
        Errno.ENODATA, "no such attribute: name=%s file=%s".formatted(name, object));
  }

  private static void checkXattr(String name, int length) throws DfsException {
    int nameLength = name.getBytes(StandardCharsets.UTF_8).length;
    if (nameLength < 1 || nameLength > Dfs.MAX_NAME || length > MAX_XATTR) {
      throw new DfsException(
          Errno.EINVAL,
          "no attribute: nameLength=%d allowed=1-%d length=%d allowed=0-%d name=%s"
              .formatted(nameLength, Dfs.MAX_NAME, length, MAX_XATTR, name));
    }
  }
}
