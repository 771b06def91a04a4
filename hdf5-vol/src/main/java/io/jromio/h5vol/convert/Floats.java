package io.jromio.h5vol.convert;

import io.jromio.h5vol.convert.Converter.Strided;
import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Floating-point numbers of any layout in blocks of doubles, rounded to the nearest, ties to even.
 *
 * @source IEEE 754-2019; HDF5 1.14 H5Tconv.c, H5T__conv_f_f
 */
final class Floats {
  /** Most bytes of a number that can be read; longer ones have no meaning in any machine. */
  private static final int LONGEST = 16;

  private final FloatType type;
  private final FloatLayout layout;
  private final FloatBits odd;
  private final WholeBits bits;

  Floats(FloatType type) {
    this.type = type;
    layout = type.layout();
    odd = new FloatBits(layout);
    bits = new WholeBits(Math.min(Long.BYTES, type.size()), type.order());
  }

  static boolean canRead(FloatType type) {
    FloatLayout layout = type.layout();
    int exponent = layout.exponent().bits();
    int mantissa = layout.mantissa().bits();
    return type.size() <= LONGEST
        && exponent >= 1
        && exponent <= 16
        && mantissa >= 1
        && mantissa <= 113
        && layout.exponent().bit() + exponent <= 8 * type.size()
        && layout.mantissa().bit() + mantissa <= 8 * type.size()
        && layout.signBit() < 8 * type.size()
        && Math.abs(layout.exponent().bias()) <= 1 << 16
        && layout.mantissa().normalization() <= 2;
  }

  static boolean canWrite(FloatType type) {
    return canRead(type) && type.size() <= Long.BYTES;
  }

  void read(Strided source, long[] block, double[] values, int count) {
    if (type.size() > Long.BYTES) {
      readLong(source, values, count);
      return;
    }
    bits.read(source, block, count);
    if (layout.equals(FloatLayout.BINARY64)) {
      for (int i = 0; i < count; i++) {
        values[i] = Double.longBitsToDouble(block[i]);
      }
    } else if (layout.equals(FloatLayout.BINARY32)) {
      for (int i = 0; i < count; i++) {
        values[i] = Float.intBitsToFloat((int) block[i]);
      }
    } else if (layout.equals(FloatLayout.BINARY16)) {
      for (int i = 0; i < count; i++) {
        values[i] = Float.float16ToFloat((short) block[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        values[i] = odd.value(block[i], 0);
      }
    }
  }

  private void readLong(Strided source, double[] values, int count) {
    int size = type.size();
    boolean bigEndian = type.order() == ByteOrder.BIG_ENDIAN;
    MemorySegment from = source.segment();
    for (int i = 0; i < count; i++) {
      long at = source.offset() + i * source.stride();
      long low = 0;
      long high = 0;
      for (int b = size - 1; b >= 0; b--) {
        long next = from.get(ValueLayout.JAVA_BYTE, at + (bigEndian ? size - 1 - b : b)) & 0xffL;
        high = (high << 8) | (low >>> 56);
        low = (low << 8) | next;
      }
      values[i] = odd.value(low, high);
    }
  }

  /** Beyond the largest finite number comes infinity. */
  void writeDoubles(double[] values, long[] block, Strided target, int count) {
    if (layout.equals(FloatLayout.BINARY64)) {
      for (int i = 0; i < count; i++) {
        block[i] = Double.doubleToRawLongBits(values[i]);
      }
    } else if (layout.equals(FloatLayout.BINARY32)) {
      for (int i = 0; i < count; i++) {
        block[i] = Float.floatToRawIntBits((float) values[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        block[i] = odd.pattern(values[i]);
      }
    }
    bits.write(block, target, count);
  }

  void writeLongs(long[] block, boolean unsigned64, Strided target, int count) {
    boolean single = layout.equals(FloatLayout.BINARY32);
    boolean twice = layout.equals(FloatLayout.BINARY64);
    for (int i = 0; i < count; i++) {
      long value = block[i];
      // A large unsigned value loses its last bit, but not what matters for rounding.
      boolean large = unsigned64 && value < 0;
      long half = large ? (value >>> 1) | (value & 1) : value;
      if (single) {
        block[i] = Float.floatToRawIntBits(large ? 2 * (float) half : (float) half);
      } else {
        double exact = large ? 2 * (double) half : (double) half;
        block[i] = twice ? Double.doubleToRawLongBits(exact) : odd.pattern(exact);
      }
    }
    bits.write(block, target, count);
  }
}
