package io.jromio.bench.h5;

import java.nio.charset.StandardCharsets;

/**
 * Names as h5ls writes them, with what is no plain character escaped.
 *
 * @source h5ls 1.10.8 (behaviour)
 */
final class LsText {
  private static final int NAME_COLUMNS = 24;

  private LsText() {}

  static String escape(String name, boolean blanks) {
    StringBuilder text = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      switch (b) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case ' ' -> text.append(blanks ? "\\ " : " ");
        default -> {
          if (b > ' ' && b < 0x7f) {
            text.append((char) b);
          } else {
            text.append("\\%03o".formatted(b & 0xff));
          }
        }
      }
    }
    return text.toString();
  }

  /** A name, and blanks up to what is said of it. */
  static String column(String name) {
    String text = escape(name, true);
    return text + " ".repeat(Math.max(0, NAME_COLUMNS - text.length()) + 1);
  }
}
