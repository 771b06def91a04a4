package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The pieces of a keeper's own request in one window that the file moves straight from or to its
 * memory, between what guests have in the depot: gathered by one vectored write, scattered by one
 * read.
 *
 * <p>Pieces ascend and touch no byte of another rank.
 */
final class OwnPieces implements PieceSink {
  /** The mean piece from which on a vector entry costs less than a copy. */
  private static final long LEAST_PIECE = 2048;

  private long[] offsets = new long[8];
  private long[] lengths = new long[8];
  private long[] data = new long[8];
  private int size;
  private int next;

  /** Whether it pays, and is possible, to move them so. */
  static boolean pays(TypedBuffer buffer, PlannedWindow window, int own) {
    long pieces = window.isOnePiece(own) ? 1 : window.runs().size();
    return buffer.isContiguous()
        && buffer.slice(0, 0).isNative()
        && window.bytes(own) / pieces >= LEAST_PIECE;
  }

  @Override
  public void pieces(long offset, long length, long stride, long blocks, long dataOffset) {
    for (long block = 0; block < blocks; block++) {
      add(offset + block * stride, length, dataOffset + block * length);
    }
  }

  private void add(long offset, long length, long dataOffset) {
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, 2 * size);
      lengths = Arrays.copyOf(lengths, 2 * size);
      data = Arrays.copyOf(data, 2 * size);
    }
    offsets[size] = offset;
    lengths[size] = length;
    data[size++] = dataOffset;
  }

  /** Adds the memory of a run, piece by piece. Runs must be asked for in order. */
  void segments(FileRuns runs, int run, Memories memories, List<MemorySegment> into) {
    long at = runs.offset(run);
    long end = at + runs.length(run);
    while (at < end) {
      long own = next < size ? offsets[next] : Long.MAX_VALUE;
      if (own < end && own <= at) {
        into.add(memories.buffer.slice(data[next], lengths[next]));
        at = own + lengths[next++];
      } else {
        long to = Math.min(own, end);
        into.add(memories.depot.asSlice(at - memories.start, to - at));
        at = to;
      }
    }
  }

  /**
   * Where bytes of a window are: the rank's own in {@code buffer}, others in {@code depot}.
   *
   * @param start the byte of the file that byte 0 of {@code depot} is
   */
  record Memories(TypedBuffer buffer, MemorySegment depot, long start) {}

  /** Bytes of the pieces before {@code limit}. */
  long bytesBelow(long limit) {
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      bytes += Math.clamp(limit - offsets[i], 0, lengths[i]);
    }
    return bytes;
  }
}
