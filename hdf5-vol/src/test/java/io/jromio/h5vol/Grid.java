package io.jromio.h5vol;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/** Selections by enumeration, element by element, for comparison with what was moved. */
final class Grid {
  private Grid() {}

  static int elements(long... shape) {
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    return Math.toIntExact(elements);
  }

  /** The number of an element in row-major order. */
  static long index(long[] shape, long... at) {
    long index = 0;
    for (int d = 0; d < shape.length; d++) {
      index = index * shape[d] + at[d];
    }
    return index;
  }

  static long[] at(long[] shape, long index) {
    long[] at = new long[shape.length];
    long rest = index;
    for (int d = shape.length - 1; d >= 0; d--) {
      at[d] = rest % shape[d];
      rest /= shape[d];
    }
    return at;
  }

  /** A box. */
  static long[] box(long[] shape, long[] start, long[] count) {
    long[] ones = new long[shape.length];
    Arrays.fill(ones, 1);
    return slab(shape, start, ones, count, ones);
  }

  /** Blocks at distances. */
  static long[] slab(long[] shape, long[] start, long[] stride, long[] count, long[] block) {
    return where(
        shape,
        index -> {
          long[] at = at(shape, index);
          for (int d = 0; d < shape.length; d++) {
            long from = at[d] - start[d];
            if (from < 0 || from / stride[d] >= count[d] || from % stride[d] >= block[d]) {
              return false;
            }
          }
          return true;
        });
  }

  static long[] where(long[] shape, LongPredicate selected) {
    long[] found = new long[elements(shape)];
    int n = 0;
    for (int i = 0; i < found.length; i++) {
      if (selected.test(i)) {
        found[n++] = i;
      }
    }
    return Arrays.copyOf(found, n);
  }

  static long[] union(long[] left, long[] right) {
    TreeSet<Long> both = new TreeSet<>();
    for (long index : left) {
      both.add(index);
    }
    for (long index : right) {
      both.add(index);
    }
    long[] all = new long[both.size()];
    int n = 0;
    for (long index : both) {
      all[n++] = index;
    }
    return all;
  }

  /** What element {@code index} is in the tests. */
  static int value(long index) {
    return (int) (index * 7 + 3);
  }

  /** The values of some elements. */
  static int[] values(long[] indices) {
    int[] values = new int[indices.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(indices[i]);
    }
    return values;
  }

  /** The values of all elements. */
  static int[] all(long... shape) {
    int[] values = new int[elements(shape)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(i);
    }
    return values;
  }

  /** What a dataset holds of which these elements are written, and zero elsewhere. */
  static int[] written(long[] shape, long[]... parts) {
    int[] values = new int[elements(shape)];
    for (long[] part : parts) {
      for (long index : part) {
        values[(int) index] = value(index);
      }
    }
    return values;
  }
}
