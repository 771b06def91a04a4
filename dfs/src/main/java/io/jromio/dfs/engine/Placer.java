package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Brings the bytes of updates to their places, and verifies their checksums on the way. Ranges that
 * follow each other become one extent and one write.
 */
final class Placer {
  /** Bytes of the longest single value. */
  static final int MAX_VALUE = 1 << 20;

  /** Bytes of the longest single value that stands in the index. */
  private static final int MAX_INLINE_VALUE = 4096;

  /** Writes shorter than this look for the place right behind what they continue. */
  private static final int APPEND = 128 << 10;

  private static final int[] NO_SUMS = {};

  private final TargetStore store;
  private final ContainerState container;
  private final long epoch;
  private final Gather gather;
  private final List<Placed> placed = new ArrayList<>();
  private final List<TargetStore.Freed> taken = new ArrayList<>();
  private final @Nullable Checksums checksums;
  private DkeyId id;
  private long bytes;
  private @Nullable Place reserved;
  private int reservedBytes;

  /**
   * @param object for messages until the first dkey
   */
  Placer(TargetStore store, ContainerState container, ObjectId object, long epoch) {
    this.store = store;
    this.container = container;
    this.epoch = epoch;
    this.gather = new Gather(store.segments());
    this.checksums = container.checksums().orElse(null);
    this.id = new DkeyId(container.uuid(), object, Key.of(0));
  }

  /** What was placed, in the order of the writes and values. */
  List<Placed> placed() {
    return placed;
  }

  /** Places the bytes of a dkey's update. */
  void place(ObjectId object, DkeyUpdate update, SumCursor sums) throws StoreException {
    id = new DkeyId(container.uuid(), object, update.dkey());
    reserve(update);
    for (AkeyUpdate akey : update.akeys()) {
      switch (akey) {
        case AkeyUpdate.Write write -> placed.add(new Placed(place(write, sums.next())));
        case AkeyUpdate.Value value -> placed.add(new Placed(List.of(place(value, sums.next()))));
        case AkeyUpdate.PunchRange punch -> {}
        case AkeyUpdate.Punch punch -> {}
      }
    }
    gather.flush();
  }

  private void reserve(DkeyUpdate update) throws StoreException {
    long needed = 0;
    boolean writes = false;
    for (AkeyUpdate akey : update.akeys()) {
      if (akey instanceof AkeyUpdate.Write write) {
        writes = true;
        needed += write.ranges().total();
      } else if (akey instanceof AkeyUpdate.Value value) {
        writes = true;
        needed += value.value().length;
      }
    }
    if (!writes) {
      return;
    }
    bytes += needed;
    PoolState pool = container.pool();
    int target = store.number();
    if (pool.size() > 0 && pool.bulk(target) + pool.index(target) + bytes > pool.share()) {
      throw new StoreException(
          Der.NOSPACE,
          "pool is full: needed=%d used=%d limit=%d target=%d pool=%s"
              .formatted(
                  bytes, pool.bulk(target) + pool.index(target), pool.share(), target, pool));
    }
    long growth = needed <= store.segments().free() ? 0 : needed;
    SpaceGuard guard = store.shared().guard();
    if (!guard.hasRoom(growth)) {
      try {
        store.segments().release();
      } catch (IOException e) {
        throw Failures.of(e, "release space, target=" + target);
      }
      if (!guard.hasRoom(needed <= store.segments().free() ? 0 : needed)) {
        throw guard.full(needed);
      }
    }
  }

  private Extent place(AkeyUpdate.Value update, int @Nullable [] given) throws StoreException {
    byte[] value = update.value();
    if (value.length > MAX_VALUE) {
      throw new StoreException(
          Der.REC2BIG,
          "single value: length=%d limit=%d akey=%s %s"
              .formatted(value.length, MAX_VALUE, update.akey(), id));
    }
    int[] sums = NO_SUMS;
    if (checksums != null) {
      sums = new int[] {Checksums.of(value)};
      if (given != null && container.isVerified()) {
        expectCount(given, 1);
        compare(given[0], sums[0], 0, value.length);
      }
    }
    Place place;
    if (value.length <= MAX_INLINE_VALUE) {
      place = Place.of(value.clone());
    } else {
      place = allocate(value.length);
      gather.add(place, MemorySegment.ofArray(value), 0, value.length);
    }
    return new Extent(0, value.length, epoch, place, sums);
  }

  private List<Extent> place(AkeyUpdate.Write write, int @Nullable [] given) throws StoreException {
    ByteRanges ranges = write.ranges();
    if (checksums != null && given != null) {
      int count = 0;
      for (int i = 0; i < ranges.count(); i++) {
        count += checksums.pieces(ranges.offsets()[i], ranges.lengths()[i]);
      }
      expectCount(given, count);
    }
    reserved = null;
    if (ranges.count() > 1 && ranges.total() <= SegmentFiles.MAX_EXTENT) {
      reserveTogether(ranges);
    }
    List<Extent> extents = new ArrayList<>(1);
    int sum = 0;
    int i = 0;
    while (i < ranges.count()) {
      int from = i++;
      while (i < ranges.count()
          && ranges.offsets()[i] == ranges.offsets()[i - 1] + ranges.lengths()[i - 1]) {
        i++;
      }
      RunSums sums = new RunSums(ranges, from, i);
      if (checksums != null) {
        sum = sums.collect(checksums, given, sum);
      }
      place(write, sums, extents);
    }
    return extents;
  }

  private void expectCount(int[] given, int count) throws StoreException {
    if (given.length != count) {
      throw new StoreException(
          Der.INVAL, "checksums: count=%d expected=%d %s".formatted(given.length, count, id));
    }
  }

  private void compare(int given, int found, long offset, long length) throws StoreException {
    if (given != found) {
      store.shared().counters().add(Counter.CHECKSUM_ERRORS, 1);
      throw new StoreException(
          Der.CSUM,
          "bytes changed on their way: expected=%08x found=%08x offset=%d length=%d %s target=%d"
              .formatted(given, found, offset, length, id, store.number()));
    }
  }

  /** Ranges that follow each other, and the checksums of the grid over all of them. */
  private final class RunSums {
    private final ByteRanges ranges;
    private final int first;
    private final int behind;
    private int[] sums = NO_SUMS;
    private int count;

    RunSums(ByteRanges ranges, int first, int behind) {
      this.ranges = ranges;
      this.first = first;
      this.behind = behind;
    }

    long start() {
      return ranges.offsets()[first];
    }

    long end() {
      return ranges.offsets()[behind - 1] + ranges.lengths()[behind - 1];
    }

    /** Verifies the given sums and joins those that share a piece; the number of the next sum. */
    int collect(Checksums grid, int @Nullable [] given, int next) throws StoreException {
      sums = new int[grid.pieces(start(), end() - start())];
      long at = start();
      for (int i = first; i < behind; i++) {
        long end = ranges.offsets()[i] + ranges.lengths()[i];
        long place = ranges.places()[i];
        while (at < end) {
          int length = (int) (Math.min(end, (at / grid.chunk() + 1) * grid.chunk()) - at);
          int sum;
          if (given == null || container.isVerified()) {
            sum = Checksums.of(ranges.memory().asSlice(place, length));
            if (given != null) {
              compare(given[next], sum, at, length);
            }
          } else {
            sum = given[next];
          }
          next++;
          if (at == start() || at % grid.chunk() == 0) {
            sums[count++] = sum;
          } else {
            sums[count - 1] = Crc.join(sums[count - 1], sum, length);
          }
          at += length;
          place += length;
        }
      }
      return next;
    }

    int[] part(int from, int length) {
      return length == 0 ? NO_SUMS : Arrays.copyOfRange(sums, from, from + length);
    }
  }

  /** Cuts a run into extents and hands on their bytes. */
  private void place(AkeyUpdate.Write write, RunSums run, List<Extent> extents)
      throws StoreException {
    ByteRanges ranges = run.ranges;
    long at = run.start();
    int sum = 0;
    int range = run.first;
    while (at < run.end()) {
      long end =
          Math.min(run.end(), (at / SegmentFiles.MAX_EXTENT + 1) * (long) SegmentFiles.MAX_EXTENT);
      int length = (int) (end - at);
      byte[] inline = length <= ExtentMap.MAX_INLINE ? new byte[length] : null;
      Place place = inline != null ? Place.of(inline) : allocate(write, at, length);
      long from = at;
      while (at < end) {
        long rangeEnd = ranges.offsets()[range] + ranges.lengths()[range];
        if (rangeEnd <= at) {
          range++;
          continue;
        }
        int part = (int) (Math.min(end, rangeEnd) - at);
        long source = ranges.places()[range] + at - ranges.offsets()[range];
        int done = (int) (at - from);
        if (inline != null) {
          MemorySegment.copy(ranges.memory(), source, MemorySegment.ofArray(inline), done, part);
        } else {
          gather.add(place.part(done, part), ranges.memory(), source, part);
        }
        at += part;
      }
      int pieces = checksums == null ? 0 : checksums.pieces(from, length);
      extents.add(new Extent(from, length, epoch, place, run.part(sum, pieces)));
      sum += pieces;
    }
  }

  private Place allocate(AkeyUpdate.Write write, long offset, int length) throws StoreException {
    if (length < APPEND && reserved == null) {
      DkeyState state = store.load(id);
      if (state != null && state.akeys().get(write.akey()) instanceof AkeyState.Array array) {
        Extent before = array.map().endingAt(offset);
        if (before != null && !before.at().isInline()) {
          Place behind = before.at().part(before.length(), length);
          if (store.segments().allocateAt(behind, length)) {
            taken.add(new TargetStore.Freed(behind, length));
            return behind;
          }
        }
      }
    }
    return allocate(length);
  }

  /** Takes space for all extents of a write at once, side by side; none of them is cut further. */
  private void reserveTogether(ByteRanges ranges) throws StoreException {
    int bulk = 0;
    int runs = 0;
    int run = 0;
    long cell = ranges.offsets()[0] / SegmentFiles.MAX_EXTENT;
    for (int i = 0; i < ranges.count(); i++) {
      long end = ranges.offsets()[i] + Math.max(1, ranges.lengths()[i]);
      if (ranges.offsets()[i] / SegmentFiles.MAX_EXTENT != cell
          || (end - 1) / SegmentFiles.MAX_EXTENT != cell) {
        return;
      }
      run += (int) ranges.lengths()[i];
      boolean ends =
          i + 1 == ranges.count()
              || ranges.offsets()[i + 1] != ranges.offsets()[i] + ranges.lengths()[i];
      if (ends && run > ExtentMap.MAX_INLINE) {
        bulk += run;
        runs++;
      }
      run = ends ? 0 : run;
    }
    if (runs > 1) {
      reserved = allocate(bulk);
      reservedBytes = bulk;
    }
  }

  private Place allocate(int length) throws StoreException {
    Place together = reserved;
    if (together != null) {
      reserved = reservedBytes > length ? together.part(length, length) : null;
      reservedBytes -= length;
      return together.part(0, length);
    }
    try {
      Place place = store.segments().allocate(length);
      taken.add(new TargetStore.Freed(place, length));
      return place;
    } catch (IOException e) {
      throw Failures.of(e, "allocate, target=" + store.number());
    }
  }

  /** Gives back what was placed, if no index will point to it. */
  void undo() throws StoreException {
    store.release(taken, false);
    taken.clear();
  }

  /** Bytes that were asked to be written. */
  long bytes() {
    return bytes;
  }
}
