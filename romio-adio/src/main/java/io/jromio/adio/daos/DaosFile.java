package io.jromio.adio.daos;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.object.StoreException;
import io.jromio.hints.DfsHints;
import io.jromio.hints.Hints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An open file of DFS. Every transfer is one request of the file system, however many ranges it
 * has; it moves all bytes or fails.
 */
final class DaosFile implements AdioFile {
  private static final long LONGEST_WINDOW = 4L << 20;

  private final String name;
  private final DaosMount mount;
  private final DfsObject object;
  private final boolean writable;
  private final Set<AdioFeature> features;
  private final LockFile locks;

  /** Calls hold it shared, close exclusively. */
  private final ReadWriteLock use = new ReentrantReadWriteLock();

  private boolean closed;

  DaosFile(String name, DaosMount mount, DfsObject object, boolean writable) {
    this.name = name;
    this.mount = mount;
    this.object = object;
    this.writable = writable;
    this.locks = new LockFile(mount.endpoint(), mount.unique(object.id()), name);
    this.features = features(locks);
  }

  private static Set<AdioFeature> features(LockFile locks) {
    if (locks.isPossible()) {
      return DaosDriver.FEATURES;
    }
    Set<AdioFeature> fewer = EnumSet.copyOf(DaosDriver.FEATURES);
    fewer.remove(AdioFeature.LOCKS);
    fewer.remove(AdioFeature.ATOMIC_MODE);
    return Collections.unmodifiableSet(fewer);
  }

  boolean isFile() {
    return Mode.isFile(object.mode());
  }

  /**
   * Checks what a path led to.
   *
   * @throws MpiIoException {@link ErrorClass#BAD_FILE} for a directory
   */
  void requireFile() throws MpiIoException {
    if (!isFile()) {
      throw Errno.failure(Errno.EISDIR.number(), "open file=daos:" + name, 0);
    }
  }

  @Override
  public String path() {
    return name;
  }

  @Override
  public Set<AdioFeature> features() {
    return features;
  }

  /** The chunk: each lies on one target as a whole. */
  @Override
  public long alignment() {
    return object.chunkSize();
  }

  /** Measured: longer ones leave the processor's caches between copy, checksum and engine. */
  @Override
  public long longestWindow() {
    return Math.max(LONGEST_WINDOW, object.chunkSize());
  }

  @Override
  public Hints reported(Hints hints) {
    return hints
        .with(DfsHints.CHUNK_SIZE, object.chunkSize())
        .with(DfsHints.OBJECT_CLASS, object.objectClass().toString());
  }

  /** What a call does with the file system. */
  private interface Call<T> {
    T run() throws DfsException, StoreException, MpiIoException;
  }

  private <T> T call(String what, Call<T> call) throws MpiIoException {
    Lock shared = use.readLock();
    shared.lock();
    try {
      if (closed) {
        throw new MpiIoException(ErrorClass.FILE, "the file is closed: file=daos:" + name);
      }
      return call.run();
    } catch (DfsException e) {
      throw DaosErrors.of(e, what, name);
    } catch (StoreException e) {
      throw DaosErrors.of(e, what, name);
    } finally {
      shared.unlock();
    }
  }

  @Override
  public long readAt(long offset, MemorySegment target) throws MpiIoException {
    checkRange(offset, target.byteSize());
    return call(
        "read",
        () ->
            target.byteSize() == 0 ? 0L : mount.dfs().read(object, offset, Memory.usable(target)));
  }

  @Override
  public void writeAt(long offset, MemorySegment source) throws MpiIoException {
    checkWritable();
    checkRange(offset, source.byteSize());
    call(
        "write",
        () -> {
          if (source.byteSize() > 0) {
            mount.dfs().write(object, offset, Memory.usable(source));
          }
          return true;
        });
  }

  @Override
  public long readAt(long offset, List<MemorySegment> targets) throws MpiIoException {
    long bytes = Memory.bytes(targets);
    checkRange(offset, bytes);
    return call(
        "read",
        () -> {
          if (bytes == 0) {
            return 0L;
          }
          if (Memory.spans(targets, bytes)) {
            return mount.dfs().read(object, Memory.ranges(offset, targets));
          }
          try (Memory.Packed packed = Memory.Packed.of(bytes)) {
            long read = mount.dfs().read(object, offset, packed.segment());
            packed.copyTo(targets, read);
            return read;
          }
        });
  }

  @Override
  public void writeAt(long offset, List<MemorySegment> sources) throws MpiIoException {
    checkWritable();
    long bytes = Memory.bytes(sources);
    checkRange(offset, bytes);
    call(
        "write",
        () -> {
          if (bytes > 0 && Memory.spans(sources, bytes)) {
            mount.dfs().write(object, Memory.ranges(offset, sources));
          } else if (bytes > 0) {
            try (Memory.Packed packed = Memory.Packed.of(bytes)) {
              packed.copyFrom(sources);
              mount.dfs().write(object, offset, packed.segment());
            }
          }
          return true;
        });
  }

  @Override
  public long readRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    return call(
        "read",
        () -> runs.size() == 0 ? 0L : mount.dfs().read(object, Memory.ranges(runs, packed)));
  }

  @Override
  public void writeRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
    checkWritable();
    call(
        "write",
        () -> {
          if (runs.size() > 0) {
            mount.dfs().write(object, Memory.ranges(runs, packed));
          }
          return true;
        });
  }

  @Override
  public long size() throws MpiIoException {
    return call("get size", () -> mount.dfs().size(object));
  }

  @Override
  public void setSize(long size) throws MpiIoException {
    checkWritable();
    checkSize(size);
    call(
        "set size",
        () -> {
          mount.dfs().truncate(object, size);
          return true;
        });
  }

  /**
   * Extends the file if the pool has room for what is new. The store reserves nothing: whoever
   * fills the pool first takes the room.
   */
  @Override
  public void preallocate(long size) throws MpiIoException {
    checkWritable();
    checkSize(size);
    call(
        "preallocate",
        () -> {
          long missing = size - mount.dfs().size(object);
          if (missing <= 0) {
            return false;
          }
          long free = mount.free();
          if (missing > free) {
            throw new MpiIoException(
                ErrorClass.NO_SPACE,
                "preallocate: missing bytes=%d free in the pool=%d, file=daos:%s"
                    .formatted(missing, free, name));
          }
          // Not by its size: that would cut off what another rank has just written behind it.
          mount.dfs().write(object, size - 1, MemorySegment.ofArray(new byte[1]));
          return true;
        });
  }

  /** Nothing is left to do: what a call changed is durable when it returns. */
  @Override
  public void sync() throws MpiIoException {
    call(
        "sync",
        () -> {
          if (!mount.dfs().isReadOnly()) {
            mount.dfs().sync();
          }
          return true;
        });
  }

  @Override
  public RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    checkRange(offset, 0);
    return call("lock", () -> locks.lock(offset, length, exclusive));
  }

  @Override
  public byte[] share() throws MpiIoException {
    return call("share", () -> new Shared(name, mount.share(), mount.dfs().share(object)).encode());
  }

  @Override
  public void close() throws MpiIoException {
    Lock alone = use.writeLock();
    alone.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      object.close();
      try {
        locks.close();
      } finally {
        mount.close();
      }
    } catch (DfsException e) {
      throw DaosErrors.of(e, "close", name);
    } catch (StoreException e) {
      throw DaosErrors.of(e, "close", name);
    } finally {
      alone.unlock();
    }
  }

  private void checkRange(long offset, long length) throws MpiIoException {
    if (offset < 0 || offset > Long.MAX_VALUE - length) {
      throw new MpiIoException(
          ErrorClass.ARG,
          "no range of a file: offset=%d length=%d file=daos:%s".formatted(offset, length, name));
    }
  }

  private void checkSize(long size) throws MpiIoException {
    if (size < 0) {
      throw new MpiIoException(
          ErrorClass.ARG, "negative size=%d file=daos:%s".formatted(size, name));
    }
  }

  private void checkWritable() throws MpiIoException {
    if (!writable && !closed) {
      throw new MpiIoException(ErrorClass.READ_ONLY, "opened for reading only: file=daos:" + name);
    }
  }

  /**
   * An open file on its way to another rank: its name, how its container is mounted, its object.
   *
   * <pre>
   * 0  "jromiodf"           8
   * 8  name                 UTF
   *    handle of the mount  length 4 and bytes
   *    handle of the file   length 4 and bytes
   * </pre>
   */
  record Shared(String name, byte[] mount, byte[] file) {
    private static final long MAGIC = 0x6a726f6d696f6466L;

    byte[] encode() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeLong(MAGIC);
        out.writeUTF(name);
        out.writeInt(mount.length);
        out.write(mount);
        out.writeInt(file.length);
        out.write(file);
      } catch (IOException e) {
        throw new IllegalStateException("memory does not fail", e);
      }
      return bytes.toByteArray();
    }

    static Shared decode(byte[] bytes) throws MpiIoException {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        if (in.readLong() != MAGIC) {
          throw new IOException("magic");
        }
        String name = in.readUTF();
        byte[] mount = in.readNBytes(in.readInt());
        return new Shared(name, mount, in.readNBytes(in.readInt()));
      } catch (IOException | IllegalArgumentException e) {
        throw new MpiIoException(
            ErrorClass.ARG, "no shared file: bytes=%d".formatted(bytes.length), e);
      }
    }
  }
}
