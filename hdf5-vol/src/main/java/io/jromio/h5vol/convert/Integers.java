package io.jromio.h5vol.convert;

import io.jromio.h5vol.convert.Converter.Strided;
import io.jromio.h5vol.model.IntegerType;

/**
 * Integers of up to 8 bytes in blocks of longs. Unsigned ones of 64 bits are there as negative
 * longs.
 */
final class Integers {
  private static final double TWO_TO_63 = 0x1p63;

  private final WholeBits bits;
  private final boolean plain;
  private final boolean signed;
  private final int bitOffset;
  private final int precision;
  // What fits, for values that are longs.
  private final long lowest;
  private final long highest;

  /** For a type of which {@link #knows} is true. */
  Integers(IntegerType type) {
    bits = new WholeBits(type.size(), type.order());
    signed = type.signed();
    bitOffset = type.bitOffset();
    precision = type.precision();
    plain = bitOffset == 0 && precision == 8 * type.size();
    lowest = signed ? -1L << (precision - 1) : 0;
    highest = mask(signed ? precision - 1 : Math.min(63, precision));
  }

  /** Whether Java's longs can hold the values. */
  static boolean knows(IntegerType type) {
    return type.size() <= Long.BYTES;
  }

  private static long mask(int bits) {
    return bits == 64 ? -1L : (1L << bits) - 1;
  }

  /** Whether negative longs stand for large values. */
  boolean isUnsigned64() {
    return !signed && precision == 64;
  }

  void read(Strided source, long[] block, int count) {
    bits.read(source, block, count);
    int left = 64 - precision;
    if (signed && left > 0) {
      int up = left - bitOffset;
      for (int i = 0; i < count; i++) {
        block[i] = (block[i] << up) >> left;
      }
    } else if (!plain) {
      long mask = mask(precision);
      for (int i = 0; i < count; i++) {
        block[i] = (block[i] >>> bitOffset) & mask;
      }
    }
  }

  /** Values beyond the range become its ends. */
  void writeLongs(long[] block, boolean unsigned64, Strided target, int count) {
    if (isUnsigned64() && unsigned64) {
      write(block, target, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      long value = block[i];
      boolean beyond = unsigned64 && value < 0;
      block[i] = beyond ? highest : Math.max(lowest, Math.min(highest, value));
    }
    write(block, target, count);
  }

  /** Towards zero; values beyond the range become its ends, and what is no number becomes 0. */
  void writeDoubles(double[] values, long[] block, Strided target, int count) {
    boolean large = isUnsigned64();
    for (int i = 0; i < count; i++) {
      double value = values[i];
      if (large && value >= TWO_TO_63) {
        block[i] = value >= 2 * TWO_TO_63 ? -1L : (long) (value - TWO_TO_63) + Long.MIN_VALUE;
      } else {
        block[i] = Math.max(lowest, Math.min(highest, (long) value));
      }
    }
    write(block, target, count);
  }

  private void write(long[] block, Strided target, int count) {
    if (!plain) {
      long mask = mask(precision);
      for (int i = 0; i < count; i++) {
        block[i] = (block[i] & mask) << bitOffset;
      }
    }
    bits.write(block, target, count);
  }

  /** The low bits, however many there are. */
  void writeBits(long[] block, Strided target, int count) {
    write(block, target, count);
  }
}
