package io.jromio.collective;

import org.jspecify.annotations.Nullable;

/**
 * Splits the byte range of one collective call into file domains, one per aggregator, so that the
 * I/O phase touches every byte from exactly one rank.
 *
 * <p>Pure arithmetic: no file, no messages, no table that grows with the ranks. Equal arguments
 * give equal domains on every rank. Domains are half-open and ascending, without gap or overlap,
 * and cover the range; inner borders are the multiples of the alignment nearest to an even split,
 * of the range or, where a profile tells how the data is spread, of the data. So domains may be
 * empty when the range is short, and those at the end are when a smallest size is asked for.
 *
 * @source ROMIO adio/common/ad_aggregate.c (ADIOI_Calc_file_domains); Thakur and Choudhary 1996
 */
final class FileDomains {
  private final long from;
  private final long to;
  private final int count;
  private final long share;
  private final long alignment;
  private final @Nullable VolumeProfile profile;

  /**
   * Splits {@code [from, to)} evenly.
   *
   * @param count the number of aggregators, at least 1
   * @param alignment inner borders are multiples of it; 0 or 1 for none
   * @param smallest bytes a domain gets at least before the next one gets any; 0 for no limit
   */
  FileDomains(long from, long to, int count, long alignment, long smallest) {
    this(from, to, count, new Borders(alignment, smallest, null));
  }

  /**
   * Splits the range of a profile so that the data is spread evenly over the domains.
   *
   * @param count the number of aggregators, at least 1
   * @param alignment inner borders are multiples of it; 0 or 1 for none
   */
  FileDomains(VolumeProfile profile, int count, long alignment) {
    this(profile.from(), profile.to(), count, new Borders(alignment, 0, profile));
  }

  /** What moves inner borders. */
  private record Borders(long alignment, long smallest, @Nullable VolumeProfile profile) {}

  private FileDomains(long from, long to, int count, Borders borders) {
    long alignment = borders.alignment;
    long smallest = borders.smallest;
    if (from < 0 || to < from || count < 1 || alignment < 0 || smallest < 0) {
      throw new IllegalArgumentException(
          "no domains: from=%d to=%d count=%d alignment=%d smallest=%d"
              .formatted(from, to, count, alignment, smallest));
    }
    this.from = from;
    this.to = to;
    this.count = count;
    this.alignment = Math.max(alignment, 1);
    this.profile = borders.profile;
    long even = (to - from) / count + ((to - from) % count == 0 ? 0 : 1);
    this.share = Math.min(Math.max(even, smallest), to - from);
  }

  /** The number of domains, those that are empty too. */
  int count() {
    return count;
  }

  long start(int domain) {
    return border(domain);
  }

  /** One past the last byte. */
  long end(int domain) {
    return border(domain + 1);
  }

  /**
   * The domain that {@code offset} lies in.
   *
   * @throws IllegalArgumentException outside the range
   */
  int indexOf(long offset) {
    if (offset < from || offset >= to) {
      throw new IllegalArgumentException(
          "outside all domains: offset=%d from=%d to=%d".formatted(offset, from, to));
    }
    int low = 0;
    int high = count - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (offset < end(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long border(int i) {
    if (i == 0) {
      return from;
    }
    if (i == count || share == 0 || (profile == null && i > (to - from) / share)) {
      return to;
    }
    long even = profile == null ? from + i * share : profile.offsetOf(i, count);
    long below = even % alignment;
    long nearest = below < alignment - below ? even - below : even + (alignment - below);
    boolean overflows = nearest < 0;
    return overflows ? to : Math.clamp(nearest, from, to);
  }

  @Override
  public String toString() {
    return "%d domains of %s over [%d, %d), alignment=%d"
        .formatted(count, profile == null ? share + " bytes" : "equal data", from, to, alignment);
  }
}
