package io.jromio.dfs.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of an array that were written together, and where they are: in the index itself, or in a
 * segment file. An extent owns all of the bytes at its place.
 *
 * @param offset of the array; bytes
 * @param length bytes, 1 or more
 * @param at where the bytes are
 * @param sums CRC-32C of each piece that the grid of the container's checksum chunk cuts out of it;
 *     empty without checksums
 */
record Extent(long offset, int length, long epoch, Place at, int[] sums) {

  /**
   * Where bytes are.
   *
   * @param segment number of the segment file; {@link #INLINE} if the bytes are here
   * @param position of the segment file; 0 if inline
   * @param inline the bytes; null if they are in a segment file
   */
  record Place(int segment, long position, byte @Nullable [] inline) {
    static Place of(byte[] bytes) {
      return new Place(INLINE, 0, bytes);
    }

    static Place of(int segment, long position) {
      return new Place(segment, position, null);
    }

    boolean isInline() {
      return inline != null;
    }

    /** The part that begins {@code skip} bytes further on. */
    Place part(int skip, int length) {
      return inline != null
          ? of(Arrays.copyOfRange(inline, skip, skip + length))
          : of(segment, position + skip);
    }
  }

  static final int INLINE = -1;

  long end() {
    return offset + length;
  }

  boolean hasSums() {
    return sums.length > 0;
  }

  /** The bytes that it takes in a segment file. */
  int bulk() {
    return at.isInline() ? 0 : length;
  }
}
