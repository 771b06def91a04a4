package io.jromio.collective;

import io.jromio.adio.FileRuns;
import java.util.Arrays;

/**
 * Which bytes of a window are asked for by anybody: one bit per byte, so that marking costs the
 * same in whatever order the pieces of many ranks come, and overlaps do no harm.
 *
 * <p>Costs an eighth of the window in memory. Only the part between the lowest and the highest
 * marked byte is ever scanned or cleared.
 */
final class Coverage {
  private static final int WORD = Long.SIZE;

  private long[] words = new long[0];
  private long origin;
  private long length;
  private long low;
  private long high;

  /** Makes room for windows of this size. */
  void reserve(long length) {
    int needed = Math.toIntExact((length + WORD - 1) / WORD);
    if (words.length < needed) {
      words = new long[needed];
      low = 0;
      high = 0;
    }
  }

  /** Forgets everything and begins the window {@code [origin, origin + length)}. */
  void reset(long origin, long length) {
    if (low < high) {
      Arrays.fill(words, (int) (low / WORD), (int) ((high - 1) / WORD) + 1, 0);
    }
    reserve(length);
    this.origin = origin;
    this.length = length;
    low = length;
    high = 0;
  }

  /** Marks {@code [offset, offset + bytes)}, in bytes of the file. */
  void mark(long offset, long bytes) {
    long from = offset - origin;
    long to = from + bytes;
    if (from < 0 || to > length || bytes < 0) {
      throw new IllegalArgumentException(
          "outside the window: offset=%d bytes=%d origin=%d length=%d"
              .formatted(offset, bytes, origin, length));
    }
    if (bytes == 0) {
      return;
    }
    low = Math.min(low, from);
    high = Math.max(high, to);
    int first = (int) (from / WORD);
    int last = (int) ((to - 1) / WORD);
    long head = -1L << from;
    long tail = -1L >>> -to;
    if (first == last) {
      words[first] |= head & tail;
      return;
    }
    words[first] |= head;
    Arrays.fill(words, first + 1, last, -1L);
    words[last] |= tail;
  }

  /** Marks {@code blocks} ranges of {@code bytes}, {@code stride} apart. */
  void mark(long offset, long bytes, long stride, long blocks) {
    for (long block = 0; block < blocks; block++) {
      mark(offset + block * stride, bytes);
    }
  }

  boolean isEmpty() {
    return low >= high;
  }

  /** The marked bytes as merged runs, in bytes of the file. */
  void runs(FileRuns into) {
    into.clear();
    long from = nextMarked(low);
    while (from < high) {
      long to = nextUnmarked(from);
      into.add(origin + from, to - from);
      from = nextMarked(to);
    }
  }

  private long nextMarked(long from) {
    return next(from, 0);
  }

  private long nextUnmarked(long from) {
    return next(from, -1L);
  }

  /** The first bit at or after {@code from} that differs from {@code skipped}, at most high. */
  private long next(long from, long skipped) {
    if (from >= high) {
      return high;
    }
    int word = (int) (from / WORD);
    int last = (int) ((high - 1) / WORD);
    long bits = (words[word] ^ skipped) & (-1L << from);
    while (bits == 0) {
      if (word == last) {
        return high;
      }
      bits = words[++word] ^ skipped;
    }
    return Math.min(high, (long) word * WORD + Long.numberOfTrailingZeros(bits));
  }
}
