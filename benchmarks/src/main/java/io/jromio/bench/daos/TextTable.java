package io.jromio.bench.daos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tables and blocks of lines as the tools of DAOS print them: every cell is filled up with blanks
 * to the width of its column, so that lines end in blanks.
 *
 * @source DAOS src/control/lib/txtfmt; Go text/tabwriter
 */
final class TextTable {
  private final List<String> titles;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... titles) {
    this.titles = List.of(titles);
  }

  /** Adds a row; a cell that it lacks is shown as None. */
  TextTable add(String... cells) {
    List<String> row = new ArrayList<>(List.of(cells));
    while (row.size() < titles.size()) {
      row.add("None");
    }
    rows.add(row);
    return this;
  }

  @Override
  public String toString() {
    List<List<String>> all = new ArrayList<>();
    all.add(titles);
    List<String> dashes = new ArrayList<>();
    titles.forEach(title -> dashes.add("-".repeat(title.length())));
    all.add(dashes);
    all.addAll(rows);
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = all.stream().mapToInt(cells -> length(cells.get(at))).max().orElse(0) + 1;
        fill(text, row.get(column), width);
      }
      text.append('\n');
    }
    return text.toString();
  }

  /**
   * A block {@code Key : value}, indented by two, with an empty line behind it. Colons stand right
   * behind the longest key if a key that is as long or one shorter comes before it, else one
   * further.
   */
  static String entity(Map<String, String> pairs) {
    int least = 0;
    int keys = 0;
    int values = 0;
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      if (pair.getKey().length() > least) {
        least = pair.getKey().length() + 1;
      }
      keys = Math.max(keys, length(pair.getKey()));
      values = Math.max(values, length(pair.getValue()) + 2);
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      text.append("  ");
      fill(text, pair.getKey(), Math.max(least, keys));
      fill(text, ": " + pair.getValue(), Math.max(least, values));
      text.append('\n');
    }
    return text.append('\n').toString();
  }

  private static void fill(StringBuilder text, String cell, int width) {
    text.append(cell).repeat(" ", width - length(cell));
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
