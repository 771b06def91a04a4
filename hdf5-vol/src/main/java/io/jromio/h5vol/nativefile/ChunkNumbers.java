package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import java.util.Arrays;

/** Numbers of chunks, in row-major order over a grid. */
final class ChunkNumbers {
  /** Most chunks that get their place together: their index is that many times 8 bytes. */
  static final long MOST_PLACED = 1 << 26;

  private ChunkNumbers() {}

  /**
   * Refuses more chunks than can get their place together.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED}
   */
  static void checkPlaced(String path, long... grid) throws H5Exception {
    long chunks = 1;
    for (long length : grid) {
      chunks *= length;
    }
    if (chunks > MOST_PLACED) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "too many chunks to give all of them a place, use larger ones: chunks=%d limit=%d %s"
              .formatted(chunks, MOST_PLACED, path));
    }
  }

  /** Whether the first grid is all inside the second. */
  static boolean isInside(long[] grid, long[] other) {
    for (int d = 0; d < grid.length; d++) {
      if (grid[d] > other[d]) {
        return false;
      }
    }
    return true;
  }

  /** All of so many chunks. */
  static long[] all(long chunks) {
    long[] numbers = new long[Math.toIntExact(chunks)];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  /** The chunks of a table that have no place; ascending. */
  static long[] missing(ChunkTable table) {
    long[] found = new long[Math.toIntExact(table.chunks() - table.placed())];
    int count = 0;
    for (long chunk = 0; count < found.length; chunk++) {
      if (table.address(chunk) == MetadataSource.UNDEFINED) {
        found[count++] = chunk;
      }
    }
    return found;
  }

  /** Whether a chunk of a grid, by its number, is outside another one. */
  static boolean isOutside(long chunk, long[] grid, long... other) {
    long left = chunk;
    for (int d = grid.length - 1; d >= 0; d--) {
      if (left % grid[d] >= other[d]) {
        return true;
      }
      left /= grid[d];
    }
    return false;
  }

  /** The chunks of a grid, as its numbers, that are outside another one; ascending. */
  static long[] outside(long[] grid, long... other) {
    long[] found = new long[16];
    int count = 0;
    int last = grid.length - 1;
    long rows = 1;
    for (int d = 0; d < last; d++) {
      rows *= grid[d];
    }
    if (grid[last] == 0) {
      return new long[0];
    }
    long row = 0;
    long[] at = new long[grid.length];
    while (row < rows) {
      long from = isOutside(at, other) ? 0 : Math.min(other[last], grid[last]);
      for (long i = from; i < grid[last]; i++) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = row * grid[last] + i;
      }
      row++;
      step(at, grid);
    }
    return Arrays.copyOf(found, count);
  }

  private static boolean isOutside(long[] at, long... other) {
    for (int d = 0; d < at.length - 1; d++) {
      if (at[d] >= other[d]) {
        return true;
      }
    }
    return false;
  }

  private static void step(long[] at, long... grid) {
    for (int d = grid.length - 2; d >= 0; d--) {
      if (++at[d] < grid[d]) {
        return;
      }
      at[d] = 0;
    }
  }
}
