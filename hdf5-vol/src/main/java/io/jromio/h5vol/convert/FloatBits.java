package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.FloatLayout;

/**
 * One floating-point number of any layout, bit by bit.
 *
 * @source HDF5 file format specification v3.0, datatype message, class 1
 */
final class FloatBits {
  private static final int DOUBLE_BITS = 53;
  private static final int DOUBLE_LOWEST = -1022;

  private final FloatLayout layout;
  private final int exponentBits;
  private final long exponentOnes;
  private final int mantissaBits;
  private final boolean implied;

  FloatBits(FloatLayout layout) {
    this.layout = layout;
    exponentBits = layout.exponent().bits();
    exponentOnes = (1L << exponentBits) - 1;
    mantissaBits = layout.mantissa().bits();
    implied = layout.mantissa().normalization() == 2;
  }

  /** Bits of a pattern of 128, from one on, at most 64. */
  private static long field(long low, long high, int bit, int bits) {
    long value =
        bit >= 64 ? high >>> (bit - 64) : bit == 0 ? low : (low >>> bit) | (high << (64 - bit));
    return bits >= 64 ? value : value & ((1L << bits) - 1);
  }

  /** The nearest double. */
  double value(long low, long high) {
    boolean negative = field(low, high, layout.signBit(), 1) == 1;
    long exponent = field(low, high, layout.exponent().bit(), exponentBits);
    int bit = layout.mantissa().bit();
    long lower = field(low, high, bit, Math.min(64, mantissaBits));
    long upper = mantissaBits > 64 ? field(low, high, bit + 64, mantissaBits - 64) : 0;
    double size;
    if (exponent == exponentOnes) {
      size = fractionIsZero(lower, upper) ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      int scale = Math.toIntExact(Math.max(1, exponent) - layout.exponent().bias());
      int point = implied ? mantissaBits : mantissaBits - 1;
      if (implied && exponent > 0) {
        if (mantissaBits >= 64) {
          upper |= 1L << (mantissaBits - 64);
        } else {
          lower |= 1L << mantissaBits;
        }
      }
      size = scaled(lower, upper, scale - point);
    }
    return negative ? -size : size;
  }

  /** Without the highest bit where it says nothing. */
  private boolean fractionIsZero(long lower, long upper) {
    if (implied) {
      return lower == 0 && upper == 0;
    }
    return mantissaBits > 64
        ? lower == 0 && (upper & ((1L << (mantissaBits - 65)) - 1)) == 0
        : (lower & ((1L << (mantissaBits - 1)) - 1)) == 0;
  }

  /** An integer of 128 bits times a power of two, rounded once. */
  private static double scaled(long lower, long upper, int power) {
    if (upper == 0 && lower == 0) {
      return 0;
    }
    // All that counts in 64 bits: the highest is set, the lowest says whether more is behind it.
    long bits = lower;
    int exponent = power + 63;
    if (upper != 0) {
      int shift = 64 - Long.numberOfLeadingZeros(upper);
      bits = shift == 64 ? upper : (upper << (64 - shift)) | (lower >>> shift);
      boolean more = shift == 64 ? lower != 0 : (lower << (64 - shift)) != 0;
      bits |= more ? 1 : 0;
      exponent += shift;
    } else {
      int shift = Long.numberOfLeadingZeros(bits);
      bits <<= shift;
      exponent -= shift;
    }
    if (exponent > Double.MAX_EXPONENT) {
      return Double.POSITIVE_INFINITY;
    }
    int kept = DOUBLE_BITS - Math.max(0, DOUBLE_LOWEST - exponent);
    return kept < 0 ? 0 : Math.scalb((double) rounded(bits, 64 - kept), exponent - 63 + 64 - kept);
  }

  /** Without the lowest bits, to the nearest, ties to even; 1 to 64 bits are dropped. */
  private static long rounded(long bits, int dropped) {
    long kept = dropped == 64 ? 0 : bits >>> dropped;
    long rest = dropped == 64 ? bits : bits << (64 - dropped);
    int compared = Long.compareUnsigned(rest, Long.MIN_VALUE);
    return compared > 0 || (compared == 0 && (kept & 1) == 1) ? kept + 1 : kept;
  }

  /** The pattern of the nearest number; infinity beyond the largest. Layouts of up to 64 bits. */
  long pattern(double value) {
    long sign = value < 0 || 1 / value < 0 ? 1L << layout.signBit() : 0;
    if (Double.isNaN(value)) {
      return exponent(exponentOnes) | mantissa(quiet());
    }
    double size = Math.abs(value);
    if (size == 0) {
      return sign;
    }
    long bits = Double.doubleToRawLongBits(size) & ((1L << (DOUBLE_BITS - 1)) - 1);
    int scale = Math.max(DOUBLE_LOWEST, Math.getExponent(size));
    bits |= scale == DOUBLE_LOWEST && size < Double.MIN_NORMAL ? 0 : 1L << (DOUBLE_BITS - 1);
    int shift = Long.numberOfLeadingZeros(bits);
    bits <<= shift;
    scale -= shift - 11;
    if (Double.isInfinite(size)) {
      return sign | infinity();
    }
    // Now size = bits * 2^(scale - 63), the highest bit set.
    int significant = implied ? mantissaBits + 1 : mantissaBits;
    long lowest = 1 - layout.exponent().bias();
    long kept = significant - Math.max(0, lowest - scale);
    if (kept < 0) {
      return sign;
    }
    long number = kept >= 64 ? bits : rounded(bits, 64 - (int) kept);
    long exponent = Math.max(scale, lowest) + layout.exponent().bias();
    if (kept == significant && number == 1L << significant) {
      number >>>= 1;
      exponent++;
    }
    if (number < 1L << (significant - 1)) {
      exponent = 0;
    }
    return sign | (exponent >= exponentOnes ? infinity() : exponent(exponent) | mantissa(number));
  }

  private long quiet() {
    return implied ? 1L << (mantissaBits - 1) : 3L << Math.max(0, mantissaBits - 2);
  }

  private long infinity() {
    return exponent(exponentOnes) | (implied ? 0 : mantissa(1L << (mantissaBits - 1)));
  }

  private long exponent(long exponent) {
    return exponent << layout.exponent().bit();
  }

  private long mantissa(long number) {
    return (number & ((1L << mantissaBits) - 1)) << layout.mantissa().bit();
  }
}
