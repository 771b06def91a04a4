package io.jromio.dfs;

import io.jromio.dfs.OpenObject.Access;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.MemorySegment;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container mounted over an object store: checks what is asked and hands it to those who know how
 * entries, bytes and attributes are kept.
 */
final class Mount implements Dfs {
  private static final int ATTEMPTS = 10_000;

  private final ObjectStore store;
  private final Superblock superblock;
  private final boolean readOnly;
  private final Creator creator;
  private final Entries entries;
  private final Attributes attributes;
  private final Namespace namespace;
  private final Directory root;

  Mount(ObjectStore store, Superblock superblock, boolean readOnly, InstantSource clock) {
    this.store = store;
    this.superblock = superblock;
    this.readOnly = readOnly;
    this.entries = new Entries(store);
    this.creator = new Creator(store, entries, superblock, clock);
    this.attributes = new Attributes(store, entries, clock);
    ObjectId rootId = superblock.root().inode().id();
    this.namespace = new Namespace(store, entries, new Ancestry(entries, rootId), clock);
    this.root = new Directory(rootId, DfsLayout.ROOT_NAME, null);
  }

  private interface Call<T> {
    T run() throws StoreException, DfsException;
  }

  private interface Action {
    void run() throws StoreException, DfsException;
  }

  /** What the store reports becomes an error of this file. */
  private static <T> T get(String file, Call<T> call) throws DfsException {
    try {
      return call.run();
    } catch (StoreException e) {
      throw new DfsException(e, file);
    }
  }

  private static void run(String file, Action action) throws DfsException {
    try {
      action.run();
    } catch (StoreException e) {
      throw new DfsException(e, file);
    }
  }

  ObjectStore store() {
    return store;
  }

  @Override
  public DfsAttributes attributes() {
    return superblock.attributes();
  }

  @Override
  public boolean isReadOnly() {
    return readOnly;
  }

  @Override
  public DfsObject lookup(String path, Set<OpenFlag> flags) throws DfsException {
    Access access = checkLookup(flags, path);
    boolean follow = !flags.contains(OpenFlag.NOFOLLOW);
    return get(
        path,
        () -> {
          PathWalk walk = new PathWalk(entries, superblock.root(), path, follow);
          return opened(walk.fromRoot(), access, flags);
        });
  }

  @Override
  public DfsObject lookup(@Nullable DfsObject parent, String name, Set<OpenFlag> flags)
      throws DfsException {
    Access access = checkLookup(flags, name);
    Directory directory = directory(parent);
    Names.check(name);
    boolean follow = !flags.contains(OpenFlag.NOFOLLOW);
    return get(
        name,
        () -> {
          PathWalk walk = new PathWalk(entries, superblock.root(), name, follow);
          return opened(walk.from(directory), access, flags);
        });
  }

  private Access checkLookup(Set<OpenFlag> flags, String file) throws DfsException {
    if (flags.contains(OpenFlag.CREAT) || flags.contains(OpenFlag.EXCL)) {
      throw new DfsException(
          Errno.EINVAL, "a lookup creates nothing: flags=%s file=%s".formatted(flags, file));
    }
    return access(flags, file);
  }

  /** The way of opening that flags ask for, if this mount allows it. */
  private Access access(Set<OpenFlag> flags, String file) throws DfsException {
    if (flags.contains(OpenFlag.APPEND)) {
      throw new DfsException(
          Errno.ENOTSUP, "no appending: flags=%s file=%s".formatted(flags, file));
    }
    int ways = 0;
    for (OpenFlag way : List.of(OpenFlag.RDONLY, OpenFlag.WRONLY, OpenFlag.RDWR)) {
      ways += flags.contains(way) ? 1 : 0;
    }
    if (ways > 1) {
      throw new DfsException(
          Errno.EINVAL, "one way of opening only: flags=%s file=%s".formatted(flags, file));
    }
    Access access = Access.of(flags);
    if (access.writable() || flags.contains(OpenFlag.CREAT)) {
      checkWritable(file);
    }
    if (flags.contains(OpenFlag.TRUNC) && !access.writable()) {
      throw new DfsException(
          Errno.EPERM, "truncating needs writing: flags=%s file=%s".formatted(flags, file));
    }
    return access;
  }

  private void checkWritable(String file) throws DfsException {
    if (readOnly) {
      throw new DfsException(
          Errno.EPERM,
          "mount is read-only: container=%s file=%s".formatted(store.info().label(), file));
    }
  }

  private OpenObject opened(PathWalk.Found found, Access access, Set<OpenFlag> flags)
      throws StoreException {
    OpenObject object = new OpenObject(this, found.parent(), found.name(), found.entry(), access);
    if (flags.contains(OpenFlag.TRUNC) && Mode.isFile(object.mode())) {
      object.bytes().truncate(0);
    }
    return object;
  }

  @Override
  public DfsObject open(
      @Nullable DfsObject parent, String name, int mode, Set<OpenFlag> flags, Creation creation)
      throws DfsException {
    Access access = access(flags, name);
    Names.check(name);
    Creator.checkMode(mode, name);
    OpenObject in = parent == null ? null : checked(parent);
    Directory directory = directory(parent);
    boolean create = flags.contains(OpenFlag.CREAT);
    return get(
        name,
        () -> {
          for (int i = 0; i < ATTEMPTS; i++) {
            Entry entry = create ? creator.create(in, name, mode, creation) : null;
            if (entry != null) {
              return new OpenObject(this, directory, name, entry, access);
            }
            if (create && flags.contains(OpenFlag.EXCL)) {
              throw new DfsException(Errno.EEXIST, "entry exists: name=" + name);
            }
            Entry found = entries.find(directory.id(), name);
            if (found != null) {
              checkType(found, mode, name);
              return opened(new PathWalk.Found(directory, name, found), access, flags);
            }
            if (!create) {
              throw new DfsException(Errno.ENOENT, "no such entry: name=" + name);
            }
          }
          throw new DfsException(
              Errno.EAGAIN,
              "others change it all the time: attempts=%d name=%s".formatted(ATTEMPTS, name));
        });
  }

  private static void checkType(Entry entry, int mode, String name) throws DfsException {
    int type = entry.inode().mode() & Mode.TYPE;
    if (type != (mode & Mode.TYPE)) {
      throw new DfsException(
          Mode.isDirectory(mode) ? Errno.ENOTDIR : Errno.EINVAL,
          "of another type: wanted=%o found=%o name=%s".formatted(mode & Mode.TYPE, type, name));
    }
  }

  private OpenObject checked(DfsObject object) throws DfsException {
    if (!(object instanceof OpenObject open) || !open.isOf(this) || open.isClosed()) {
      throw new DfsException(Errno.EINVAL, "not open on this mount: file=" + object.name());
    }
    return open;
  }

  private Directory directory(@Nullable DfsObject parent) throws DfsException {
    return parent == null ? root : directoryOf(parent).directory();
  }

  private OpenObject directoryOf(DfsObject object) throws DfsException {
    OpenObject open = checked(object);
    if (!Mode.isDirectory(open.mode())) {
      throw new DfsException(Errno.ENOTDIR, "not a directory: file=" + open);
    }
    return open;
  }

  private OpenObject file(DfsObject object) throws DfsException {
    OpenObject open = checked(object);
    if (!Mode.isFile(open.mode())) {
      throw new DfsException(
          Mode.isDirectory(open.mode()) ? Errno.EISDIR : Errno.EINVAL, "no file: file=" + open);
    }
    return open;
  }

  private OpenObject writable(DfsObject object) throws DfsException {
    OpenObject open = file(object);
    if (!open.access().writable()) {
      throw new DfsException(Errno.EPERM, "not open for writing: file=" + open);
    }
    return open;
  }

  private OpenObject readable(DfsObject object) throws DfsException {
    OpenObject open = file(object);
    if (!open.access().readable()) {
      throw new DfsException(Errno.EPERM, "not open for reading: file=" + open);
    }
    return open;
  }

  private static ByteRanges ranges(long offset, MemorySegment memory, OpenObject file)
      throws DfsException {
    checkRange(offset, memory.byteSize(), file);
    return ByteRanges.of(offset, memory);
  }

  private static void checkRange(long offset, long length, OpenObject file) throws DfsException {
    if (offset < 0 || length < 0 || offset > Long.MAX_VALUE - length) {
      throw new DfsException(
          Errno.EINVAL,
          "no range of a file: offset=%d length=%d file=%s".formatted(offset, length, file));
    }
  }

  @Override
  public long read(DfsObject file, long offset, MemorySegment target) throws DfsException {
    return read(file, ranges(offset, target, readable(file)));
  }

  @Override
  public long read(DfsObject file, ByteRanges ranges) throws DfsException {
    OpenObject open = readable(file);
    try {
      return open.bytes().read(ranges);
    } catch (StoreException e) {
      throw new DfsException(e, open.toString());
    }
  }

  @Override
  public void write(DfsObject file, long offset, MemorySegment source) throws DfsException {
    write(file, ranges(offset, source, writable(file)));
  }

  @Override
  public void write(DfsObject file, ByteRanges ranges) throws DfsException {
    OpenObject open = writable(file);
    try {
      open.bytes().write(ranges);
    } catch (StoreException e) {
      throw new DfsException(e, open.toString());
    }
  }

  @Override
  public long size(DfsObject file) throws DfsException {
    OpenObject open = file(file);
    return get(open.toString(), () -> open.bytes().size());
  }

  @Override
  public void truncate(DfsObject file, long size) throws DfsException {
    OpenObject open = writable(file);
    checkRange(0, size, open);
    run(open.toString(), () -> open.bytes().truncate(size));
  }

  @Override
  public void punch(DfsObject file, long offset, long length) throws DfsException {
    OpenObject open = writable(file);
    checkRange(offset, Math.min(length, Long.MAX_VALUE - Math.max(0, offset)), open);
    run(open.toString(), () -> open.bytes().punch(offset, length));
  }

  @Override
  public void mkdir(@Nullable DfsObject parent, String name, int mode, Creation creation)
      throws DfsException {
    checkWritable(name);
    OpenObject in = parent == null ? null : directoryOf(parent);
    Names.check(name);
    int full = mode | Mode.DIRECTORY;
    Creator.checkMode(full, name);
    run(
        name,
        () -> {
          if (creator.create(in, name, full, creation) == null) {
            throw new DfsException(Errno.EEXIST, "entry exists: name=" + name);
          }
        });
  }

  @Override
  public void remove(@Nullable DfsObject parent, String name, boolean force) throws DfsException {
    checkWritable(name);
    Directory directory = directory(parent);
    Names.check(name);
    run(name, () -> namespace.remove(directory.id(), name, force));
  }

  private Namespace.Place place(@Nullable DfsObject parent, String name) throws DfsException {
    return new Namespace.Place(directory(parent), Names.check(name));
  }

  @Override
  public void move(
      @Nullable DfsObject parent, String name, @Nullable DfsObject newParent, String newName)
      throws DfsException {
    checkWritable(name);
    Namespace.Place from = place(parent, name);
    Namespace.Place to = place(newParent, newName);
    run(name, () -> namespace.move(from, to));
  }

  @Override
  public void exchange(
      @Nullable DfsObject parent, String name, @Nullable DfsObject otherParent, String otherName)
      throws DfsException {
    checkWritable(name);
    Namespace.Place one = place(parent, name);
    Namespace.Place other = place(otherParent, otherName);
    run(name, () -> namespace.exchange(one, other));
  }

  @Override
  public Stat stat(@Nullable DfsObject parent, String name) throws DfsException {
    if (parent == null && name.equals(DfsLayout.ROOT_NAME)) {
      return get(name, () -> stat(entries.get(DfsLayout.SUPERBLOCK, DfsLayout.ROOT_NAME)));
    }
    Directory directory = directory(parent);
    Names.check(name);
    return get(name, () -> stat(entries.get(directory.id(), name)));
  }

  @Override
  public Stat stat(DfsObject object) throws DfsException {
    OpenObject open = checked(object);
    return get(open.toString(), () -> stat(attributes.current(open)));
  }

  private Stat stat(Entry entry) throws StoreException {
    return attributes.stat(entry, attributes().chunkSize());
  }

  @Override
  public void setStat(DfsObject object, StatChange change) throws DfsException {
    OpenObject open = checked(object);
    checkWritable(open.toString());
    Long size = change.size();
    if (size != null) {
      checkRange(0, size, writable(object));
    }
    run(open.toString(), () -> attributes.set(open, change));
  }

  @Override
  public DirectoryPage readDirectory(DfsObject directory, Anchor from, int limit)
      throws DfsException {
    OpenObject open = directoryOf(directory);
    if (limit < 1) {
      throw new DfsException(Errno.EINVAL, "limit=%d, 1 or more: file=%s".formatted(limit, open));
    }
    return get(open.toString(), () -> entries.list(open.id(), from, limit));
  }

  @Override
  public byte[] xattr(DfsObject object, String name) throws DfsException {
    OpenObject open = checked(object);
    return get(open.toString(), () -> attributes.xattr(open, name));
  }

  @Override
  public void setXattr(DfsObject object, String name, byte[] value, Optional<Boolean> mustExist)
      throws DfsException {
    OpenObject open = checked(object);
    checkWritable(open.toString());
    run(open.toString(), () -> attributes.setXattr(open, name, value, mustExist));
  }

  @Override
  public void removeXattr(DfsObject object, String name) throws DfsException {
    OpenObject open = checked(object);
    checkWritable(open.toString());
    run(open.toString(), () -> attributes.removeXattr(open, name));
  }

  @Override
  public List<String> xattrs(DfsObject object) throws DfsException {
    OpenObject open = checked(object);
    return get(
        open.toString(),
        () -> {
          attributes.current(open);
          return entries.xattrs(open.place(), open.name());
        });
  }

  @Override
  public void setDefaults(DfsObject directory, Creation defaults) throws DfsException {
    OpenObject open = directoryOf(directory);
    checkWritable(open.toString());
    if (defaults.linkTarget() != null) {
      throw new DfsException(Errno.EINVAL, "no default of a directory: linkTarget, file=" + open);
    }
    run(
        open.toString(),
        () -> {
          creator.check(defaults, open.name());
          attributes.setDefaults(open, defaults.chunkSize(), Superblock.id(defaults.objectClass()));
        });
  }

  @Override
  public Creation defaults(DfsObject directory) throws DfsException {
    return directoryOf(directory).defaults();
  }

  @Override
  public byte[] share() throws DfsException {
    return Shares.mount(store.info().uuid(), superblock);
  }

  @Override
  public byte[] share(DfsObject object) throws DfsException {
    OpenObject open = checked(object);
    if (Mode.isLink(open.mode())) {
      throw new DfsException(Errno.EINVAL, "a link is not shared: file=" + open);
    }
    return Shares.object(store.info().uuid(), open);
  }

  @Override
  public DfsObject attach(byte[] shared, Set<OpenFlag> flags) throws DfsException {
    Shares.Shared object = Shares.object(store.info().uuid(), shared);
    Access access = checkLookup(flags, object.name());
    if (flags.contains(OpenFlag.TRUNC)) {
      throw new DfsException(
          Errno.EINVAL, "attaching asks nothing: flags=%s file=%s".formatted(flags, object.name()));
    }
    Directory parent = null;
    if (!object.place().equals(DfsLayout.SUPERBLOCK)) {
      parent = object.place().equals(root.id()) ? root : new Directory(object.place(), "", null);
    }
    return new OpenObject(this, parent, object.name(), new Entry(object.inode(), null), access);
  }

  @Override
  public void sync() throws DfsException {
    checkWritable(store.info().label());
  }

  @Override
  public void close() throws DfsException {
    run(store.info().label(), store::close);
  }
}
