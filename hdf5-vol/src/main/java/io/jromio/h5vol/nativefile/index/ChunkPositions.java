package io.jromio.h5vol.nativefile.index;

import java.util.Arrays;

/** The positions in an index of all chunks that have a place, in order. */
final class ChunkPositions {
  private final long[] positions;

  ChunkPositions(ChunkTable table, ChunkOrder order) {
    long[] found = new long[Math.toIntExact(table.placed())];
    int[] count = {0};
    table.visit((chunk, address, bytes, mask) -> found[count[0]++] = order.index(chunk));
    if (!order.rising()) {
      Arrays.sort(found);
    }
    positions = found;
  }

  /** Whether there is one in {@code [from, to)}. */
  boolean any(long from, long to) {
    int at = Arrays.binarySearch(positions, from);
    int next = at >= 0 ? at : -at - 1;
    return next < positions.length && positions[next] < to;
  }

  /** The first position behind all of them. */
  long end() {
    return positions.length == 0 ? 0 : positions[positions.length - 1] + 1;
  }
}
