package io.jromio.adio.ufs;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.adio.lock.RangeLocks;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;

/**
 * An open file of the operating system.
 *
 * <p>Native segments are handed to the kernel as they are, heap segments in chunks of {@link
 * #CHUNK} through a staging buffer.
 */
final class UfsFile implements AdioFile {
  /** Bytes of a heap segment that are staged at a time. */
  static final long CHUNK = 1 << 20;

  private static final int SEEK_END = 2;

  /** For what the kernel has the file open. */
  enum Way {
    READ,
    WRITE,
    BOTH
  }

  private final Descriptor descriptor;
  private final String path;
  private final Way way;
  private final Set<AdioFeature> features;
  private final Place place;

  /** Where a file is: the kind of file system, and the block size that it prefers. */
  record Place(FileSystem fileSystem, long blockSize) {}

  /** Locks of open files do not keep the threads that share one open apart; these do. */
  private final RangeLocks threads = new RangeLocks();

  UfsFile(Descriptor descriptor, Way way, Set<AdioFeature> features, Place place) {
    this.descriptor = descriptor;
    this.path = descriptor.path();
    this.way = way;
    this.features = features;
    this.place = place;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Set<AdioFeature> features() {
    return features;
  }

  @Override
  public long alignment() {
    return place.blockSize();
  }

  @Override
  public long readAt(long offset, MemorySegment target) throws MpiIoException {
    checkOffset(offset);
    checkReadable();
    int file = descriptor.enter();
    try {
      return target.isNative()
          ? Positional.read(file, path, offset, target)
          : readStaged(file, offset, target);
    } finally {
      descriptor.leave();
    }
  }

  private long readStaged(int file, long offset, MemorySegment target) throws MpiIoException {
    long length = target.byteSize();
    long done = 0;
    try (StagingPool.Lease staging = StagingPool.take(Math.min(length, CHUNK))) {
      while (done < length) {
        long part = Math.min(length - done, CHUNK);
        long read = Positional.read(file, path, offset + done, staging.segment().asSlice(0, part));
        MemorySegment.copy(staging.segment(), 0, target, done, read);
        done += read;
        if (read < part) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }

  @Override
  public void writeAt(long offset, MemorySegment source) throws MpiIoException {
    checkOffset(offset);
    checkWritable();
    int file = descriptor.enter();
    try {
      if (source.isNative()) {
        Positional.write(file, path, offset, source);
      } else {
        writeStaged(file, offset, source);
      }
    } finally {
      descriptor.leave();
    }
  }

  private void writeStaged(int file, long offset, MemorySegment source) throws MpiIoException {
    long length = source.byteSize();
    long done = 0;
    try (StagingPool.Lease staging = StagingPool.take(Math.min(length, CHUNK))) {
      while (done < length) {
        long part = Math.min(length - done, CHUNK);
        MemorySegment chunk = staging.segment().asSlice(0, part);
        chunk.copyFrom(source.asSlice(done, part));
        Positional.write(file, path, offset + done, chunk);
        done += part;
      }
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }

  @Override
  public long readAt(long offset, List<MemorySegment> targets) throws MpiIoException {
    checkOffset(offset);
    checkReadable();
    int file = descriptor.enter();
    try (Vectored vectored = new Vectored(file, path, targets, false)) {
      return vectored.move(offset);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public void writeAt(long offset, List<MemorySegment> sources) throws MpiIoException {
    checkOffset(offset);
    checkWritable();
    int file = descriptor.enter();
    try (Vectored vectored = new Vectored(file, path, sources, true)) {
      vectored.move(offset);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public long readRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    if (!packed.isNative()) {
      return AdioFile.super.readRuns(runs, packed);
    }
    checkReadable();
    int file = descriptor.enter();
    long done = 0;
    try {
      for (int i = 0; i < runs.size(); i++) {
        long length = runs.length(i);
        long read = Positional.read(file, path, runs.offset(i), packed.asSlice(done, length));
        done += read;
        if (read < length) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public void writeRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    if (!packed.isNative()) {
      AdioFile.super.writeRuns(runs, packed);
      return;
    }
    checkWritable();
    int file = descriptor.enter();
    long done = 0;
    try {
      for (int i = 0; i < runs.size(); i++) {
        long length = runs.length(i);
        Positional.write(file, path, runs.offset(i), packed.asSlice(done, length));
        done += length;
      }
    } catch (MpiIoException e) {
      throw e.after(done);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public long size() throws MpiIoException {
    int file = descriptor.enter();
    try {
      return check(Libc.lseek(Scratch.ofThread(), file, 0, SEEK_END), "lseek");
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public void setSize(long size) throws MpiIoException {
    if (size < 0) {
      throw new MpiIoException(ErrorClass.ARG, "negative size=%d file=%s".formatted(size, path));
    }
    checkWritable();
    int file = descriptor.enter();
    try {
      long result;
      do {
        result = Libc.ftruncate(Scratch.ofThread(), file, size);
      } while (result == -Errno.EINTR.number());
      check(result, "ftruncate size=" + size);
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public void preallocate(long size) throws MpiIoException {
    if (size < 0) {
      throw new MpiIoException(ErrorClass.ARG, "negative size=%d file=%s".formatted(size, path));
    }
    checkWritable();
    if (size == 0) {
      return;
    }
    int file = descriptor.enter();
    try {
      int result = reserve(file, 0, size);
      if (result == -Errno.EOPNOTSUPP.number() || result == -Errno.ENOSYS.number()) {
        extendWithZeros(size);
      } else {
        check(result, "fallocate size=" + size);
      }
    } finally {
      descriptor.leave();
    }
  }

  private static int reserve(int file, long offset, long length) {
    int result;
    do {
      result = Libc.fallocate(Scratch.ofThread(), file, 0, offset, length);
    } while (result == -Errno.EINTR.number());
    return result;
  }

  @Override
  public Mapping map(long offset, long length, boolean writes) throws MpiIoException {
    checkOffset(offset);
    if (length < 0) {
      throw new MpiIoException(
          ErrorClass.ARG, "negative length=%d file=%s".formatted(length, path));
    }
    if (writes) {
      checkWritable();
    } else {
      checkReadable();
    }
    if (!features.contains(AdioFeature.MAPPING)) {
      return AdioFile.super.map(offset, length, writes);
    }
    int file = descriptor.enter();
    try {
      long there = length;
      if (writes && length > 0) {
        checkRoom(file, length);
        check(
            reserve(file, offset, length),
            "fallocate offset=%d length=%d".formatted(offset, length));
      } else if (!writes) {
        there = Math.min(length, Math.max(0, size() - offset));
      }
      return there == 0 ? UfsMapping.empty() : UfsMapping.of(file, path, offset, there, writes);
    } finally {
      descriptor.leave();
    }
  }

  /** A reservation that fails half-way may keep what it got, which calls could then lack. */
  private void checkRoom(int file, long length) throws MpiIoException {
    Scratch scratch = Scratch.ofThread();
    check(Libc.fstatfs(scratch, file), "fstatfs");
    if (!Statfs.hasRoom(scratch.fileSystem, length)) {
      throw Errno.failure(
          Errno.ENOSPC.number(), "reserving bytes=%d file=%s".formatted(length, path), 0);
    }
  }

  @Override
  public long mappedStride(boolean writes) {
    return place.fileSystem().mappedStride(writes);
  }

  /**
   * For file systems that cannot reserve space: writes zeros behind the end. Holes before it stay
   * holes, because filling them could overwrite what another process writes meanwhile.
   */
  void extendWithZeros(long size) throws MpiIoException {
    try (StagingPool.Lease zeros = StagingPool.take(CHUNK)) {
      zeros.segment().fill((byte) 0);
      for (long at = size(); at < size; at += CHUNK) {
        writeAt(at, zeros.segment().asSlice(0, Math.min(CHUNK, size - at)));
      }
    }
  }

  @Override
  public RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    checkOffset(offset);
    if (!features.contains(AdioFeature.LOCKS)) {
      throw new MpiIoException(
          ErrorClass.UNSUPPORTED_OPERATION,
          "the file system has no locks (is it mounted with them, as Lustre with -o flock?): file="
              + path);
    }
    if (length == 0) {
      return () -> {};
    }
    RangeLocks.Held held = threads.lock(offset, length, true);
    try {
      lockOrUnlock(offset, length, exclusive ? Flock.F_WRLCK : Flock.F_RDLCK);
    } catch (MpiIoException e) {
      threads.unlock(held);
      throw e;
    }
    return () -> {
      try {
        lockOrUnlock(offset, length, Flock.F_UNLCK);
      } finally {
        threads.unlock(held);
      }
    };
  }

  private void lockOrUnlock(long offset, long length, short type) throws MpiIoException {
    int file = descriptor.enter();
    try {
      Scratch scratch = Scratch.ofThread();
      Flock.set(scratch.lock, type, offset, Math.min(length, Long.MAX_VALUE - offset));
      int result;
      do {
        result = Libc.fcntl(scratch, file, Flock.F_OFD_SETLKW);
      } while (result == -Errno.EINTR.number());
      check(
          result,
          "fcntl(F_OFD_SETLKW) type=%d offset=%d length=%d".formatted(type, offset, length));
    } finally {
      descriptor.leave();
    }
  }

  /** Does nothing where there is nothing to sync: devices, read-only mounts. */
  @Override
  public void sync() throws MpiIoException {
    int file = descriptor.enter();
    try {
      long result;
      do {
        result = Libc.fdatasync(Scratch.ofThread(), file);
      } while (result == -Errno.EINTR.number());
      if (result != -Errno.EINVAL.number() && result != -Errno.EROFS.number()) {
        check(result, "fdatasync");
      }
    } finally {
      descriptor.leave();
    }
  }

  @Override
  public void close() throws MpiIoException {
    descriptor.close();
  }

  private long check(long result, String call) throws MpiIoException {
    if (result < 0) {
      throw Errno.failure((int) -result, call + " file=" + path, 0);
    }
    return result;
  }

  private void checkOffset(long offset) throws MpiIoException {
    if (offset < 0) {
      throw new MpiIoException(
          ErrorClass.ARG, "negative offset=%d file=%s".formatted(offset, path));
    }
  }

  private void checkReadable() throws MpiIoException {
    if (way == Way.WRITE) {
      throw new MpiIoException(ErrorClass.ACCESS, "opened for writing only: file=" + path);
    }
  }

  private void checkWritable() throws MpiIoException {
    if (way == Way.READ) {
      throw new MpiIoException(ErrorClass.READ_ONLY, "opened for reading only: file=" + path);
    }
  }
}
