package io.jromio.adio.ufs;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files of the operating system: every file system that Linux mounts. Calls libc directly, because
 * Java's channels have no positional gather and scatter and no locks that keep the threads of one
 * process apart.
 *
 * <p>A file opened WRONLY is opened for reading too where the permissions allow, as data sieving
 * reads what it does not overwrite; where not, its features say so. So they do where the file
 * system has no locks. On file systems that are local to the node a file can be mapped, too, unless
 * it is open for writing only.
 *
 * @source ROMIO adio/ad_ufs, adio/common/ad_open.c
 */
public final class UfsDriver implements AdioDriver {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0x40;
  private static final int O_EXCL = 0x80;
  private static final int O_CLOEXEC = 0x80000;

  /** Read and write for all, less the umask. */
  private static final int MODE = 0666;

  private static final Set<AdioFeature> FEATURES =
      Set.of(
          AdioFeature.LOCKS,
          AdioFeature.DATA_SIEVING_WRITES,
          AdioFeature.ATOMIC_MODE,
          AdioFeature.SCALABLE_RESIZE,
          AdioFeature.UNLINK_AFTER_CLOSE);

  public UfsDriver() {}

  @Override
  public String name() {
    return "ufs";
  }

  @Override
  public String description() {
    return "UFS: Generic ROMIO driver for all UNIX-like file systems";
  }

  @Override
  public Set<AdioFeature> features() {
    return FEATURES;
  }

  @Override
  public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    AccessMode.check(modes);
    int create =
        (modes.contains(AccessMode.CREATE) ? O_CREAT : 0)
            | (modes.contains(AccessMode.EXCL) ? O_EXCL : 0)
            | O_CLOEXEC;
    if (modes.contains(AccessMode.RDONLY)) {
      return file(path, openNumber(path, O_RDONLY | create), UfsFile.Way.READ);
    }
    int number = call(path, O_RDWR | create);
    if (number == -Errno.EACCES.number() && modes.contains(AccessMode.WRONLY)) {
      return file(path, openNumber(path, O_WRONLY | create), UfsFile.Way.WRITE);
    }
    return file(path, orThrow(number, path), UfsFile.Way.BOTH);
  }

  private static int openNumber(String path, int flags) throws MpiIoException {
    return orThrow(call(path, flags), path);
  }

  private static int orThrow(int number, String path) throws MpiIoException {
    if (number < 0) {
      throw Errno.failure(-number, "open file=" + path, 0);
    }
    return number;
  }

  private static int call(String path, int flags) throws MpiIoException {
    Libc.require();
    Scratch scratch = Scratch.ofThread();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = nativeName(arena, path);
      int result;
      do {
        result = Libc.open(scratch, name, flags, MODE);
      } while (result == -Errno.EINTR.number());
      return result;
    }
  }

  private static AdioFile file(String path, int number, UfsFile.Way way) throws MpiIoException {
    Descriptor descriptor = new Descriptor(number, path);
    Scratch scratch = Scratch.ofThread();
    try (Arena arena = Arena.ofConfined()) {
      int result = Libc.statx(scratch, number, arena.allocateFrom(""), Statx.STATX_TYPE);
      if (result < 0) {
        throw Errno.failure(-result, "statx file=" + path, 0);
      }
      if (Statx.isDirectory(scratch.status)) {
        throw Errno.failure(Errno.EISDIR.number(), "open file=" + path, 0);
      }
      FileSystem fileSystem = fileSystem(scratch, number);
      Set<AdioFeature> features = features(way, hasLocks(scratch, number), fileSystem);
      UfsFile.Place place = new UfsFile.Place(fileSystem, Statx.blockSize(scratch.status));
      return new UfsFile(descriptor, way, features, place);
    } catch (MpiIoException e) {
      descriptor.close();
      throw e;
    }
  }

  /** Lustre without -o flock, NFS without a lock service and others refuse even the question. */
  private static boolean hasLocks(Scratch scratch, int number) {
    Flock.set(scratch.lock, Flock.F_RDLCK, 0, 1);
    return Libc.fcntl(scratch, number, Flock.F_OFD_GETLK) >= 0;
  }

  /** Devices, pipes and others that are no plain files have none. */
  private static FileSystem fileSystem(Scratch scratch, int number) {
    boolean known = Statx.isRegular(scratch.status) && Libc.fstatfs(scratch, number) >= 0;
    return known ? FileSystem.of(Statfs.type(scratch.fileSystem)) : FileSystem.UNKNOWN;
  }

  static Set<AdioFeature> features(UfsFile.Way way, boolean locks, FileSystem fileSystem) {
    Set<AdioFeature> features = EnumSet.copyOf(FEATURES);
    if (way != UfsFile.Way.BOTH || !locks) {
      features.remove(AdioFeature.DATA_SIEVING_WRITES);
    }
    if (!locks) {
      features.remove(AdioFeature.LOCKS);
      features.remove(AdioFeature.ATOMIC_MODE);
    }
    if (fileSystem.isLocal()) {
      features.add(AdioFeature.NODE_CACHE);
      if (way != UfsFile.Way.WRITE) {
        features.add(AdioFeature.MAPPING);
      }
    }
    return Collections.unmodifiableSet(features);
  }

  @Override
  public void delete(String path) throws MpiIoException {
    Libc.require();
    try (Arena arena = Arena.ofConfined()) {
      int result = Libc.unlink(Scratch.ofThread(), nativeName(arena, path));
      if (result < 0) {
        throw Errno.failure(-result, "unlink file=" + path, 0);
      }
    }
  }

  private static MemorySegment nativeName(Arena arena, String path) throws MpiIoException {
    if (path.indexOf('\0') >= 0) {
      throw new MpiIoException(
          ErrorClass.BAD_FILE,
          "a file name cannot hold a NUL character: file=" + path.replace("\0", "\\0"));
    }
    return arena.allocateFrom(path);
  }
}
