package io.jromio.bench.collperf;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The block of one rank in an array of {@code edge}^3 ints that is dealt to a grid of ranks, in row
 * major order. Blocks at the upper ends may be smaller than others, or empty.
 *
 * @source MPI 4.1 sections 5.1.4 (block distribution) and 8.5.2 (MPI_Dims_create)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BlockGrid(int edge, long[] starts, long[] sizes) {
  private static final int DIMENSIONS = 3;

  /** The block of {@code rank} among {@code ranks}. */
  static BlockGrid of(int edge, int ranks, int rank) {
    int[] grid = dimensions(ranks);
    long[] starts = new long[DIMENSIONS];
    long[] sizes = new long[DIMENSIONS];
    int place = rank;
    for (int i = DIMENSIONS - 1; i >= 0; i--) {
      long block = Math.ceilDiv(edge, grid[i]);
      starts[i] = Math.min(edge, place % grid[i] * block);
      sizes[i] = Math.min(block, edge - starts[i]);
      place /= grid[i];
    }
    return new BlockGrid(edge, starts, sizes);
  }

  /**
   * Three factors of {@code ranks}, as close to each other as can be, the largest first: the
   * largest is as small as possible, then the second.
   */
  static int[] dimensions(int ranks) {
    int[] best = {ranks, 1, 1};
    for (int last = 1; last * last * last <= ranks; last++) {
      for (int middle = last; ranks % last == 0 && last * middle * middle <= ranks; middle++) {
        int first = ranks / last / middle;
        if (first * middle * last == ranks
            && (first < best[0] || (first == best[0] && middle < best[1]))) {
          best = new int[] {first, middle, last};
        }
      }
    }
    return best;
  }

  long bytes() {
    return sizes[0] * sizes[1] * sizes[2] * Integer.BYTES;
  }

  /** The block's place in a file that holds the whole array. */
  Datatype filetype() {
    long[] whole = {edge, edge, edge};
    return Datatype.subarray(whole, sizes, starts, Order.C, Datatype.INT);
  }

  /** Gives every int its index in the whole array, plus {@code seed}. */
  void fill(MemorySegment block, int seed) {
    long at = 0;
    for (long i = starts[0]; i < starts[0] + sizes[0]; i++) {
      for (long j = starts[1]; j < starts[1] + sizes[1]; j++) {
        long row = (i * edge + j) * edge;
        for (long k = starts[2]; k < starts[2] + sizes[2]; k++) {
          block.setAtIndex(ValueLayout.JAVA_INT, at++, (int) (row + k) + seed);
        }
      }
    }
  }
}
