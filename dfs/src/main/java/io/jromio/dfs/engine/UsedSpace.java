package io.jromio.dfs.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The ranges of segment files that extents use, as a walk over the index finds them. */
final class UsedSpace {
  /** Takes a range that is not used. */
  interface Gap {
    void at(long position, long length);
  }

  private static final class Ranges {
    /** Positions and lengths fit into 32 bits; position << 32 | length sorts by position. */
    private long[] ranges = new long[64];

    private int count;

    void add(long position, long length) {
      if (count == ranges.length) {
        ranges = Arrays.copyOf(ranges, 2 * count);
      }
      ranges[count++] = (position << 32) | length;
    }
  }

  private final Map<Integer, Ranges> segments = new HashMap<>();

  void add(Extent extent) {
    if (!extent.at().isInline()) {
      segments
          .computeIfAbsent(extent.at().segment(), key -> new Ranges())
          .add(extent.at().position(), extent.length());
    }
  }

  boolean has(int segment) {
    return segments.containsKey(segment);
  }

  /** Gives what is not used of a segment file, ascending. */
  void gaps(int segment, long size, Gap gap) {
    long at = 0;
    Ranges used = segments.get(segment);
    if (used != null) {
      Arrays.sort(used.ranges, 0, used.count);
      for (int i = 0; i < used.count; i++) {
        long position = used.ranges[i] >>> 32;
        if (position < at) {
          throw new IllegalStateException(
              "used twice: segment=%d position=%d".formatted(segment, position));
        }
        if (position > at) {
          gap.at(at, position - at);
        }
        at = position + (used.ranges[i] & 0xffff_ffffL);
      }
    }
    if (at < size) {
      gap.at(at, size - at);
    }
  }
}
