package io.jromio.adio.ufs;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.List;

/**
 * Gathers segments into one contiguous file range, or scatters the range over them, in as few calls
 * as {@link Scratch#MAX_VECTORS} and {@link Positional#MAX_CALL} allow. Neighbours in memory become
 * one vector. Heap segments are staged, as many of them per call as {@link UfsFile#CHUNK} holds.
 *
 * <p>The kernel sees addresses, so nothing keeps the owner of a shared arena from closing it during
 * the call; doing that is misuse.
 */
final class Vectored implements AutoCloseable {
  private final Scratch scratch = Scratch.ofThread();
  private final int file;
  private final String path;
  private final List<MemorySegment> segments;
  private final boolean writing;
  private final StagingPool.Lease staging;

  /** The first byte not yet moved: segment, and position in it. */
  private int next;

  private long nextWithin;

  /** The vectors of the call being prepared, and how many staged bytes are in them. */
  private int count;

  private long vectorEnd;
  private long staged;

  Vectored(int file, String path, List<MemorySegment> segments, boolean writing)
      throws MpiIoException {
    this.file = file;
    this.path = path;
    this.segments = segments;
    this.writing = writing;
    this.staging = StagingPool.take(Math.min(heapBytes(segments), UfsFile.CHUNK));
  }

  private static long heapBytes(List<MemorySegment> segments) {
    long bytes = 0;
    for (MemorySegment segment : segments) {
      if (!segment.isNative()) {
        bytes += segment.byteSize();
      } else if (!segment.scope().isAlive() || !segment.isAccessibleBy(Thread.currentThread())) {
        throw new IllegalStateException(
            "closed, or of another thread: segment=%s".formatted(segment));
      }
    }
    return bytes;
  }

  /** Moves everything; short only when reading, at the end of the file. */
  long move(long offset) throws MpiIoException {
    try {
      return moveAll(offset);
    } finally {
      Reference.reachabilityFence(segments);
    }
  }

  private long moveAll(long offset) throws MpiIoException {
    String call = writing ? "pwritev" : "preadv";
    long done = 0;
    int idle = 0;
    while (true) {
      prepare();
      if (count == 0) {
        break;
      }
      long moved =
          writing
              ? Libc.pwritev(scratch, file, count, offset + done)
              : Libc.preadv(scratch, file, count, offset + done);
      Positional.checkMoved(moved, call, path, offset + done, done);
      if (moved == 0 && !writing) {
        break;
      }
      idle = moved > 0 ? 0 : Positional.checkProgress(idle, call, path, done);
      settle(Math.max(moved, 0));
      done += Math.max(moved, 0);
    }
    return done;
  }

  /** Fills the vectors from the first byte not yet moved. */
  private void prepare() {
    count = 0;
    staged = 0;
    long bytes = 0;
    long within = nextWithin;
    for (int i = next; i < segments.size(); i++) {
      MemorySegment segment = segments.get(i);
      long part = Math.min(segment.byteSize() - within, Positional.MAX_CALL - bytes);
      boolean whole = part == segment.byteSize() - within;
      if (segment.isNative()) {
        whole &= addVector(segment.address() + within, part);
      } else {
        long room = staging.segment().byteSize() - staged;
        whole &= part <= room;
        whole &= addStaged(segment, within, Math.min(part, room));
      }
      if (!whole) {
        return;
      }
      bytes += part;
      within = 0;
    }
  }

  private boolean addStaged(MemorySegment segment, long within, long part) {
    if (!addVector(staging.segment().address() + staged, part)) {
      return false;
    }
    if (writing) {
      MemorySegment.copy(segment, within, staging.segment(), staged, part);
    }
    staged += part;
    return true;
  }

  /** Appends one piece of memory; false if there is no vector left for it. */
  private boolean addVector(long address, long length) {
    if (length == 0) {
      return true;
    }
    if (count > 0 && address == vectorEnd) {
      long at = (count - 1) * Scratch.VECTOR_BYTES + 8;
      long before = scratch.vectors.get(ValueLayout.JAVA_LONG, at);
      scratch.vectors.set(ValueLayout.JAVA_LONG, at, before + length);
    } else if (count < Scratch.MAX_VECTORS) {
      long at = count * Scratch.VECTOR_BYTES;
      scratch.vectors.set(ValueLayout.JAVA_LONG, at, address);
      scratch.vectors.set(ValueLayout.JAVA_LONG, at + 8, length);
      count++;
    } else {
      return false;
    }
    vectorEnd = address + length;
    return true;
  }

  /** Steps over the bytes that a call has moved; those read into staging go to their segments. */
  private void settle(long moved) {
    long left = moved;
    long fromStaging = 0;
    while (left > 0) {
      MemorySegment segment = segments.get(next);
      long part = Math.min(left, segment.byteSize() - nextWithin);
      if (!segment.isNative()) {
        if (!writing) {
          MemorySegment.copy(staging.segment(), fromStaging, segment, nextWithin, part);
        }
        fromStaging += part;
      }
      left -= part;
      nextWithin += part;
      if (nextWithin == segment.byteSize()) {
        next++;
        nextWithin = 0;
      }
    }
  }

  @Override
  public void close() {
    staging.close();
  }
}
