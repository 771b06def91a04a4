package io.jromio.bench.h5;

/** White space at the beginning of lines. */
final class Indent {
  /** What one level of DDL is moved to the right. */
  static final int STEP = 3;

  private Indent() {}

  static String of(int columns) {
    return " ".repeat(columns);
  }
}
