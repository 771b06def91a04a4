package io.jromio.collective;

import java.util.Arrays;

/**
 * Ranges of a request's data stream in the order of their places in the file. Ranges that follow
 * each other are merged; since most views place data in stream order, that leaves one.
 */
final class StreamRuns implements PieceSink {
  private long[] offsets = new long[1];
  private long[] lengths = new long[1];
  private int size;
  private long bytes;

  void clear() {
    size = 0;
    bytes = 0;
  }

  @Override
  public void pieces(long offset, long length, long stride, long blocks, long dataOffset) {
    long total = length * blocks;
    bytes += total;
    if (size > 0 && offsets[size - 1] + lengths[size - 1] == dataOffset) {
      lengths[size - 1] += total;
      return;
    }
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
    }
    offsets[size] = dataOffset;
    lengths[size] = total;
    size++;
  }

  int size() {
    return size;
  }

  /** All lengths together. */
  long bytes() {
    return bytes;
  }

  long offset(int i) {
    return offsets[i];
  }

  long length(int i) {
    return lengths[i];
  }
}
