package io.jromio.collective;

/**
 * The windows of one file domain: the pieces of at most {@code size} bytes that an aggregator moves
 * in one go. Windows are numbered from 0; their borders are {@code origin + k * size}, cut to the
 * domain.
 *
 * @param from first byte of the domain
 * @param to one past its last byte
 * @param origin where window 0 would begin if the domain did not cut it; not above {@code from}
 * @param size bytes per window, at least 1
 */
record WindowGrid(long from, long to, long origin, long size) {
  WindowGrid {
    if (origin < 0 || origin > from || from > to || size < 1 || from - origin >= size) {
      throw new IllegalArgumentException(
          "no windows: from=%d to=%d origin=%d size=%d".formatted(from, to, origin, size));
    }
  }

  /**
   * Lays windows over {@code [from, to)} whose borders are multiples of {@code alignment} where
   * {@code size} is, so that only the first and the last window may be ragged.
   */
  static WindowGrid over(long from, long to, long size, long alignment) {
    boolean aligns = alignment > 1 && size % alignment == 0;
    return new WindowGrid(from, to, aligns ? from - from % alignment : from, size);
  }

  long indexOf(long offset) {
    return (offset - origin) / size;
  }

  long start(long window) {
    return Math.max(from, origin + window * size);
  }

  long end(long window) {
    long start = origin + window * size;
    return size > to - start ? to : start + size;
  }

  /** The number of windows, those without a request too. */
  long count() {
    return from == to ? 0 : indexOf(to - 1) + 1;
  }
}
