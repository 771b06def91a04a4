package io.jromio.h5vol.model;

/**
 * Where the parts of a floating-point number lie, in bits from the lowest.
 *
 * @param bitOffset where the number begins
 * @param precision bits of the number
 * @source HDF5 file format specification v3.0, datatype message, class 1
 */
public record FloatLayout(
    int bitOffset, int precision, int signBit, Exponent exponent, Mantissa mantissa) {
  /** Lowest bit, number of bits, and what is subtracted. */
  public record Exponent(int bit, int bits, long bias) {}

  /**
   * Lowest bit and number of bits.
   *
   * @param normalization 0 none, 1 the highest bit is always set, 2 it is set and not stored
   */
  public record Mantissa(int bit, int bits, int normalization) {}

  public static final FloatLayout BINARY16 =
      new FloatLayout(0, 16, 15, new Exponent(10, 5, 15), new Mantissa(0, 10, 2));
  public static final FloatLayout BINARY32 =
      new FloatLayout(0, 32, 31, new Exponent(23, 8, 127), new Mantissa(0, 23, 2));
  public static final FloatLayout BINARY64 =
      new FloatLayout(0, 64, 63, new Exponent(52, 11, 1023), new Mantissa(0, 52, 2));

  /** The upper half of {@link #BINARY32}. */
  public static final FloatLayout BFLOAT16 =
      new FloatLayout(0, 16, 15, new Exponent(7, 8, 127), new Mantissa(0, 7, 2));

  /** Bits that a number needs at least. */
  int bits() {
    return bitOffset + precision;
  }
}
