package io.jromio.bench.daos;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers of bytes as the tools of DAOS show and read them. Below ten of a unit there is one
 * decimal, else none.
 *
 * @source github.com/dustin/go-humanize, bytes.go
 */
final class Sizes {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final Pattern SIZE = Pattern.compile("([0-9][0-9,]*(?:\\.[0-9]*)?)\\s*([a-z]*)");
  private static final Map<String, Integer> POWERS =
      Map.of("k", 1, "m", 2, "g", 3, "t", 4, "p", 5, "e", 6);

  private Sizes() {}

  /** Powers of 1000, as pools are shown: {@code 4.7 TB}. */
  static String decimal(long bytes) {
    return show(bytes, 1000, DECIMAL);
  }

  /** Powers of 1024, as containers are shown: {@code 4.0 MiB}. */
  static String binary(long bytes) {
    return show(bytes, 1024, BINARY);
  }

  private static String show(long bytes, long base, String[] units) {
    if (bytes < 0) {
      throw new IllegalArgumentException("no size: bytes=%d".formatted(bytes));
    }
    if (bytes < 10) {
      return bytes + " B";
    }
    int power = 0;
    long unit = 1;
    while (power < units.length - 1 && bytes / base >= unit) {
      unit *= base;
      power++;
    }
    double value = Math.floor((double) bytes / unit * 10 + 0.5) / 10;
    // Halves go to the even number, as printf has it.
    return value < 10
        ? String.format(Locale.ROOT, "%.1f %s", value, units[power])
        : (long) Math.rint(value) + " " + units[power];
  }

  /**
   * Reads {@code 4MiB}, {@code 128kib}, {@code 2097152}, {@code 1.5 GB}: units with an i are powers
   * of 1024, those without of 1000.
   *
   * @throws IllegalArgumentException if it is no size, or none below 8 EiB
   */
  static long parse(String text) {
    Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      try {
        long unit = unit(matcher.group(2));
        BigDecimal number = new BigDecimal(matcher.group(1).replace(",", ""));
        return number.multiply(BigDecimal.valueOf(unit)).toBigInteger().longValueExact();
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("size too large: " + text, e);
      }
    }
    throw new IllegalArgumentException("no size, expected such as 4MiB or 2097152: " + text);
  }

  private static long unit(String name) {
    if (name.isEmpty() || name.equals("b")) {
      return 1;
    }
    Integer power = POWERS.get(name.substring(0, 1));
    String rest = name.substring(1);
    if (power == null || !(rest.isEmpty() || rest.equals("b") || rest.matches("ib?"))) {
      throw new IllegalArgumentException("no unit of bytes: " + name);
    }
    long unit = 1;
    for (int i = 0; i < power; i++) {
      unit *= rest.startsWith("i") ? 1024 : 1000;
    }
    return unit;
  }
}
