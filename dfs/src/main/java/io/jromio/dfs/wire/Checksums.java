package io.jromio.dfs.wire;

import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32C;

/**
 * End-to-end checksums: CRC-32C of the bytes of each piece, where pieces are what the multiples of
 * the checksum chunk, counted from the beginning of the array, cut out of the ranges. So writers of
 * neighbouring ranges cut at the same places. A single value is one piece.
 *
 * @source DAOS src/common/checksum.c; RFC 3720 appendix B.4
 */
public final class Checksums {
  private final long chunk;

  /**
   * @param chunk bytes of a checksum chunk, a power of two
   */
  public Checksums(long chunk) {
    if (chunk <= 0 || Long.bitCount(chunk) != 1) {
      throw new IllegalArgumentException("no checksum chunk: chunk=%d".formatted(chunk));
    }
    this.chunk = chunk;
  }

  /** Bytes of a checksum chunk. */
  public long chunk() {
    return chunk;
  }

  /** The number of pieces of {@code [offset, offset + length)}. */
  public int pieces(long offset, long length) {
    return length == 0 ? 0 : Math.toIntExact((offset + length - 1) / chunk - offset / chunk + 1);
  }

  /** The sums of all pieces of all ranges, in order. */
  public int[] of(ByteRanges ranges) {
    int count = 0;
    for (int i = 0; i < ranges.count(); i++) {
      count += pieces(ranges.offsets()[i], ranges.lengths()[i]);
    }
    int[] sums = new int[count];
    int next = 0;
    for (int i = 0; i < ranges.count(); i++) {
      long offset = ranges.offsets()[i];
      long end = offset + ranges.lengths()[i];
      long place = ranges.places()[i];
      while (offset < end) {
        long length = Math.min(end, (offset / chunk + 1) * chunk) - offset;
        sums[next++] = of(ranges.memory().asSlice(place, length));
        offset += length;
        place += length;
      }
    }
    return sums;
  }

  /** The sum of one piece. */
  public static int of(MemorySegment piece) {
    CRC32C crc = new CRC32C();
    crc.update(piece.asByteBuffer());
    return (int) crc.getValue();
  }

  /** The sum of a single value. */
  public static int of(byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(value, 0, value.length);
    return (int) crc.getValue();
  }
}
