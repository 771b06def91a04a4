package io.jromio.h5vol.convert;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Numbers of equal layout in the other byte order. */
final class SwapConverter extends Converter {
  private final int size;

  SwapConverter(int size) {
    this.size = size;
  }

  @Override
  void convert(Strided source, Strided target, long count, Stores stores) {
    MemorySegment from = source.segment();
    MemorySegment to = target.segment();
    long at = source.offset();
    long put = target.offset();
    for (long i = 0; i < count; i++) {
      switch (size) {
        case 2 -> {
          short bits = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
          to.set(ValueLayout.JAVA_SHORT_UNALIGNED, put, Short.reverseBytes(bits));
        }
        case 4 -> {
          int bits = from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
          to.set(ValueLayout.JAVA_INT_UNALIGNED, put, Integer.reverseBytes(bits));
        }
        case 8 -> {
          long bits = from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
          to.set(ValueLayout.JAVA_LONG_UNALIGNED, put, Long.reverseBytes(bits));
        }
        default -> swapBytes(from, at, to, put);
      }
      at += source.stride();
      put += target.stride();
    }
  }

  private void swapBytes(MemorySegment from, long at, MemorySegment to, long put) {
    for (int b = 0; b < size; b++) {
      to.set(ValueLayout.JAVA_BYTE, put + size - 1 - b, from.get(ValueLayout.JAVA_BYTE, at + b));
    }
  }
}
