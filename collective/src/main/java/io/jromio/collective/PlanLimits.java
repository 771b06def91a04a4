package io.jromio.collective;

import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;

/**
 * What hints and file system say about file domains and windows.
 *
 * @param windowBytes most bytes an aggregator moves at once, at least 1
 * @param alignment inner borders of domains are multiples of it; 0 for none
 * @param smallestDomain bytes a domain should have at least; 0 for no limit
 */
record PlanLimits(long windowBytes, long alignment, long smallestDomain) {
  /** A window never gets longer, whatever {@code cb_buffer_size} says: 64 GiB. */
  private static final long LONGEST_WINDOW = 64L << 30;

  /** Longer windows gain nothing where I/O is a copy: 1 MiB. */
  private static final long CACHED_WINDOW = 1L << 20;

  PlanLimits {
    if (windowBytes < 1 || alignment < 0 || smallestDomain < 0) {
      throw new IllegalArgumentException(
          "no limits: windowBytes=%d alignment=%d smallestDomain=%d"
              .formatted(windowBytes, alignment, smallestDomain));
    }
  }

  /** The same for files in the page cache: a window that stays in the processor's cache is best. */
  PlanLimits forCache() {
    return upTo(CACHED_WINDOW);
  }

  /**
   * The same for files that gain nothing by longer windows.
   *
   * @param longest 0 for no limit
   */
  PlanLimits upTo(long longest) {
    return longest == 0
        ? this
        : new PlanLimits(Math.min(windowBytes, longest), alignment, smallestDomain);
  }

  /**
   * {@code cb_buffer_size}, {@code striping_unit} or else the file system's own block size, and
   * {@code romio_min_fdomain_size}.
   *
   * @param fileAlignment block or stripe size of the file, 0 if there is none
   */
  static PlanLimits of(Hints hints, long fileAlignment) {
    long striping = hints.get(RomioHints.STRIPING_UNIT);
    return new PlanLimits(
        Math.clamp(hints.get(RomioHints.CB_BUFFER_SIZE), 1, LONGEST_WINDOW),
        striping > 0 ? striping : fileAlignment,
        Math.max(hints.get(RomioHints.MIN_FDOMAIN_SIZE), 0));
  }
}
