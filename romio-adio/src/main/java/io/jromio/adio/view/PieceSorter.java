package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;
import java.util.Arrays;

/** Pieces of a request as they are found, and then in file order. */
final class PieceSorter {
  private static final int MOST_PIECES = 1 << 28;

  private long[] offset = new long[8];
  private long[] length = new long[8];
  private long[] data = new long[8];
  private int first;
  private int size;

  boolean isEmpty() {
    return first == size;
  }

  long firstOffset() {
    return offset[first];
  }

  long firstLength() {
    return length[first];
  }

  long firstData() {
    return data[first];
  }

  void removeFirst() {
    first++;
    if (first == size) {
      first = 0;
      size = 0;
    }
  }

  void add(long at, long bytes, long dataOffset) {
    if (size == offset.length) {
      if (size >= MOST_PIECES) {
        throw new IllegalArgumentException("too many pieces to interleave: pieces=" + size);
      }
      offset = Arrays.copyOf(offset, size * 2);
      length = Arrays.copyOf(length, size * 2);
      data = Arrays.copyOf(data, size * 2);
    }
    set(size++, at, bytes, dataOffset);
  }

  /** Adds to a sorted row, behind pieces with the same offset. */
  void insert(long at, long bytes, long dataOffset) {
    if (first > size / 2) {
      int left = size - first;
      System.arraycopy(offset, first, offset, 0, left);
      System.arraycopy(length, first, length, 0, left);
      System.arraycopy(data, first, data, 0, left);
      first = 0;
      size = left;
    }
    add(at, bytes, dataOffset);
    int i = size - 1;
    for (; i > first && offset[i - 1] > at; i--) {
      set(i, offset[i - 1], length[i - 1], data[i - 1]);
    }
    set(i, at, bytes, dataOffset);
  }

  private void set(int i, long at, long bytes, long dataOffset) {
    offset[i] = at;
    length[i] = bytes;
    data[i] = dataOffset;
  }

  /**
   * Adds the blocks of one tile between two data positions in it.
   *
   * @param dataOfTile request data that the tile's position 0 stands for
   */
  void addTile(FlatType tile, long tileOffset, long from, long to, long dataOfTile) {
    long position = from;
    for (int i = tile.stripAt(from); position < to; i++) {
      long bytes = tile.length(i);
      long block = (position - tile.dataOffset(i)) / bytes;
      for (; block < tile.count(i) && position < to; block++) {
        long skip = position - tile.dataOffset(i) - block * bytes;
        long n = Math.min(bytes - skip, to - position);
        long at = tileOffset + tile.offset(i) + block * tile.stride(i) + skip;
        add(at, n, dataOfTile + position);
        position += n;
      }
    }
  }

  /** All pieces in file order, those that continue each other merged; at least one was added. */
  AccessList sorted() {
    mergeRuns();
    int kept = 0;
    for (int i = 1; i < size; i++) {
      boolean continues =
          offset[i] == offset[kept] + length[kept] && data[i] == data[kept] + length[kept];
      if (continues) {
        length[kept] += length[i];
      } else {
        set(++kept, offset[i], length[i], data[i]);
      }
    }
    int n = kept + 1;
    if (n == 1) {
      return new ContiguousAccess(offset[0], length[0], data[0]);
    }
    return new ListedAccess(
        Arrays.copyOf(offset, n), Arrays.copyOf(length, n), Arrays.copyOf(data, n));
  }

  /** Merges neighbouring ascending runs (each tile is one) until one is left. */
  private void mergeRuns() {
    int middle = runEnd(0);
    while (middle < size) {
      PieceSorter merged = new PieceSorter();
      merged.offset = new long[size];
      merged.length = new long[size];
      merged.data = new long[size];
      for (int low = 0; low < size; ) {
        middle = runEnd(low);
        int high = middle < size ? runEnd(middle) : middle;
        mergeInto(merged, low, middle, high);
        low = high;
      }
      offset = merged.offset;
      length = merged.length;
      data = merged.data;
      middle = runEnd(0);
    }
  }

  private int runEnd(int start) {
    int i = start + 1;
    while (i < size && offset[i] >= offset[i - 1]) {
      i++;
    }
    return i;
  }

  private void mergeInto(PieceSorter target, int low, int middle, int high) {
    int left = low;
    int right = middle;
    while (left < middle || right < high) {
      boolean takeLeft = right == high || (left < middle && offset[left] <= offset[right]);
      int taken = takeLeft ? left++ : right++;
      target.set(target.size++, offset[taken], length[taken], data[taken]);
    }
  }
}
