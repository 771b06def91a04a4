package io.jromio.bench.daos;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON with an indent of two: null, Boolean, Integer, Long, String, List, and Map with its
 * own order. Texts are escaped as Go does, so that output stands in HTML too.
 *
 * @source RFC 8259; Go encoding/json, MarshalIndent
 */
final class Json {
  private final StringBuilder text = new StringBuilder();

  private Json() {}

  /**
   * The text of a value, without a line's end behind it.
   *
   * @throws IllegalArgumentException for a value of another type
   */
  static String write(@Nullable Object value) {
    Json json = new Json();
    json.value(value, 0);
    return json.text.toString();
  }

  private void value(@Nullable Object value, int depth) {
    switch (value) {
      case null -> text.append("null");
      case Boolean truth -> text.append(truth);
      case Integer number -> text.append(number.intValue());
      case Long number -> text.append(number.longValue());
      case String string -> string(string);
      case List<?> list -> list(list, depth);
      case Map<?, ?> map -> map(map, depth);
      default -> throw new IllegalArgumentException("no JSON: type=" + value.getClass().getName());
    }
  }

  private void list(List<?> list, int depth) {
    if (list.isEmpty()) {
      text.append("[]");
      return;
    }
    char before = '[';
    for (Object element : list) {
      text.append(before);
      line(depth + 1);
      value(element, depth + 1);
      before = ',';
    }
    line(depth);
    text.append(']');
  }

  private void map(Map<?, ?> map, int depth) {
    if (map.isEmpty()) {
      text.append("{}");
      return;
    }
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      text.append(before);
      line(depth + 1);
      string(String.valueOf(entry.getKey()));
      text.append(": ");
      value(entry.getValue(), depth + 1);
      before = ',';
    }
    line(depth);
    text.append('}');
  }

  private void line(int depth) {
    text.append('\n').repeat(" ", 2 * depth);
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case '\f' -> text.append("\\f");
        case '<', '>', '&', '\u2028', '\u2029' -> escape(c);
        default -> {
          if (c < ' ') {
            escape(c);
          } else if (Character.isSurrogate(c) && !isPaired(string, i)) {
            text.append("\\ufffd");
          } else {
            text.append(c);
          }
        }
      }
    }
    text.append('"');
  }

  private static boolean isPaired(String string, int i) {
    return Character.isHighSurrogate(string.charAt(i))
        ? i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
  }

  private void escape(char c) {
    text.append("\\u%04x".formatted((int) c));
  }
}
