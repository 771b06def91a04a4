package io.jromio.h5vol.model;

import java.util.Arrays;

/**
 * Selected elements as a tree with one level for each dimension: ranges of coordinates in this
 * dimension, and below each what is selected in the dimensions that follow. Ranges are ascending
 * and disjoint; neighbours that touch differ in what is below. Equal trees of one {@link SpanTable}
 * are one object.
 *
 * @source H5Shyper.c, span trees
 */
final class Spans {
  static final Spans NONE = new Spans(0, new long[0], new long[0], new Spans[0]);

  final int size;
  // [low, high) of each range.
  private final long[] low;
  private final long[] high;
  // What is below each; empty in the last dimension.
  private final Spans[] below;
  final long elements;
  private final int hash;

  Spans(int size, long[] low, long[] high, Spans... below) {
    this.size = size;
    this.low = low;
    this.high = high;
    this.below = below;
    long sum = 0;
    int mixed = size;
    for (int i = 0; i < size; i++) {
      long length = high[i] - low[i];
      mixed = 31 * (31 * mixed + Long.hashCode(low[i])) + Long.hashCode(high[i]);
      if (below.length == 0) {
        sum += length;
      } else {
        sum += length * below[i].elements;
        mixed = 31 * mixed + System.identityHashCode(below[i]);
      }
    }
    elements = sum;
    hash = mixed;
  }

  long low(int range) {
    return low[range];
  }

  long high(int range) {
    return high[range];
  }

  boolean isLast() {
    return below.length == 0;
  }

  /** What is below a range; {@link #NONE} in the last dimension. */
  Spans below(int range) {
    return below.length == 0 ? NONE : below[range];
  }

  /** Equal ranges with the same objects below. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Spans spans)
        || spans.size != size
        || spans.hash != hash
        || spans.isLast() != isLast()) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (spans.low[i] != low[i] || spans.high[i] != high[i] || spans.below(i) != below(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "Spans[ranges=%d, low=%s, elements=%d]"
        .formatted(size, size > 4 ? "..." : Arrays.toString(low), elements);
  }
}
