package io.jromio.h5vol.convert;

import io.jromio.h5vol.convert.Converter.Strided;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Elements of 1 to 8 bytes as bit patterns in longs, the upper bits zero, a block of them at a
 * time. Loops are chosen once per block, so that each is short enough to be compiled well.
 */
final class WholeBits {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final int size;
  private final boolean bigEndian;

  WholeBits(int size, ByteOrder order) {
    this.size = size;
    bigEndian = order == ByteOrder.BIG_ENDIAN;
  }

  void read(Strided source, long[] block, int count) {
    MemorySegment from = source.segment();
    long stride = source.stride();
    long at = source.offset();
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          block[i] = from.get(ValueLayout.JAVA_BYTE, at + i * stride) & 0xffL;
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          short bits = from.get(SHORT, at + i * stride);
          block[i] = (bigEndian ? Short.reverseBytes(bits) : bits) & 0xffffL;
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          int bits = from.get(INT, at + i * stride);
          block[i] = (bigEndian ? Integer.reverseBytes(bits) : bits) & 0xffff_ffffL;
        }
      }
      case 8 -> {
        for (int i = 0; i < count; i++) {
          long bits = from.get(LONG, at + i * stride);
          block[i] = bigEndian ? Long.reverseBytes(bits) : bits;
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          block[i] = readBytes(from, at + i * stride);
        }
      }
    }
  }

  private long readBytes(MemorySegment from, long at) {
    long bits = 0;
    for (int b = 0; b < size; b++) {
      int place = bigEndian ? b : size - 1 - b;
      bits = (bits << 8) | (from.get(ValueLayout.JAVA_BYTE, at + place) & 0xffL);
    }
    return bits;
  }

  void write(long[] block, Strided target, int count) {
    MemorySegment to = target.segment();
    long stride = target.stride();
    long at = target.offset();
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          to.set(ValueLayout.JAVA_BYTE, at + i * stride, (byte) block[i]);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          short bits = (short) block[i];
          to.set(SHORT, at + i * stride, bigEndian ? Short.reverseBytes(bits) : bits);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          int bits = (int) block[i];
          to.set(INT, at + i * stride, bigEndian ? Integer.reverseBytes(bits) : bits);
        }
      }
      case 8 -> {
        for (int i = 0; i < count; i++) {
          to.set(LONG, at + i * stride, bigEndian ? Long.reverseBytes(block[i]) : block[i]);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          writeBytes(block[i], to, at + i * stride);
        }
      }
    }
  }

  private void writeBytes(long bits, MemorySegment to, long at) {
    for (int b = 0; b < size; b++) {
      int place = bigEndian ? size - 1 - b : b;
      to.set(ValueLayout.JAVA_BYTE, at + place, (byte) (bits >>> (8 * b)));
    }
  }
}
