package io.jromio.hints;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How values of one type are read and written. A reader throws {@link IllegalArgumentException} for
 * text that it does not understand completely; it never guesses. Case and surrounding blanks do not
 * matter, except in free text.
 *
 * @param expected what is accepted, in words
 */
record HintSyntax<T>(String expected, Function<String, T> parser, Function<T, String> printer) {
  /** Upper limit of all sizes: no real one is larger, and sums with file offsets fit a long. */
  static final long MAX_BYTES = 1L << 50;

  private static final String SUFFIXES = "kmgt";

  static final HintSyntax<Toggle> TOGGLE = toggle("disable");

  /** ROMIO prints one toggle as "disabled", so every toggle is read in that spelling too. */
  static final HintSyntax<Toggle> FLUSH_TOGGLE = toggle("disabled");

  static final HintSyntax<Boolean> FLAG =
      words("true or false", Map.of("true", true, "false", false), String::valueOf);

  static final HintSyntax<String> TEXT =
      new HintSyntax<>(
          "text of at most %d characters".formatted(Info.MAX_VALUE),
          HintSyntax::shortText,
          text -> text);

  static final HintSyntax<String> CONFIG_LIST =
      new HintSyntax<>(
          CbConfigList.GRAMMAR, text -> CbConfigList.checked(shortText(text)), text -> text);

  /** Kind of file realm: aar is 0, fsz is -1, else the bytes of a realm. */
  static final HintSyntax<Long> REALM =
      new HintSyntax<>(
          "aar, fsz or the bytes of a realm such as 1048576 or 1M",
          text ->
              switch (word(text)) {
                case "aar", "0" -> 0L;
                case "fsz", "-1" -> -1L;
                default -> number(text, 1, MAX_BYTES);
              },
          value -> value == 0 ? "aar" : value == -1 ? "fsz" : Long.toString(value));

  /** Bytes, plain or with K, M, G or T for powers of 1024. */
  static HintSyntax<Long> bytes(long min) {
    return new HintSyntax<>(
        "bytes >= %d such as 1048576 or 1M (K, M, G, T), at most 1024T".formatted(min),
        text -> number(text, min, MAX_BYTES),
        String::valueOf);
  }

  static HintSyntax<Long> count(long min, long max) {
    return new HintSyntax<>(
        "a whole number from %d to %d".formatted(min, max),
        text -> number(text, min, max),
        String::valueOf);
  }

  private static HintSyntax<Toggle> toggle(String off) {
    return words(
        "enable, disable or automatic",
        Map.of(
            "enable", Toggle.ENABLE,
            "enabled", Toggle.ENABLE,
            "requested", Toggle.ENABLE,
            "disable", Toggle.DISABLE,
            "disabled", Toggle.DISABLE,
            "automatic", Toggle.AUTOMATIC),
        toggle -> toggle == Toggle.DISABLE ? off : toggle.toString());
  }

  private static <T> HintSyntax<T> words(
      String expected, Map<String, T> meanings, Function<T, String> printer) {
    return new HintSyntax<>(
        expected,
        text -> {
          T meaning = meanings.get(word(text));
          if (meaning == null) {
            throw new IllegalArgumentException("unknown word: value=" + text);
          }
          return meaning;
        },
        printer);
  }

  private static long number(String text, long min, long max) {
    String digits = word(text);
    int power = digits.isEmpty() ? 0 : SUFFIXES.indexOf(digits.charAt(digits.length() - 1)) + 1;
    if (power > 0) {
      digits = digits.substring(0, digits.length() - 1);
    }
    long unit = 1L << (10 * power);
    long value = Long.parseLong(digits);
    boolean fits = value >= Long.MIN_VALUE / unit && value <= Long.MAX_VALUE / unit;
    if (!fits || value * unit < min || value * unit > max) {
      throw new IllegalArgumentException(
          "out of range: value=%s min=%d max=%d".formatted(text, min, max));
    }
    return value * unit;
  }

  /** Texts of hint files are not limited by {@link Info}, but are printed through it. */
  private static String shortText(String text) {
    if (text.length() > Info.MAX_VALUE) {
      throw new IllegalArgumentException(
          "too long: length=%d max=%d".formatted(text.length(), Info.MAX_VALUE));
    }
    return text;
  }

  private static String word(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
