package io.jromio.h5vol.nativefile.index;

/**
 * Turns numbers of chunks into positions in an index and back. Indexes number the chunks of the
 * largest shape, and where one dimension is unlimited, that one counts as the slowest.
 */
final class ChunkOrder {
  private final long[] grid;
  private final long[] largest;

  /** What a step in a dimension means in the index. */
  private final long[] strides;

  /** Dimensions in the order of the index, the slowest first. */
  private final int[] dimensions;

  private final boolean same;

  /**
   * @param grid chunks of the current shape
   * @param largest chunks of the largest shape; that of {@code slowest} is not looked at
   * @param slowest the dimension that counts as the slowest
   * @throws ArithmeticException if numbers do not fit
   */
  ChunkOrder(long[] grid, long[] largest, int slowest) {
    this.grid = grid.clone();
    this.largest = largest.clone();
    int rank = grid.length;
    dimensions = new int[rank];
    dimensions[0] = slowest;
    for (int d = 0, at = 1; d < rank; d++) {
      if (d != slowest) {
        dimensions[at++] = d;
      }
    }
    strides = new long[rank];
    long stride = 1;
    boolean equal = slowest == 0;
    for (int i = rank - 1; i >= 0; i--) {
      int d = dimensions[i];
      strides[d] = stride;
      if (i > 0) {
        stride = Math.multiplyExact(stride, Math.max(1, largest[d]));
        equal &= largest[d] == grid[d];
      }
    }
    same = equal;
  }

  /** The same for another shape. */
  ChunkOrder on(long... newGrid) {
    return new ChunkOrder(newGrid, largest, dimensions[0]);
  }

  /** Whether numbers and positions are the same. */
  boolean same() {
    return same;
  }

  /** Whether positions rise with the numbers. */
  boolean rising() {
    return dimensions[0] == 0;
  }

  /** The position of a chunk. */
  long index(long chunk) {
    if (same) {
      return chunk;
    }
    long index = 0;
    long left = chunk;
    for (int d = grid.length - 1; d >= 0; d--) {
      index += left % grid[d] * strides[d];
      left /= grid[d];
    }
    return index;
  }

  /** The number of the chunk at a position, or -1 if it is outside the current shape. */
  long chunk(long index) {
    long chunk = 0;
    long left = index;
    long[] position = new long[grid.length];
    for (int d : dimensions) {
      position[d] = left / strides[d];
      left %= strides[d];
      if (position[d] >= grid[d]) {
        return -1;
      }
    }
    for (int d = 0; d < grid.length; d++) {
      chunk = chunk * grid[d] + position[d];
    }
    return chunk;
  }
}
