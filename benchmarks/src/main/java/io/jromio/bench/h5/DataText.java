package io.jromio.bench.h5;

import java.io.PrintWriter;
import java.util.Arrays;

/**
 * Lays elements out in lines, each begun with the index of its first element: a new line for a new
 * row, and where the next element would cross the margin.
 *
 * @source h5dump 1.10.8 (behaviour)
 */
final class DataText {
  /** Columns that lines with more than one element may have. */
  private static final int COLUMNS = 77;

  private final PrintWriter out;
  private final int indent;
  private final long[] shape;
  private final long elements;
  private long written;
  private int column;

  /**
   * @param indent columns before lines
   * @param shape of all elements, which come in row-major order; empty for one
   */
  DataText(PrintWriter out, int indent, long... shape) {
    this.out = out;
    this.indent = indent;
    this.shape = shape.clone();
    long product = 1;
    for (long length : shape) {
      product *= length;
    }
    this.elements = product;
  }

  /** Writes the next element, and behind the last one the end of the line. */
  void add(String element) {
    boolean last = written + 1 == elements;
    String text = last ? element : element + ",";
    long row = shape.length == 0 ? 1 : shape[shape.length - 1];
    if (written % row == 0 || column + 1 + text.length() > COLUMNS) {
      if (written > 0) {
        out.print('\n');
      }
      String prefix = Indent.of(indent) + index();
      out.print(prefix);
      column = prefix.length();
    } else {
      out.print(' ');
      column++;
    }
    out.print(text);
    column += text.length();
    written++;
    if (last) {
      out.print('\n');
    }
  }

  private String index() {
    if (shape.length == 0) {
      return "(0): ";
    }
    long[] position = new long[shape.length];
    long rest = written;
    for (int d = shape.length - 1; d >= 0; d--) {
      position[d] = rest % shape[d];
      rest /= shape[d];
    }
    String text = Arrays.toString(position).replace(" ", "");
    return "(" + text.substring(1, text.length() - 1) + "): ";
  }
}
