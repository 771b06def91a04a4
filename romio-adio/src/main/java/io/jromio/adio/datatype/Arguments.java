package io.jromio.adio.datatype;

import java.util.Arrays;

/** Checks and texts that the constructors of datatypes share. */
final class Arguments {
  private static final int SHOWN = 8;

  private Arguments() {}

  static long notNegative(String name, long value) {
    if (value < 0) {
      throw new IllegalArgumentException("negative: %s=%d".formatted(name, value));
    }
    return value;
  }

  /** A copy, so that the caller may change his array. */
  static long[] notNegative(String name, long[] values) {
    for (int i = 0; i < values.length; i++) {
      notNegative(name + "[" + i + "]", values[i]);
    }
    return values.clone();
  }

  static void sameLength(String name, int length, String otherName, int other) {
    if (length != other) {
      throw new IllegalArgumentException(
          "lengths differ: %s.length=%d %s.length=%d".formatted(name, length, otherName, other));
    }
  }

  static long[] widen(int[] values) {
    long[] wide = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The text of an array, cut when it is long. */
  static String text(long[] values) {
    if (values.length <= SHOWN) {
      return Arrays.toString(values);
    }
    String head = Arrays.toString(Arrays.copyOf(values, SHOWN));
    return "%s, ... %d values]".formatted(head.substring(0, head.length() - 1), values.length);
  }
}
