package io.jromio.dfs;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Makes new entries: one conditional insert each. Class and chunk size are those of the call, else
 * of the directory, else of the container; a class that nobody names is the store's choice.
 *
 * @source DAOS src/client/dfs/obj.c, open_file, create_dir
 */
final class Creator {
  private static final int PERMISSIONS = 0777;

  /** Longest target of a link with its end, bytes. */
  private static final int MAX_LINK = 4096;

  private final ObjectStore store;
  private final NewIds ids;
  private final Entries entries;
  private final Superblock superblock;
  private final InstantSource clock;

  Creator(ObjectStore store, Entries entries, Superblock superblock, InstantSource clock) {
    this.store = store;
    this.ids = new NewIds(store);
    this.entries = entries;
    this.superblock = superblock;
    this.clock = clock;
  }

  static void checkMode(int mode, String name) throws DfsException {
    int type = mode & Mode.TYPE;
    if (type != Mode.FILE && type != Mode.DIRECTORY && type != Mode.LINK) {
      throw new DfsException(
          Errno.EINVAL, "no file, directory or link: mode=%o name=%s".formatted(mode, name));
    }
    if ((mode & ~Mode.TYPE & ~PERMISSIONS) != 0) {
      throw new DfsException(
          Errno.ENOTSUP, "only rwx for three: mode=%o name=%s".formatted(mode, name));
    }
  }

  /** Whether new objects can be made so. */
  void check(Creation creation, String name) throws StoreException, DfsException {
    if (creation.chunkSize() < 0) {
      throw new DfsException(
          Errno.EINVAL,
          "no chunk size: chunkSize=%d name=%s".formatted(creation.chunkSize(), name));
    }
    ObjectClass objectClass = creation.objectClass();
    if (objectClass != null) {
      ObjectIds.check(objectClass, store.targets());
    }
  }

  /**
   * Makes an entry of the type that {@code mode} has; null if the name is taken.
   *
   * @param parent null for the root
   */
  @Nullable Entry create(@Nullable OpenObject parent, String name, int mode, Creation creation)
      throws StoreException, DfsException {
    check(creation, name);
    Inode root = superblock.root().inode();
    Creation inherited = parent == null ? OpenObject.defaults(root) : parent.defaults();
    Instant now = clock.instant();
    Inode inode = new Inode().mode(mode).modified(now).changed(now).owner(ProcessOwner.current());
    String link = null;
    if (Mode.isFile(mode)) {
      fillFile(inode, creation, inherited);
    } else if (Mode.isDirectory(mode)) {
      fillDirectory(inode, creation, inherited);
    } else {
      link = linkTarget(creation, name);
      inode
          .id(id(null, ObjectType.MULTI_HASHED))
          .size(link.getBytes(StandardCharsets.UTF_8).length);
    }
    Entry entry = new Entry(inode, link);
    try {
      entries.insert(parent == null ? root.id() : parent.id(), name, entry);
      return entry;
    } catch (StoreException e) {
      if (e.der() == Der.EXIST) {
        return null;
      }
      throw e;
    }
  }

  private void fillFile(Inode inode, Creation creation, Creation inherited) throws StoreException {
    DfsAttributes container = superblock.attributes();
    ObjectClass objectClass =
        first(creation.objectClass(), inherited.objectClass(), container.fileClass());
    if (objectClass == null) {
      objectClass = ObjectIds.automaticClass(ObjectType.ARRAY_BYTE);
    }
    long chunk = creation.chunkSize() != 0 ? creation.chunkSize() : inherited.chunkSize();
    inode
        .id(id(objectClass, ObjectType.ARRAY_BYTE))
        .chunk(chunk != 0 ? chunk : container.chunkSize())
        .classId(objectClass.id());
  }

  private void fillDirectory(Inode inode, Creation creation, Creation inherited)
      throws StoreException {
    ObjectClass objectClass =
        first(
            creation.objectClass(),
            inherited.objectClass(),
            superblock.attributes().directoryClass());
    inode
        .id(id(objectClass, ObjectType.MULTI_HASHED))
        .chunk(creation.chunkSize() != 0 ? creation.chunkSize() : inherited.chunkSize())
        .classId(Superblock.id(inherited.objectClass()));
  }

  private ObjectId id(@Nullable ObjectClass objectClass, ObjectType type) throws StoreException {
    return ids.next(objectClass == null ? ObjectIds.automaticClass(type) : objectClass, type);
  }

  private static @Nullable ObjectClass first(
      @Nullable ObjectClass one, @Nullable ObjectClass two, @Nullable ObjectClass three) {
    return one != null ? one : two != null ? two : three;
  }

  private static String linkTarget(Creation creation, String name) throws DfsException {
    String link = creation.linkTarget();
    int length = link == null ? 0 : link.getBytes(StandardCharsets.UTF_8).length;
    if (link == null || length == 0 || length >= MAX_LINK) {
      throw new DfsException(
          Errno.EINVAL,
          "no target of a link: length=%d allowed=1-%d name=%s"
              .formatted(length, MAX_LINK - 1, name));
    }
    return link;
  }
}
