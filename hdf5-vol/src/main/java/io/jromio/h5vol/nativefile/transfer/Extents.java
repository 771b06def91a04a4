package io.jromio.h5vol.nativefile.transfer;

import java.util.Arrays;

/**
 * Ranges of numbers that belong to ranges of others: keys, values, lengths. Three arrays, no
 * objects, for millions of them.
 */
final class Extents {
  private long[] key = new long[64];
  private long[] value = new long[64];
  private long[] length = new long[64];
  private int size;

  /** Adds a range; joins it to the last one if both go on there. */
  void add(long from, long to, long count) {
    int last = size - 1;
    if (size > 0 && key[last] + length[last] == from && value[last] + length[last] == to) {
      length[last] += count;
    } else {
      append(from, to, count);
    }
  }

  /** Adds a range as it is. */
  void append(long from, long to, long count) {
    if (size == key.length) {
      int room = Math.addExact(size, Math.max(64, size >> 1));
      key = Arrays.copyOf(key, room);
      value = Arrays.copyOf(value, room);
      length = Arrays.copyOf(length, room);
    }
    key[size] = from;
    value[size] = to;
    length[size] = count;
    size++;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  long key(int i) {
    return key[i];
  }

  long value(int i) {
    return value[i];
  }

  long length(int i) {
    return length[i];
  }

  long[] lengths() {
    return Arrays.copyOf(length, size);
  }

  long[] values() {
    return Arrays.copyOf(value, size);
  }

  /** Keys, each less {@code origin}. */
  long[] keysFrom(long origin) {
    long[] keys = new long[size];
    for (int i = 0; i < size; i++) {
      keys[i] = key[i] - origin;
    }
    return keys;
  }

  long total() {
    long total = 0;
    for (int i = 0; i < size; i++) {
      total += length[i];
    }
    return total;
  }

  /** Whether ranges of keys overlap; only when sorted. */
  boolean overlaps() {
    for (int i = 1; i < size; i++) {
      if (key[i] < key[i - 1] + length[i - 1]) {
        return true;
      }
    }
    return false;
  }

  /** The first range from {@code from} on whose key is not below {@code bound}; when sorted. */
  int firstFrom(int from, long bound) {
    int low = from;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (key[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Sorts by key; equal keys keep their order. Nothing is done if they are in order. */
  void sort() {
    int[] ends = ascents();
    if (ends.length <= 1) {
      return;
    }
    int[] order = merged(ends);
    key = permuted(key, order);
    value = permuted(value, order);
    length = permuted(length, order);
  }

  /** Where ascending rows end. */
  private int[] ascents() {
    int[] ends = new int[8];
    int rows = 0;
    for (int i = 1; i <= size; i++) {
      if (i == size || key[i] < key[i - 1]) {
        if (rows == ends.length) {
          ends = Arrays.copyOf(ends, rows * 2);
        }
        ends[rows++] = i;
      }
    }
    return Arrays.copyOf(ends, rows);
  }

  /** Merges ascending rows, two by two, until one is left. */
  private int[] merged(int[] rowEnds) {
    int[] ends = rowEnds;
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    int[] other = new int[size];
    while (ends.length > 1) {
      int[] fewer = new int[(ends.length + 1) / 2];
      int from = 0;
      for (int row = 0; row < ends.length; row += 2) {
        int end = row + 1 < ends.length ? ends[row + 1] : ends[row];
        merge(order, other, new int[] {from, ends[row], end});
        fewer[row / 2] = end;
        from = end;
      }
      ends = fewer;
      int[] swap = order;
      order = other;
      other = swap;
    }
    return order;
  }

  private void merge(int[] from, int[] to, int[] bounds) {
    int left = bounds[0];
    int right = bounds[1];
    for (int at = bounds[0]; at < bounds[2]; at++) {
      boolean takeLeft =
          left < bounds[1] && (right == bounds[2] || key[from[left]] <= key[from[right]]);
      to[at] = takeLeft ? from[left++] : from[right++];
    }
  }

  private long[] permuted(long[] values, int[] order) {
    long[] sorted = new long[values.length];
    for (int i = 0; i < size; i++) {
      sorted[i] = values[order[i]];
    }
    return sorted;
  }
}
