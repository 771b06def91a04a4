package io.jromio.adio.daos;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The memory of a request in the form that the file system wants: one segment with places in it.
 */
final class Memory {
  /** Pieces below so many bytes are cheaper to copy than to describe one by one. */
  private static final long LEAST_PIECE = 512;

  private Memory() {}

  /** The segment itself; fails as any access would: closed memory, or another thread's. */
  static MemorySegment usable(MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("memory is closed: bytes=" + segment.byteSize());
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("memory of another thread: bytes=" + segment.byteSize());
    }
    return segment;
  }

  static long bytes(List<MemorySegment> segments) {
    long bytes = 0;
    for (MemorySegment segment : segments) {
      bytes += segment.byteSize();
    }
    return bytes;
  }

  /** Whether pieces can be described as places of one segment, and are worth it. */
  static boolean spans(List<MemorySegment> pieces, long bytes) {
    MemorySegment first = pieces.getFirst();
    if (!first.isNative() || bytes / pieces.size() < LEAST_PIECE) {
      return false;
    }
    for (MemorySegment piece : pieces) {
      if (!piece.isNative() || !piece.scope().equals(first.scope())) {
        return false;
      }
    }
    return true;
  }

  /** Pieces that {@link #spans}, one after the other in the file. */
  @SuppressWarnings("restricted") // the file system touches the pieces only
  static ByteRanges ranges(long offset, List<MemorySegment> pieces) {
    MemorySegment lowest = usable(pieces.getFirst());
    long end = 0;
    for (MemorySegment piece : pieces) {
      lowest = piece.address() < lowest.address() ? piece : lowest;
      end = Math.max(end, piece.address() + piece.byteSize());
    }
    long base = lowest.address();
    long[] offsets = new long[pieces.size()];
    long[] lengths = new long[pieces.size()];
    long[] places = new long[pieces.size()];
    long at = offset;
    for (int i = 0; i < offsets.length; i++) {
      MemorySegment piece = pieces.get(i);
      offsets[i] = at;
      lengths[i] = piece.byteSize();
      places[i] = piece.address() - base;
      at += piece.byteSize();
    }
    return new ByteRanges(offsets, lengths, lowest.reinterpret(end - base), places);
  }

  /** Runs whose bytes are packed; what the memory has no room for is left out. */
  static ByteRanges ranges(FileRuns runs, MemorySegment packed) {
    long room = packed.byteSize();
    long[] offsets = new long[runs.size()];
    long[] lengths = new long[runs.size()];
    long[] places = new long[runs.size()];
    long at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = runs.offset(i);
      lengths[i] = Math.min(runs.length(i), room - at);
      places[i] = at;
      at += lengths[i];
    }
    return new ByteRanges(offsets, lengths, usable(packed), places);
  }

  /** Pieces copied one after the other. */
  static final class Packed implements AutoCloseable {
    private final StagingPool.Lease lease;

    private Packed(StagingPool.Lease lease) {
      this.lease = lease;
    }

    static Packed of(long bytes) throws MpiIoException {
      return new Packed(StagingPool.take(bytes));
    }

    MemorySegment segment() {
      return lease.segment();
    }

    void copyFrom(List<MemorySegment> sources) {
      long at = 0;
      for (MemorySegment source : sources) {
        MemorySegment.copy(source, 0, segment(), at, source.byteSize());
        at += source.byteSize();
      }
    }

    void copyTo(List<MemorySegment> targets, long bytes) {
      long at = 0;
      for (MemorySegment target : targets) {
        long part = Math.min(target.byteSize(), bytes - at);
        MemorySegment.copy(segment(), at, target, 0, part);
        at += part;
      }
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
