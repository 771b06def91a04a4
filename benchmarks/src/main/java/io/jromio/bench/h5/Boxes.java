package io.jromio.bench.h5;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Selection;
import java.util.Arrays;

/**
 * Cuts an array into boxes of a bounded number of elements. Without a unit the boxes follow each
 * other in row-major order and so do their elements; with one they consist of whole units, except
 * at the end of the array.
 */
final class Boxes {
  private final long[] shape;
  private final long[] box;
  private final long[] next;
  private boolean ended;

  /**
   * @param unit of each dimension, such as a chunk; ones for row-major order
   * @param limit elements of a box, at least those of one unit
   */
  Boxes(Dataspace space, long[] unit, long limit) {
    this.shape = space.shape();
    this.box = new long[shape.length];
    this.next = new long[shape.length];
    this.ended = space.elements() == 0;
    long elements = 1;
    for (int d = 0; d < shape.length; d++) {
      box[d] = Math.min(unit[d], shape[d]);
      elements *= Math.max(1, box[d]);
    }
    for (int d = shape.length - 1; d >= 0 && !ended; d--) {
      long others = elements / box[d];
      long fit = Math.max(1, limit / others / unit[d]) * unit[d];
      long length = Math.max(box[d], Math.min(shape[d], fit));
      elements = others * length;
      box[d] = length;
      if (length < shape[d]) {
        break;
      }
    }
  }

  /** Boxes in row-major order. */
  static Boxes rows(Dataspace space, long limit) {
    long[] ones = new long[space.rank()];
    Arrays.fill(ones, 1);
    return new Boxes(space, ones, limit);
  }

  /**
   * Part of an array.
   *
   * @param start index of its first element; empty for a scalar
   * @param count elements in each dimension
   */
  record Box(long[] start, long[] count) {
    Selection selection() {
      return start.length == 0 ? Selection.all() : Selection.slab(start, count);
    }

    Dataspace space() {
      return Dataspace.of(count);
    }
  }

  boolean hasNext() {
    return !ended;
  }

  Box next() {
    long[] start = next.clone();
    long[] count = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      count[d] = Math.min(box[d], shape[d] - start[d]);
    }
    ended = true;
    for (int d = shape.length - 1; d >= 0; d--) {
      next[d] += box[d];
      if (next[d] < shape[d]) {
        ended = false;
        break;
      }
      next[d] = 0;
    }
    return new Box(start, count);
  }
}
