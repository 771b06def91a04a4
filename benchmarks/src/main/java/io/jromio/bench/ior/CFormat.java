package io.jromio.bench.ior;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers the way C's printf writes them.
 *
 * <p>{@code %.nf} rounds the exact binary value, ties to even; Java's Formatter rounds the shortest
 * decimal that names the value, half up, which differs in the last digit now and then.
 */
final class CFormat {
  private CFormat() {}

  /** {@code %.<decimals>f}. */
  static String fixed(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "nan";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** {@code %<width>s}: padded on the left. */
  static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  /** {@code %-<width>s}: padded on the right. */
  static String left(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** A field of IOR's result rows: 10 wide, fewer decimals for larger numbers. */
  static String column(double value) {
    if (value < 0) {
      return "   -      ";
    }
    int decimals = value < 1 ? 6 : value < 3600 ? 2 : 0;
    return left(fixed(value, decimals), 10);
  }
}
