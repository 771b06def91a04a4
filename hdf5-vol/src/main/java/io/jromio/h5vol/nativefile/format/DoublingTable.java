package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.H5Exception;

/**
 * How the blocks of a fractal heap grow: rows of {@code width} blocks each; those of rows 0 and 1
 * are of {@code start} bytes, those of each further row twice as large. Pure arithmetic.
 *
 * @param start bytes of a block of the first row, a power of two
 * @param most bytes of a block with objects, a power of two; larger ones lead to others
 * @param heapBits addresses within the heap have so many bits
 * @source HDF5 file format specification v3.0, section III.G
 */
record DoublingTable(int width, long start, long most, int heapBits) {

  /** Refuses a table of a file that makes no sense. */
  static DoublingTable checked(ByteReader in, int width, long start, long most, int heapBits)
      throws H5Exception {
    if (Integer.bitCount(width) != 1
        || Long.bitCount(start) != 1
        || Long.bitCount(most) != 1
        || start < 1
        || most < start
        || most > 1L << 30
        || heapBits < 1
        || heapBits > 62) {
      throw in.bad(
          "has blocks without sense: width=%d start=%d most=%d heapBits=%d"
              .formatted(width, start, most, heapBits));
    }
    return new DoublingTable(width, start, most, heapBits);
  }

  private static int log2(long power) {
    return Long.numberOfTrailingZeros(power);
  }

  /** Rows whose blocks hold objects. */
  int directRows() {
    return log2(most) - log2(start) + 2;
  }

  /** Rows that the heap can have. */
  int maxRows() {
    return Math.max(1, heapBits - log2(start) - log2(width) + 1);
  }

  /** Bytes of each block of a row. */
  long blockBytes(int row) {
    return row == 0 ? start : start << (row - 1);
  }

  /** Where a row begins, counted from the block that has it. */
  long rowOffset(int row) {
    return row == 0 ? 0 : (width * start) << (row - 1);
  }

  /** The row in which an offset lies. */
  int row(long offset) {
    int row = 0;
    while (row < maxRows() && offset >= rowOffset(row + 1)) {
      row++;
    }
    return row;
  }

  /** Rows of a block that leads to others, from the bytes that it stands for. */
  int rowsOf(long bytes) {
    return log2(bytes) - log2(start) - log2(width) + 1;
  }

  /** Bytes of an offset within the heap. */
  int offsetWidth() {
    return (heapBits + 7) / 8;
  }
}
