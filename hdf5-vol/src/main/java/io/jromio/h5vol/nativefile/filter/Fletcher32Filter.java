package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Filter 3: four bytes of checksum after the data.
 *
 * @source HDF5 1.14 H5checksum.c, H5Zfletcher32.c
 */
final class Fletcher32Filter implements ChunkFilter {
  private static final int LENGTH = 4;

  /** Four words of 16 bits, the first one on top. */
  private static final ValueLayout.OfLong WORDS =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private static final ValueLayout.OfInt SUM =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Bytes after which sums are folded, long before they overflow. */
  private static final long BLOCK = 1 << 20;

  @Override
  public long bound(long bytes) {
    return bytes + LENGTH;
  }

  @Override
  public long encode(MemorySegment source, MemorySegment target) {
    long size = source.byteSize();
    MemorySegment.copy(source, 0, target, 0, size);
    target.set(SUM, size, checksum(source, size));
    return size + LENGTH;
  }

  @Override
  public long decode(MemorySegment source, MemorySegment target) throws H5Exception {
    long size = source.byteSize() - LENGTH;
    if (size < 0 || size > target.byteSize()) {
      throw ChunkFilter.bad(
          "checksummed chunk has a wrong size: stored=%d limit=%d"
              .formatted(source.byteSize(), target.byteSize()));
    }
    int stored = source.get(SUM, size);
    int calculated = checksum(source, size);
    // Versions of C up to 1.6.2 stored the two bytes of each half swapped.
    int swapped = (calculated & 0x00ff00ff) << 8 | (calculated >>> 8 & 0x00ff00ff);
    if (stored != calculated && stored != swapped) {
      throw ChunkFilter.bad(
          "chunk has a wrong fletcher32 checksum: stored=%08x calculated=%08x"
              .formatted(stored, calculated));
    }
    MemorySegment.copy(source, 0, target, 0, size);
    return size;
  }

  /** The sum of the first {@code size} bytes, taken as big-endian words of 16 bits. */
  static int checksum(MemorySegment bytes, long size) {
    long sum1 = 0;
    long sum2 = 0;
    long whole = size & ~7L;
    for (long from = 0; from < whole; from += BLOCK) {
      long to = Math.min(whole, from + BLOCK);
      for (long at = from; at < to; at += 8) {
        long words = bytes.get(WORDS, at);
        long a = words >>> 48;
        long b = words >>> 32 & 0xffff;
        long c = words >>> 16 & 0xffff;
        long d = words & 0xffff;
        sum2 += 4 * (sum1 + a) + 3 * b + 2 * c + d;
        sum1 += a + b + c + d;
      }
      sum1 = fold(sum1);
      sum2 = fold(sum2);
    }
    for (long at = whole; at < size; at += 2) {
      int low = at + 1 < size ? bytes.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff : 0;
      sum1 += (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 8 | low;
      sum2 += sum1;
    }
    return (int) (fold(sum2) << 16 | fold(sum1));
  }

  /** Sixteen bits with end-around carry: a sum that is not 0 stays so, unlike a remainder. */
  private static long fold(long sum) {
    return sum == 0 ? 0 : (sum - 1) % 0xffff + 1;
  }
}
