package io.jromio.hints;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The text of a hint file. One rank reads it ({@link HintResolver#readFile}), all ranks get it as
 * bytes and hand it to {@link HintResolver#resolve}.
 *
 * <p>One {@code key value} per line, separated by blanks or tabs; lines end with LF or CRLF. A word
 * that begins with {@code #} starts a comment up to the end of the line. Of several values of a key
 * the first that can be read wins. A line with one word or with more than two (two hints on a line,
 * a value with blanks) is no hint: ROMIO skips it in silence, here it is rejected as a whole and
 * reported.
 *
 * @param origin {@link Origin#HINTS_FILE} or {@link Origin#SYSTEM_FILE}
 * @param text empty if there is no file
 * @param warnings what went wrong on the way to the text
 * @source ROMIO adio/common/system_hints.c
 */
public record HintFile(Origin origin, String text, List<String> warnings) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  public HintFile {
    warnings = List.copyOf(warnings);
  }

  /** No file at all. */
  public static HintFile none() {
    return new HintFile(Origin.SYSTEM_FILE, "", List.of());
  }

  /** Everything, for {@link #decode} on another rank. */
  public byte[] encode() {
    List<String> texts = new ArrayList<>(List.of(origin.name(), text));
    texts.addAll(warnings);
    return TextCodec.encode(texts);
  }

  /** What {@link #encode} was called on. */
  public static HintFile decode(byte[] encoded) {
    List<String> texts = TextCodec.decode(encoded);
    return new HintFile(Origin.valueOf(texts.get(0)), texts.get(1), texts.subList(2, texts.size()));
  }

  /**
   * The lines that are hints, known or not, as all values of a key in the order of their lines; the
   * other lines go to {@code rejected}.
   */
  Map<String, List<String>> entries(List<RejectedHint> rejected) {
    Map<String, List<String>> entries = new LinkedHashMap<>();
    List<String> lines = text.replace(BYTE_ORDER_MARK, "").lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      List<String> words = words(lines.get(i));
      if (words.size() == 2) {
        entries.computeIfAbsent(words.get(0), key -> new ArrayList<>()).add(words.get(1));
      } else if (!words.isEmpty()) {
        String rest = String.join(" ", words.subList(1, words.size()));
        String expected = "one key and one value on line %d".formatted(i + 1);
        rejected.add(new RejectedHint(words.getFirst(), rest, origin, expected));
      }
    }
    return entries;
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.strip().split("\\s+")) {
      if (word.isEmpty() || word.startsWith("#")) {
        break;
      }
      words.add(word);
    }
    return words;
  }
}
