package io.jromio.bench.ior;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The signature that IOR writes into every transfer and looks for when it checks: what one program
 * wrote, another can verify, when both know the seed ({@code -G}).
 *
 * <p>A transfer of n bytes is a sequence of little-endian 64-bit words, and a tail:
 *
 * <pre>
 *   word i, 0 <= i < n/8     (writer << 32) | (seed + i)     64-bit arithmetic, seed sign-extended
 *   byte i, 8*(n/8) <= i < n (byte) i
 * </pre>
 *
 * <p>All transfers of one writer are equal.
 *
 * @param seed the time stamp or the value of {@code -G}
 * @source IOR's time stamp packet, checked against files of the C program
 */
record DataPattern(int seed) {
  private static final ValueLayout.OfLong WORD =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Fills a transfer as rank {@code writer} writes it. */
  void fill(MemorySegment transfer, int writer) {
    long words = transfer.byteSize() / 8;
    long high = (long) writer << 32;
    for (long i = 0; i < words; i++) {
      transfer.set(WORD, 8 * i, high | (seed + i));
    }
    for (long i = 8 * words; i < transfer.byteSize(); i++) {
      transfer.set(ValueLayout.JAVA_BYTE, i, (byte) i);
    }
  }
}
