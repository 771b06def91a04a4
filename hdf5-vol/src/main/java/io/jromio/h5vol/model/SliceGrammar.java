package io.jromio.h5vol.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of {@link Selection#slice}: entries with commas between them, each {@code i}, {@code
 * start:stop}, {@code start:stop:step} or, once, {@code ...} for all dimensions that are not named.
 *
 * @source NumPy user guide, indexing, basic slicing
 */
final class SliceGrammar {
  private SliceGrammar() {}

  /** What is selected in one dimension; absent numbers are {@link #ABSENT}. */
  record Entry(Kind kind, long start, long stop, long step) {
    static final long ABSENT = Long.MIN_VALUE;

    /** What an entry is. */
    enum Kind {
      INDEX,
      RANGE,
      ELLIPSIS
    }
  }

  static Selection parse(String text) {
    List<Entry> entries = new ArrayList<>();
    boolean ellipsis = false;
    for (String part : text.split(",", -1)) {
      Entry entry = entry(part.strip(), text);
      if (entry.kind() == Entry.Kind.ELLIPSIS && ellipsis) {
        throw invalid(text, "a second '...'");
      }
      ellipsis |= entry.kind() == Entry.Kind.ELLIPSIS;
      entries.add(entry);
    }
    return new SliceSelection(text, entries);
  }

  private static Entry entry(String part, String text) {
    if (part.equals("...")) {
      return new Entry(Entry.Kind.ELLIPSIS, Entry.ABSENT, Entry.ABSENT, 1);
    }
    String[] numbers = part.split(":", -1);
    if (numbers.length > 3) {
      throw invalid(text, part);
    }
    if (numbers.length == 1) {
      return new Entry(Entry.Kind.INDEX, number(part, text), Entry.ABSENT, 1);
    }
    long step = numbers.length == 3 && !numbers[2].isBlank() ? number(numbers[2], text) : 1;
    if (step < 1) {
      throw invalid(text, "step=" + step);
    }
    return new Entry(
        Entry.Kind.RANGE, numberOrAbsent(numbers[0], text), numberOrAbsent(numbers[1], text), step);
  }

  private static long numberOrAbsent(String number, String text) {
    return number.isBlank() ? Entry.ABSENT : number(number, text);
  }

  private static long number(String number, String text) {
    try {
      long value = Long.parseLong(number.strip());
      if (value != Entry.ABSENT) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw invalid(text, "'" + number.strip() + "'", e);
    }
    throw invalid(text, "'" + number.strip() + "'");
  }

  private static IllegalArgumentException invalid(String text, String what) {
    return new IllegalArgumentException("no slice: slice='%s' at %s".formatted(text, what));
  }

  private static IllegalArgumentException invalid(String text, String what, Throwable cause) {
    return new IllegalArgumentException("no slice: slice='%s' at %s".formatted(text, what), cause);
  }
}
