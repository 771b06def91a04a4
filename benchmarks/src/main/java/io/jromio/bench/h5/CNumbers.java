package io.jromio.bench.h5;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as C's printf writes them.
 *
 * @source ISO C 7.21.6.1, conversion g
 */
final class CNumbers {
  private static final int DIGITS = 6;
  private static final MathContext PRECISION = new MathContext(DIGITS, RoundingMode.HALF_EVEN);

  private CNumbers() {}

  /** {@code %g}: six digits, without zeros at the end. */
  static String general(double value) {
    if (Double.isNaN(value)) {
      return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    if (value == 0) {
      return 1 / value > 0 ? "0" : "-0";
    }
    if (value == (int) value && Math.abs(value) < 1e6) {
      return Integer.toString((int) value);
    }
    BigDecimal rounded = new BigDecimal(value).round(PRECISION);
    int exponent = rounded.precision() - rounded.scale() - 1;
    BigDecimal stripped = rounded.stripTrailingZeros();
    if (exponent >= -4 && exponent < DIGITS) {
      return stripped.toPlainString();
    }
    String digits = stripped.unscaledValue().abs().toString();
    StringBuilder text = new StringBuilder();
    if (value < 0) {
      text.append('-');
    }
    text.append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append(exponent < 0 ? "e-" : "e+");
    int size = Math.abs(exponent);
    if (size < 10) {
      text.append('0');
    }
    return text.append(size).toString();
  }

  /**
   * The number in some bits of an integer of any size.
   *
   * @param value not negative, all bits of the element
   */
  static BigInteger bits(BigInteger value, int offset, int precision, boolean signed) {
    BigInteger cut =
        value.shiftRight(offset).and(BigInteger.ONE.shiftLeft(precision).subtract(BigInteger.ONE));
    return signed && cut.testBit(precision - 1)
        ? cut.subtract(BigInteger.ONE.shiftLeft(precision))
        : cut;
  }
}
