package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The grammar of {@code HDF5_VOL_CONNECTOR}:
 *
 * <pre>
 *   config     = name [ blanks parameters ]
 *   name       = letter or digit { letter | digit | "_" | "-" | "." }
 *   parameters = parameter { ";" parameter } [ ";" ]
 *   parameter  = key "=" value
 *   value      = "{" anything with matching braces "}" | anything without braces and ";"
 * </pre>
 *
 * @source HDF5 1.14, H5VLint.c (H5VL__set_def_conn); vol-async, README
 */
final class ConnectorGrammar {
  private ConnectorGrammar() {}

  static ConnectorConfig config(String text) throws H5Exception {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      throw malformed("no name of a connector", text, 0);
    }
    int end = 0;
    while (end < trimmed.length() && !Character.isWhitespace(trimmed.charAt(end))) {
      char c = trimmed.charAt(end);
      boolean allowed =
          c < 128 && (Character.isLetterOrDigit(c) || (end > 0 && "_-.".indexOf(c) >= 0));
      if (!allowed) {
        throw malformed("no name of a connector", text, text.indexOf(trimmed) + end);
      }
      end++;
    }
    String parameters = trimmed.substring(end).strip();
    checkBraces(text);
    return new ConnectorConfig(trimmed.substring(0, end), parameters);
  }

  private static void checkBraces(String text) throws H5Exception {
    int depth = 0;
    int opened = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '{') {
        opened = depth++ == 0 ? at : opened;
      } else if (c == '}' && --depth < 0) {
        throw malformed("brace that was not opened", text, at);
      }
    }
    if (depth > 0) {
      throw malformed("brace that is not closed", text, opened);
    }
  }

  static SequencedMap<String, String> values(String parameters) throws H5Exception {
    checkBraces(parameters);
    SequencedMap<String, String> values = new LinkedHashMap<>();
    for (int begin = 0; begin < parameters.length(); ) {
      int end = endOfParameter(parameters, begin);
      String parameter = parameters.substring(begin, end);
      if (!parameter.isBlank()) {
        int equals = parameter.indexOf('=');
        String key = equals < 0 ? "" : parameter.substring(0, equals).strip();
        if (key.isEmpty()) {
          throw malformed("parameter without key=value", parameters, begin);
        }
        String value = value(parameters, begin + equals + 1, end);
        if (values.putIfAbsent(key, value) != null) {
          throw malformed("parameter given twice", parameters, begin);
        }
      }
      begin = end + 1;
    }
    return values;
  }

  /** The semicolon outside of braces, or the end. */
  private static int endOfParameter(String parameters, int begin) {
    int depth = 0;
    for (int at = begin; at < parameters.length(); at++) {
      switch (parameters.charAt(at)) {
        case '{' -> depth++;
        case '}' -> depth--;
        case ';' -> {
          if (depth == 0) {
            return at;
          }
        }
        default -> {}
      }
    }
    return parameters.length();
  }

  private static String value(String parameters, int begin, int end) throws H5Exception {
    String value = parameters.substring(begin, end).strip();
    int brace = value.indexOf('{');
    if (brace < 0) {
      return value;
    }
    boolean whole = brace == 0 && closing(value) == value.length() - 1;
    if (!whole) {
      throw malformed("braces around a part of a value", parameters, begin);
    }
    return value.substring(1, value.length() - 1).strip();
  }

  /** Where the brace at the beginning is closed. */
  private static int closing(String value) {
    int depth = 0;
    for (int at = 0; at < value.length(); at++) {
      char c = value.charAt(at);
      depth += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  private static H5Exception malformed(String what, String text, int at) {
    return new H5Exception(
        H5Error.ARG, "connector text: %s: at=%d text=%s".formatted(what, at, text));
  }
}
