package io.jromio.dfs;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mounted POSIX container, with the meaning of libdfs. Nothing is cached: every look is one at
 * the store. Safe for use by many threads. A parent of null is the root; a name is one component of
 * 1 to 255 bytes without a slash.
 *
 * <p>All methods throw {@link DfsException}: {@link Errno#ENOENT}, {@link Errno#ENOTDIR}, {@link
 * Errno#EINVAL} for names and arguments that cannot be, {@link Errno#EPERM} for a change on a
 * read-only mount and for reading or writing against the way a file was opened, {@link
 * Errno#ENOSPC}, {@link Errno#EIO}, besides what each says.
 *
 * @source DAOS src/include/daos_fs.h, src/client/dfs
 */
public interface Dfs extends AutoCloseable {

  /** Longest name of an entry, bytes. */
  int MAX_NAME = 255;

  /** What the container was made with, defaults filled in. */
  DfsAttributes attributes();

  boolean isReadOnly();

  /**
   * Opens what an absolute path leads to; follows symbolic links unless NOFOLLOW is given for the
   * last. CREAT is not for this.
   *
   * @throws DfsException {@link Errno#ELOOP} after 40 links
   */
  DfsObject lookup(String path, Set<OpenFlag> flags) throws DfsException;

  /** Opens one entry of a directory. */
  DfsObject lookup(@Nullable DfsObject parent, String name, Set<OpenFlag> flags)
      throws DfsException;

  /**
   * Opens or creates an entry of the type that {@code mode} has.
   *
   * @throws DfsException {@link Errno#EEXIST} with CREAT and EXCL; {@link Errno#EINVAL} or {@link
   *     Errno#ENOTDIR} where the entry is of another type; {@link Errno#ENOTSUP} with APPEND
   */
  DfsObject open(
      @Nullable DfsObject parent, String name, int mode, Set<OpenFlag> flags, Creation creation)
      throws DfsException;

  /**
   * Fills {@code target} from {@code offset}; short only at the end of the file, and nothing behind
   * that end is touched.
   *
   * @return bytes read
   */
  long read(DfsObject file, long offset, MemorySegment target) throws DfsException;

  /**
   * Reads several ranges of a file.
   *
   * @return bytes before the end of the file
   */
  long read(DfsObject file, ByteRanges ranges) throws DfsException;

  void write(DfsObject file, long offset, MemorySegment source) throws DfsException;

  /** Writes several ranges of a file, in any order and number. */
  void write(DfsObject file, ByteRanges ranges) throws DfsException;

  long size(DfsObject file) throws DfsException;

  /** Truncates or extends a file; what is new reads as zero. */
  void truncate(DfsObject file, long size) throws DfsException;

  /** Makes a range a hole; one that reaches the end shrinks the file to {@code offset}. */
  void punch(DfsObject file, long offset, long length) throws DfsException;

  /** Makes a directory. */
  void mkdir(@Nullable DfsObject parent, String name, int mode, Creation creation)
      throws DfsException;

  /**
   * Removes an entry and what it names.
   *
   * @param force also a directory with all it holds
   * @throws DfsException {@link Errno#ENOTEMPTY}
   */
  void remove(@Nullable DfsObject parent, String name, boolean force) throws DfsException;

  /**
   * Renames, as one step for everyone; what the new name named is removed. Onto itself: nothing.
   *
   * @throws DfsException {@link Errno#ENOTEMPTY}; {@link Errno#EINVAL} for a directory under itself
   *     or a file over a directory; {@link Errno#ENOTDIR} for a directory over a file
   */
  void move(@Nullable DfsObject parent, String name, @Nullable DfsObject newParent, String newName)
      throws DfsException;

  /** Swaps two entries as one step; both must exist ({@link Errno#EINVAL}). */
  void exchange(
      @Nullable DfsObject parent, String name, @Nullable DfsObject otherParent, String otherName)
      throws DfsException;

  /** Looks at an entry; does not follow a link. */
  Stat stat(@Nullable DfsObject parent, String name) throws DfsException;

  /** Looks at an open object; {@link Errno#ENOENT} if its name is gone or names another by now. */
  Stat stat(DfsObject object) throws DfsException;

  /** Changes permissions, times, size or owner. */
  void setStat(DfsObject object, StatChange change) throws DfsException;

  /** Some names of a directory, in no order; without {@code .} and {@code ..}. */
  DirectoryPage readDirectory(DfsObject directory, Anchor from, int limit) throws DfsException;

  /**
   * The value of an extended attribute.
   *
   * @throws DfsException {@link Errno#ENODATA}
   */
  byte[] xattr(DfsObject object, String name) throws DfsException;

  /**
   * Sets an extended attribute: name at most 255 bytes, value at most 64 KiB.
   *
   * @param mustExist true for a change only ({@link Errno#ENODATA}), false for a new one only
   *     ({@link Errno#EEXIST}), empty for both
   */
  void setXattr(DfsObject object, String name, byte[] value, Optional<Boolean> mustExist)
      throws DfsException;

  /** Removes an extended attribute; {@link Errno#ENODATA}. */
  void removeXattr(DfsObject object, String name) throws DfsException;

  List<String> xattrs(DfsObject object) throws DfsException;

  /**
   * Changes what new entries of a directory get.
   *
   * @param defaults parts of it that are null or 0 stay
   */
  void setDefaults(DfsObject directory, Creation defaults) throws DfsException;

  /** What {@link #setDefaults} set or the directory inherited; null and 0 where nothing is set. */
  Creation defaults(DfsObject directory) throws DfsException;

  /** What another process needs to mount the same without asking the engine: opaque bytes. */
  byte[] share() throws DfsException;

  /** What another process needs to open the same file or directory: opaque bytes. */
  byte[] share(DfsObject object) throws DfsException;

  /** The object that another process shared; nothing is asked of the engine. */
  DfsObject attach(byte[] shared, Set<OpenFlag> flags) throws DfsException;

  /** Nothing to do, changes are durable when they return; refused on a read-only mount. */
  void sync() throws DfsException;

  /** Gives back the container's handle if the mount has opened it itself. */
  @Override
  void close() throws DfsException;
}
