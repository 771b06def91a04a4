package io.jromio.dfs;

import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An open file, directory or link: what its entry said, and how it may be used. */
final class OpenObject implements DfsObject {
  /** How an object was opened. */
  record Access(boolean readable, boolean writable) {
    static Access of(Set<OpenFlag> flags) {
      boolean writeOnly = flags.contains(OpenFlag.WRONLY);
      return new Access(!writeOnly, writeOnly || flags.contains(OpenFlag.RDWR));
    }
  }

  private final Mount mount;
  private final @Nullable Directory parent;
  private final String name;
  private final Entry entry;
  private final Access access;
  private final ChunkedFile bytes;

  private volatile int mode;
  private volatile Creation defaults;
  private volatile boolean closed;

  /**
   * @param parent null for the root
   */
  OpenObject(Mount mount, @Nullable Directory parent, String name, Entry entry, Access access) {
    this.mount = mount;
    this.parent = parent;
    this.name = name;
    this.entry = entry;
    this.access = access;
    Inode inode = entry.inode();
    this.mode = inode.mode();
    this.defaults = defaults(inode);
    this.bytes = new ChunkedFile(mount.store(), inode.id(), Math.max(1, inode.chunk()));
  }

  /** What the entry of a directory says about new entries in it. */
  static Creation defaults(Inode inode) {
    return new Creation(
        inode.classId() == 0 ? null : ObjectClass.of(inode.classId()), inode.chunk(), null);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int mode() {
    return mode;
  }

  void mode(int changed) {
    mode = changed;
  }

  @Override
  public ObjectId id() {
    return entry.inode().id();
  }

  @Override
  public ObjectClass objectClass() {
    int classId = entry.inode().classId();
    return Mode.isFile(mode) && classId != 0 ? ObjectClass.of(classId) : ObjectClass.of(id());
  }

  @Override
  public long chunkSize() {
    return Mode.isDirectory(mode) ? defaults.chunkSize() : entry.inode().chunk();
  }

  @Override
  public String linkTarget() throws DfsException {
    String link = entry.link();
    if (link == null) {
      throw new DfsException(Errno.EINVAL, "no symbolic link: file=" + name);
    }
    return link;
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  boolean isOf(Mount other) {
    return mount == other;
  }

  Access access() {
    return access;
  }

  Inode inode() {
    return entry.inode();
  }

  ChunkedFile bytes() {
    return bytes;
  }

  /** The object that its entry stands in. */
  ObjectId place() {
    return parent == null ? DfsLayout.SUPERBLOCK : parent.id();
  }

  @Nullable Directory parent() {
    return parent;
  }

  /** This directory and where it hung. */
  Directory directory() {
    return new Directory(id(), name, parent);
  }

  /** What new entries of this directory get. */
  Creation defaults() {
    return defaults;
  }

  void defaults(Creation changed) {
    defaults = changed;
  }

  @Override
  public String toString() {
    return "%s (object %s)".formatted(name, id());
  }
}
