package io.jromio.bench.h5;

import io.jromio.h5vol.model.FloatLayout;
import io.jromio.h5vol.model.FloatType;
import io.jromio.h5vol.model.IntegerType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.nio.ByteOrder;

/** Reads numbers of any size, byte order and layout out of elements in memory. */
final class Scalars {
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfLong LITTLE = LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Scalars() {}

  /** Whether the value fits a long, unsigned if the type is. */
  static boolean isPlain(IntegerType type) {
    return (type.size() == 1 || type.size() == 2 || type.size() == 4 || type.size() == 8)
        && type.bitOffset() == 0
        && type.precision() == 8 * type.size();
  }

  /** The value of a plain integer; those above {@link Long#MAX_VALUE} as their bits. */
  static long plain(IntegerType type, MemorySegment bytes, long offset) {
    return switch (type.size()) {
      case 1 -> {
        byte value = bytes.get(ValueLayout.JAVA_BYTE, offset);
        yield type.signed() ? value : value & 0xff;
      }
      case 2 -> {
        short value = bytes.get(SHORT.withOrder(type.order()), offset);
        yield type.signed() ? value : value & 0xffff;
      }
      case 4 -> {
        int value = bytes.get(INT.withOrder(type.order()), offset);
        yield type.signed() ? value : value & 0xffff_ffffL;
      }
      default -> bytes.get(LONG.withOrder(type.order()), offset);
    };
  }

  /** The value of any integer. */
  static BigInteger integer(IntegerType type, MemorySegment bytes, long offset) {
    BigInteger all = unsigned(bytes, offset, type.size(), type.order());
    return CNumbers.bits(all, type.bitOffset(), type.precision(), type.signed());
  }

  static String text(IntegerType type, MemorySegment bytes, long offset) {
    if (!isPlain(type)) {
      return integer(type, bytes, offset).toString();
    }
    long value = plain(type, bytes, offset);
    return type.signed() ? Long.toString(value) : Long.toUnsignedString(value);
  }

  /** The value of any float, rounded if it has more bits than a double. */
  static double real(FloatType type, MemorySegment bytes, long offset) {
    if (type.layout().equals(FloatLayout.BINARY64) && type.size() == 8) {
      return Double.longBitsToDouble(bytes.get(LONG.withOrder(type.order()), offset));
    }
    if (type.layout().equals(FloatLayout.BINARY32) && type.size() == 4) {
      return Float.intBitsToFloat(bytes.get(INT.withOrder(type.order()), offset));
    }
    if (type.layout().equals(FloatLayout.BINARY16) && type.size() == 2) {
      return Float.float16ToFloat(bytes.get(SHORT.withOrder(type.order()), offset));
    }
    return decode(type.layout(), unsigned(bytes, offset, type.size(), type.order()));
  }

  private static double decode(FloatLayout layout, BigInteger bits) {
    FloatLayout.Exponent place = layout.exponent();
    FloatLayout.Mantissa fraction = layout.mantissa();
    boolean negative = bits.testBit(layout.signBit());
    long exponent = CNumbers.bits(bits, place.bit(), place.bits(), false).longValue();
    BigInteger mantissa = CNumbers.bits(bits, fraction.bit(), fraction.bits(), false);
    boolean implied = fraction.normalization() == 2;
    double value;
    if (exponent == (1L << place.bits()) - 1) {
      BigInteger rest = implied ? mantissa : mantissa.clearBit(fraction.bits() - 1);
      value = rest.signum() == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      long power = exponent - place.bias() - fraction.bits() + (implied ? 0 : 1);
      if (implied && exponent != 0) {
        mantissa = mantissa.setBit(fraction.bits());
      } else if (exponent == 0) {
        power++;
      }
      value = Math.scalb(mantissa.doubleValue(), Math.clamp(power, -5000, 5000));
    }
    return negative ? -value : value;
  }

  private static BigInteger unsigned(MemorySegment bytes, long offset, int size, ByteOrder order) {
    byte[] magnitude = new byte[size];
    for (int i = 0; i < size; i++) {
      long from = order == ByteOrder.LITTLE_ENDIAN ? offset + size - 1 - i : offset + i;
      magnitude[i] = bytes.get(ValueLayout.JAVA_BYTE, from);
    }
    return new BigInteger(1, magnitude);
  }

  /** The 8-byte words of variable-length elements and references. */
  static long word(MemorySegment bytes, long offset) {
    return bytes.get(LITTLE, offset);
  }

  /** Bytes in hexadecimal with colons between, one alone with 0x before it. */
  static String hex(MemorySegment bytes, long offset, int size, boolean reversed) {
    StringBuilder text = new StringBuilder();
    if (size == 1) {
      text.append("0x");
    }
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(':');
      }
      int value = bytes.get(ValueLayout.JAVA_BYTE, reversed ? offset + size - 1 - i : offset + i);
      text.append(Character.forDigit(value >> 4 & 0xf, 16));
      text.append(Character.forDigit(value & 0xf, 16));
    }
    return text.toString();
  }
}
