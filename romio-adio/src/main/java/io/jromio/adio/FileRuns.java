package io.jromio.adio;

import java.util.Arrays;

/**
 * A growing list of separate byte ranges of a file, ascending, without overlap. Neighbouring ranges
 * are merged as they are added.
 */
public final class FileRuns {
  private long[] offsets;
  private long[] lengths;
  private int size;
  private long bytes;

  public FileRuns(int capacity) {
    offsets = new long[Math.max(capacity, 1)];
    lengths = new long[Math.max(capacity, 1)];
  }

  /**
   * Adds {@code [offset, offset + length)}; an empty range is dropped.
   *
   * @throws IllegalArgumentException if it begins before the end of the last one
   */
  public void add(long offset, long length) {
    if (length == 0) {
      return;
    }
    long last = size == 0 ? 0 : offsets[size - 1] + lengths[size - 1];
    if (offset < last || length < 0) {
      throw new IllegalArgumentException(
          "not ascending: offset=%d length=%d after end=%d".formatted(offset, length, last));
    }
    bytes += length;
    if (size > 0 && offset == last) {
      lengths[size - 1] += length;
      return;
    }
    if (size == offsets.length) {
      offsets = Arrays.copyOf(offsets, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
    }
    offsets[size] = offset;
    lengths[size] = length;
    size++;
  }

  public void clear() {
    size = 0;
    bytes = 0;
  }

  /** The number of ranges. */
  public int size() {
    return size;
  }

  /** All lengths together. */
  public long bytes() {
    return bytes;
  }

  public long offset(int i) {
    return offsets[i];
  }

  public long length(int i) {
    return lengths[i];
  }

  /** One past the last byte, 0 if there is none. */
  public long end() {
    return size == 0 ? 0 : offsets[size - 1] + lengths[size - 1];
  }
}
