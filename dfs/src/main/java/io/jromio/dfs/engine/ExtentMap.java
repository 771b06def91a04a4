package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.StoreException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one array: extents that do not overlap, by offset. The latest write wins for every
 * byte; what it covers is cut away, without reading or writing what stays, except for the piece of
 * a checksum that the cut goes through.
 *
 * @source DAOS src/vos/evtree.c for the idea of rectangles of extent and epoch; here only the
 *     latest is kept
 */
final class ExtentMap {
  /** Bytes up to which neighbours in the index become one. */
  static final int MAX_INLINE = 1024;

  /** Who changes the map. */
  interface Edit {
    /** The part {@code [from, to)} of an extent, with its own checksums. */
    Extent cut(Extent extent, long from, long to) throws StoreException;

    /** Bytes that no extent has any more. */
    void freed(Place place, int length);

    /** Bytes of a checksum chunk. */
    long chunk();
  }

  private final TreeMap<Long, Extent> extents = new TreeMap<>();
  private @Nullable TreeSet<Long> touched;

  /** Remembers from now on at which offsets something changes. */
  void track() {
    touched = new TreeSet<>();
  }

  /** The offsets at which something changed since they were asked for last. */
  long[] takeTouched() {
    if (touched == null) {
      return new long[0];
    }
    long[] offsets = new long[touched.size()];
    int i = 0;
    for (long offset : touched) {
      offsets[i++] = offset;
    }
    touched.clear();
    return offsets;
  }

  int count() {
    return extents.size();
  }

  boolean isEmpty() {
    return extents.isEmpty();
  }

  /** One past the last byte, 0 if there is none. */
  long end() {
    Map.Entry<Long, Extent> last = extents.lastEntry();
    return last == null ? 0 : last.getValue().end();
  }

  Collection<Extent> all() {
    return extents.values();
  }

  @Nullable Extent at(long offset) {
    return extents.get(offset);
  }

  /** The extent that ends where this offset begins. */
  @Nullable Extent endingAt(long offset) {
    Map.Entry<Long, Extent> before = extents.lowerEntry(offset);
    return before != null && before.getValue().end() == offset ? before.getValue() : null;
  }

  /** The extents that have bytes of {@code [from, to)}, ascending. */
  Collection<Extent> within(long from, long to) {
    return overlapping(from, to).values();
  }

  private NavigableMap<Long, Extent> overlapping(long from, long to) {
    Map.Entry<Long, Extent> first = extents.floorEntry(from);
    long start = first != null && first.getValue().end() > from ? first.getKey() : from;
    return extents.subMap(start, true, Math.max(to, start), false);
  }

  /** Adds an extent as it was stored. */
  void load(Extent extent) {
    extents.put(extent.offset(), extent);
  }

  /** Makes {@code [from, to)} a hole. */
  void punch(long from, long to, Edit edit) throws StoreException {
    if (from >= to) {
      return;
    }
    Extent left = null;
    Extent right = null;
    NavigableMap<Long, Extent> covered = overlapping(from, to);
    for (Extent extent : covered.values()) {
      if (extent.offset() < from) {
        left = edit.cut(extent, extent.offset(), from);
      }
      if (extent.end() > to) {
        right = edit.cut(extent, to, extent.end());
      }
      if (!extent.at().isInline()) {
        long begin = Math.max(from, extent.offset());
        int length = (int) (Math.min(to, extent.end()) - begin);
        edit.freed(extent.at().part((int) (begin - extent.offset()), length), length);
      }
      touch(extent.offset());
    }
    covered.clear();
    if (left != null) {
      set(left);
    }
    if (right != null) {
      set(right);
    }
  }

  /** Writes an extent over what is there. */
  void put(Extent extent, Edit edit) throws StoreException {
    punch(extent.offset(), extent.end(), edit);
    Extent joined = extent;
    Extent before = endingAt(extent.offset());
    if (before != null && joins(before, extent)) {
      extents.remove(before.offset());
      touch(before.offset());
      joined = join(before, extent, edit.chunk());
    }
    Extent after = extents.get(extent.end());
    if (after != null && joins(joined, after)) {
      extents.remove(after.offset());
      touch(after.offset());
      joined = join(joined, after, edit.chunk());
    }
    set(joined);
  }

  private void set(Extent extent) {
    extents.put(extent.offset(), extent);
    touch(extent.offset());
  }

  private void touch(long offset) {
    if (touched != null) {
      touched.add(offset);
    }
  }

  private static boolean joins(Extent first, Extent second) {
    Place one = first.at();
    Place two = second.at();
    if (one.isInline() != two.isInline() || first.hasSums() != second.hasSums()) {
      return false;
    }
    return one.isInline()
        ? first.length() + second.length() <= MAX_INLINE
        : one.segment() == two.segment()
            && one.position() + first.length() == two.position()
            && first.length() + second.length() <= SegmentFiles.MAX_EXTENT;
  }

  private static Extent join(Extent first, Extent second, long chunk) {
    int[] sums = first.sums();
    if (first.hasSums()) {
      boolean shared = second.offset() % chunk != 0;
      int kept = shared ? sums.length - 1 : sums.length;
      sums = Arrays.copyOf(sums, kept + second.sums().length);
      System.arraycopy(second.sums(), 0, sums, kept, second.sums().length);
      if (shared) {
        long grid = (second.offset() / chunk + 1) * chunk;
        int length = (int) (Math.min(grid, second.end()) - second.offset());
        sums[kept] = Crc.join(first.sums()[kept], second.sums()[0], length);
      }
    }
    byte[] inline = first.at().inline();
    byte[] more = second.at().inline();
    Place place = first.at();
    if (inline != null && more != null) {
      byte[] both = Arrays.copyOf(inline, inline.length + more.length);
      System.arraycopy(more, 0, both, inline.length, more.length);
      place = Place.of(both);
    }
    long epoch =
        Long.compareUnsigned(first.epoch(), second.epoch()) > 0 ? first.epoch() : second.epoch();
    return new Extent(first.offset(), first.length() + second.length(), epoch, place, sums);
  }
}
