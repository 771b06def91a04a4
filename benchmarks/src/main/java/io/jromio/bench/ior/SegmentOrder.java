package io.jromio.bench.ior;

import java.util.Arrays;

/**
 * The order in which a rank visits the transfers of a segment: one after the other through the
 * block of its owner, or shuffled ({@code -z}).
 *
 * <p>Shuffled transfers of a shared file are dealt to the ranks by lot, so that ranks get different
 * numbers of them; every transfer has exactly one owner. Equal seeds give equal lots on every rank,
 * for writing and for reading.
 */
sealed interface SegmentOrder {

  /** The number of transfers in a segment. */
  long count();

  /** The offset of transfer {@code i} from the start of the segment, in bytes. */
  long offset(long i);

  /** One after the other. */
  static SegmentOrder sequential(Layout layout, int owner) {
    return new Sequential(
        layout.blockStart(owner), layout.transferSize(), layout.transfersPerBlock());
  }

  /**
   * Shuffled.
   *
   * @param seed the seed of the test; a file per process is shuffled with {@code seed + owner}
   */
  static SegmentOrder shuffled(Layout layout, int owner, int seed) {
    if (layout.tasks() == 1) {
      return new Shuffled(shuffle(ascending(layout), new GlibcRandom(seed + owner)));
    }
    GlibcRandom random = new GlibcRandom(seed);
    return new Shuffled(shuffle(deal(layout, owner, random), random));
  }

  private static long[] ascending(Layout layout) {
    long[] offsets = new long[Math.toIntExact(layout.transfersPerBlock())];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = i * layout.transferSize();
    }
    return offsets;
  }

  private static long[] deal(Layout layout, int owner, GlibcRandom random) {
    long[] offsets = new long[16];
    int count = 0;
    for (long at = 0; at < layout.segmentSize(); at += layout.transferSize()) {
      if (random.next(layout.tasks()) == owner) {
        if (count == offsets.length) {
          offsets = Arrays.copyOf(offsets, Math.multiplyExact(2, count));
        }
        offsets[count++] = at;
      }
    }
    return Arrays.copyOf(offsets, count);
  }

  private static long[] shuffle(long[] offsets, GlibcRandom random) {
    for (int i = 0; i < offsets.length; i++) {
      int other = random.next(offsets.length);
      long swapped = offsets[other];
      offsets[other] = offsets[i];
      offsets[i] = swapped;
    }
    return offsets;
  }

  /** See {@link #sequential}. */
  record Sequential(long start, long transferSize, long count) implements SegmentOrder {
    @Override
    public long offset(long i) {
      return start + i * transferSize;
    }
  }

  /** See {@link #shuffled}. */
  final class Shuffled implements SegmentOrder {
    private final long[] offsets;

    private Shuffled(long[] offsets) {
      this.offsets = offsets;
    }

    @Override
    public long count() {
      return offsets.length;
    }

    @Override
    public long offset(long i) {
      return offsets[(int) i];
    }
  }
}
