package io.jromio.adio.mem;

import io.jromio.adio.Errno;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.lock.RangeLocks;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The bytes of one file in memory, in chunks that exist only where something was written. Readers
 * and writers run side by side; a change that takes bytes away waits for them. Its space goes back
 * to the volume when it has neither a name nor an open any more.
 */
final class MemContent {
  /** Bytes of a chunk. */
  static final int CHUNK = 1 << 18;

  private final MemVolume volume;
  private final Map<Long, MemorySegment> chunks = new ConcurrentHashMap<>();
  private final AtomicLong size = new AtomicLong();
  private final ReadWriteLock resize = new ReentrantReadWriteLock();
  private final RangeLocks locks = new RangeLocks();

  /** Opens, and one for the name. */
  private int links = 1;

  MemContent(MemVolume volume) {
    this.volume = volume;
  }

  RangeLocks locks() {
    return locks;
  }

  synchronized void link() {
    links++;
  }

  synchronized void unlink() {
    links--;
    if (links == 0) {
      volume.release((long) chunks.size() * CHUNK);
      chunks.clear();
    }
  }

  long size() {
    return size.get();
  }

  long read(long offset, MemorySegment target) {
    Lock shared = resize.readLock();
    shared.lock();
    try {
      long length = Math.max(0, Math.min(target.byteSize(), size.get() - offset));
      for (long done = 0; done < length; ) {
        long at = offset + done;
        long inChunk = at % CHUNK;
        long part = Math.min(length - done, CHUNK - inChunk);
        MemorySegment chunk = chunks.get(at / CHUNK);
        if (chunk == null) {
          target.asSlice(done, part).fill((byte) 0);
        } else {
          MemorySegment.copy(chunk, inChunk, target, done, part);
        }
        done += part;
      }
      return length;
    } finally {
      shared.unlock();
    }
  }

  void write(long offset, MemorySegment source, String name) throws MpiIoException {
    long length = source.byteSize();
    if (offset > Long.MAX_VALUE - length) {
      throw Errno.failure(Errno.EFBIG.number(), "write offset=" + offset + " file=" + name, 0);
    }
    Lock shared = resize.readLock();
    shared.lock();
    try {
      for (long done = 0; done < length; ) {
        long at = offset + done;
        long inChunk = at % CHUNK;
        long part = Math.min(length - done, CHUNK - inChunk);
        MemorySegment.copy(source, done, chunk(at, name, done), inChunk, part);
        done += part;
        grow(at + part);
      }
    } finally {
      shared.unlock();
    }
  }

  /** The chunk at a position of the file, made if it is not there. */
  private MemorySegment chunk(long at, String name, long transferred) throws MpiIoException {
    long index = at / CHUNK;
    MemorySegment chunk = chunks.get(index);
    if (chunk != null) {
      return chunk;
    }
    if (!volume.reserve(CHUNK)) {
      throw Errno.failure(
          Errno.ENOSPC.number(), "write offset=%d file=%s".formatted(at, name), transferred);
    }
    MemorySegment fresh;
    try {
      fresh = MemorySegment.ofArray(new byte[CHUNK]);
    } catch (OutOfMemoryError e) {
      volume.release(CHUNK);
      throw Errno.failure(
          Errno.ENOMEM.number(), "write offset=%d file=%s".formatted(at, name), transferred);
    }
    MemorySegment raced = chunks.putIfAbsent(index, fresh);
    if (raced != null) {
      volume.release(CHUNK);
      return raced;
    }
    return fresh;
  }

  private void grow(long end) {
    size.accumulateAndGet(end, Math::max);
  }

  void setSize(long newSize) {
    Lock alone = resize.writeLock();
    alone.lock();
    try {
      long old = size.getAndSet(newSize);
      if (newSize >= old) {
        return;
      }
      long firstGone = newSize / CHUNK + (newSize % CHUNK == 0 ? 0 : 1);
      MemorySegment cut = newSize % CHUNK == 0 ? null : chunks.get(newSize / CHUNK);
      if (cut != null) {
        cut.asSlice(newSize % CHUNK).fill((byte) 0);
      }
      for (Iterator<Long> indexes = chunks.keySet().iterator(); indexes.hasNext(); ) {
        if (indexes.next() >= firstGone) {
          indexes.remove();
          volume.release(CHUNK);
        }
      }
    } finally {
      alone.unlock();
    }
  }

  void preallocate(long newSize, String name) throws MpiIoException {
    Lock shared = resize.readLock();
    shared.lock();
    try {
      for (long at = 0; at < newSize; at += CHUNK) {
        chunk(at, name, 0);
      }
      grow(newSize);
    } finally {
      shared.unlock();
    }
  }
}
