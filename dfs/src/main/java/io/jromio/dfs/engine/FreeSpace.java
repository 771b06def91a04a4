package io.jromio.dfs.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The ranges of segment files that nothing uses. Gives the smallest that is large enough, and joins
 * neighbours that come back. Kept in memory only: a start finds it again from the index.
 */
final class FreeSpace {
  /** A range of a segment file. */
  record Range(int segment, long position, long length) implements Comparable<Range> {
    @Override
    public int compareTo(Range other) {
      int by = Long.compare(length, other.length);
      by = by != 0 ? by : Integer.compare(segment, other.segment);
      return by != 0 ? by : Long.compare(position, other.position);
    }

    long end() {
      return position + length;
    }
  }

  private final TreeSet<Range> bySize = new TreeSet<>();
  private final Map<Integer, TreeMap<Long, Range>> byPlace = new TreeMap<>();
  private long total;

  /** Bytes of all free ranges. */
  long total() {
    return total;
  }

  /** Takes {@code length} bytes out of one range; null if none has as many. */
  @Nullable Range take(long length) {
    Range best = bySize.ceiling(new Range(Integer.MIN_VALUE, 0, length));
    if (best == null) {
      return null;
    }
    remove(best);
    if (best.length > length) {
      insert(new Range(best.segment, best.position + length, best.length - length));
    }
    return new Range(best.segment, best.position, length);
  }

  /** Takes just this range if it is free. */
  boolean takeAt(int segment, long position, long length) {
    TreeMap<Long, Range> ranges = byPlace.get(segment);
    Map.Entry<Long, Range> entry = ranges == null ? null : ranges.floorEntry(position);
    if (entry == null || entry.getValue().end() < position + length) {
      return false;
    }
    Range found = entry.getValue();
    remove(found);
    if (found.position < position) {
      insert(new Range(segment, found.position, position - found.position));
    }
    if (found.end() > position + length) {
      insert(new Range(segment, position + length, found.end() - position - length));
    }
    return true;
  }

  /**
   * Gives a range back.
   *
   * @return the free range that it is part of now
   */
  Range give(int segment, long position, long length) {
    Range range = new Range(segment, position, length);
    TreeMap<Long, Range> ranges = byPlace.get(segment);
    if (ranges != null) {
      Map.Entry<Long, Range> before = ranges.lowerEntry(position);
      Map.Entry<Long, Range> after = ranges.ceilingEntry(position);
      if ((before != null && before.getValue().end() > position)
          || (after != null && after.getValue().position < range.end())) {
        throw new IllegalStateException(
            "free already: segment=%d position=%d length=%d".formatted(segment, position, length));
      }
      if (before != null && before.getValue().end() == position) {
        remove(before.getValue());
        range = new Range(segment, before.getKey(), before.getValue().length + length);
      }
      if (after != null && after.getKey() == range.end()) {
        remove(after.getValue());
        range = new Range(segment, range.position, range.length + after.getValue().length);
      }
    }
    insert(range);
    return range;
  }

  /** Forgets what is free of a segment file. */
  void drop(int segment) {
    TreeMap<Long, Range> ranges = byPlace.remove(segment);
    if (ranges != null) {
      for (Range range : ranges.values()) {
        bySize.remove(range);
        total -= range.length;
      }
    }
  }

  private void insert(Range range) {
    bySize.add(range);
    byPlace.computeIfAbsent(range.segment, key -> new TreeMap<>()).put(range.position, range);
    total += range.length;
  }

  private void remove(Range range) {
    bySize.remove(range);
    TreeMap<Long, Range> ranges = byPlace.get(range.segment);
    if (ranges != null) {
      ranges.remove(range.position);
    }
    total -= range.length;
  }
}
