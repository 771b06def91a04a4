package io.jromio.bench.ior;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as IOR reads and shows them: {@code 16m} is 16 MiB, 16777216 is shown as {@code 16 MiB}.
 *
 * <p>Unlike the C program, a number with anything else behind it is refused, and so is one that
 * does not fit.
 */
final class ByteSizes {
  private static final Pattern SIZE = Pattern.compile("\\s*([+-]?\\d+)\\s*([kmgtp]?)\\s*");
  private static final String UNITS = "kmgtp";
  private static final long MEBI = 1L << 20;
  private static final long GIBI = 1L << 30;
  private static final long TEBI = 1L << 40;

  private ByteSizes() {}

  /**
   * Reads a number with an optional unit k, m, g, t or p, which are powers of 1024.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a number such as 8, 4k, 2m, 1g, 1t is expected");
    }
    try {
      String unit = matcher.group(2);
      int shift = unit.isEmpty() ? 0 : 10 * (UNITS.indexOf(unit) + 1);
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("a number below 8192p is expected", e);
    }
  }

  /** Shows bytes in the largest of MiB, GiB and TiB that they reach. */
  static String show(long bytes) {
    if (bytes >= TEBI) {
      return show(bytes, TEBI, "TiB");
    }
    if (bytes >= GIBI) {
      return show(bytes, GIBI, "GiB");
    }
    return bytes >= MEBI ? show(bytes, MEBI, "MiB") : bytes + " bytes";
  }

  private static String show(long bytes, long unit, String name) {
    return bytes % unit == 0
        ? bytes / unit + " " + name
        : CFormat.fixed((double) bytes / unit, 2) + " " + name;
  }
}
