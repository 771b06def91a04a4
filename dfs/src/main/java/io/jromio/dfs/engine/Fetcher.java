package io.jromio.dfs.engine;

import io.jromio.dfs.engine.PieceReader.Owner;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads arrays and single values, and gives the checksums of what it returns: the stored ones where
 * the pieces are the same, for the client to verify; where they are cut otherwise, new ones, after
 * what is stored has been verified.
 */
final class Fetcher {
  private static final int[] NO_SUMS = {};
  private static final long[] NO_HOLES = {};

  private final TargetStore store;
  private final ContainerState container;
  private final @Nullable Checksums checksums;
  private final long chunk;
  private final List<int[]> sums = new ArrayList<>();
  private long bytes;

  Fetcher(TargetStore store, ContainerState container) {
    this.store = store;
    this.container = container;
    this.checksums = container.checksums().orElse(null);
    this.chunk = container.chunk();
  }

  Reply fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException {
    List<Fetched> fetched = new ArrayList<>(fetches.size());
    for (DkeyFetch fetch : fetches) {
      fetched.add(fetch(new DkeyId(container.uuid(), object, fetch.dkey()), fetch));
    }
    store.shared().counters().add(Counter.BYTES_READ, bytes);
    return new Reply.Fetches(fetched, checksums == null ? List.of() : sums);
  }

  private Fetched fetch(DkeyId id, DkeyFetch fetch) throws StoreException {
    DkeyState state = store.load(id);
    if (state == null && fetch.condition() == Condition.EXISTS) {
      throw new StoreException(Der.NONEXIST, "is not there: " + id);
    }
    List<Fetched.Akey> akeys = new ArrayList<>(fetch.akeys().size());
    for (AkeyFetch akey : fetch.akeys()) {
      AkeyState found = state == null ? null : state.akeys().get(akey.akey());
      Owner owner = new Owner(id, akey.akey());
      akeys.add(
          switch (akey) {
            case AkeyFetch.Read read -> read(owner, read.ranges(), found);
            case AkeyFetch.Value value -> value(owner, found);
          });
    }
    return new Fetched(state != null, akeys);
  }

  private Fetched.Akey value(Owner owner, @Nullable AkeyState state) throws StoreException {
    if (state == null) {
      sums.add(NO_SUMS);
      return new Fetched.Value(null);
    }
    if (!(state instanceof AkeyState.Value value)) {
      throw new StoreException(
          Der.INVAL, "array, not a single value: akey=%s %s".formatted(owner.akey(), owner.id()));
    }
    Extent extent = value.bytes();
    byte[] copy = new byte[extent.length()];
    MemorySegment memory = MemorySegment.ofArray(copy);
    store.pieces().raw(extent, 0, memory, owner);
    if (extent.hasSums()) {
      store.pieces().verify(extent, 0, memory, 0, owner);
      sums.add(extent.sums());
    } else {
      sums.add(new int[] {Checksums.of(copy)});
    }
    bytes += copy.length;
    return new Fetched.Value(copy);
  }

  private Fetched.Akey read(Owner owner, ByteRanges ranges, @Nullable AkeyState state)
      throws StoreException {
    if (state instanceof AkeyState.Value) {
      throw new StoreException(
          Der.INVAL, "single value, not an array: akey=%s %s".formatted(owner.akey(), owner.id()));
    }
    ExtentMap map = state instanceof AkeyState.Array array ? array.map() : new ExtentMap();
    Holes holes = new Holes();
    IntList found = new IntList();
    int i = 0;
    while (i < ranges.count()) {
      int from = i++;
      while (i < ranges.count()
          && ranges.offsets()[i] == ranges.offsets()[i - 1] + ranges.lengths()[i - 1]
          && ranges.places()[i] == ranges.places()[i - 1] + ranges.lengths()[i - 1]) {
        i++;
      }
      new Run(ranges, from, i, owner, map).fill(holes, found);
    }
    bytes += ranges.total();
    sums.add(found.toArray());
    return new Fetched.Array(map.end(), holes.toArray());
  }

  /** Whether an array begins with these bytes. */
  boolean begins(DkeyId id, Key akey, AkeyState.Array array, byte[] expected)
      throws StoreException {
    byte[] actual = new byte[expected.length];
    Fetched.Akey fetched =
        read(new Owner(id, akey), ByteRanges.of(0, MemorySegment.ofArray(actual)), array);
    return fetched instanceof Fetched.Array whole
        && whole.holes().length == 0
        && Arrays.equals(actual, expected);
  }

  private static final class IntList {
    private int[] values = NO_SUMS;
    private int count;

    void add(int value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, Math.max(8, 2 * count));
      }
      values[count++] = value;
    }

    int[] toArray() {
      return count == values.length ? values : Arrays.copyOf(values, count);
    }
  }

  /** Holes as triples of range, offset within it, length. */
  private static final class Holes {
    private long[] values = NO_HOLES;
    private int count;

    void add(int range, long offset, long length) {
      if (count == values.length) {
        values = Arrays.copyOf(values, Math.max(6, 2 * count));
      }
      values[count++] = range;
      values[count++] = offset;
      values[count++] = length;
    }

    long[] toArray() {
      return Arrays.copyOf(values, count);
    }
  }

  /** Ranges that follow each other in the array and in memory: read as one. */
  private final class Run {
    private final ByteRanges ranges;
    private final int first;
    private final int behind;
    private final Owner owner;
    private final ExtentMap map;
    private final long start;
    private final long end;
    private final MemorySegment memory;

    /** Of each piece of the grid: where the stored piece begins and ends, and its sum. */
    private final long[] storedFrom;

    private final long[] storedTo;
    private final int[] storedSums;

    Run(ByteRanges ranges, int first, int behind, Owner owner, ExtentMap map) {
      this.map = map;
      this.ranges = ranges;
      this.first = first;
      this.behind = behind;
      this.owner = owner;
      this.start = ranges.offsets()[first];
      this.end = ranges.offsets()[behind - 1] + ranges.lengths()[behind - 1];
      this.memory = ranges.memory().asSlice(ranges.places()[first], end - start);
      int pieces = checksums == null ? 0 : checksums.pieces(start, end - start);
      this.storedFrom = new long[pieces];
      this.storedTo = new long[pieces];
      this.storedSums = new int[pieces];
    }

    void fill(Holes holes, IntList found) throws StoreException {
      long at = start;
      int range = first;
      for (Extent extent : map.within(start, end)) {
        if (extent.offset() > at) {
          range = hole(holes, range, at, extent.offset());
          at = extent.offset();
        }
        long to = Math.min(end, extent.end());
        copy(extent, at, to);
        at = to;
      }
      if (at < end) {
        hole(holes, range, at, end);
      }
      if (checksums != null) {
        for (int i = first; i < behind; i++) {
          sums(ranges.offsets()[i], ranges.offsets()[i] + ranges.lengths()[i], found);
        }
      }
    }

    private MemorySegment slice(long from, long to) {
      return memory.asSlice(from - start, to - from);
    }

    /** Zeroes what nobody wrote below the end of the array; the range where the hole ends. */
    private int hole(Holes holes, int range, long from, long to) {
      if (from < map.end()) {
        slice(from, Math.min(to, map.end())).fill((byte) 0);
      }
      long at = from;
      int i = range;
      while (at < to) {
        long rangeEnd = ranges.offsets()[i] + ranges.lengths()[i];
        if (rangeEnd > at) {
          long stop = Math.min(to, rangeEnd);
          holes.add(i, at - ranges.offsets()[i], stop - at);
          at = stop;
        }
        if (at < to) {
          i++;
        }
      }
      return i;
    }

    private void copy(Extent extent, long from, long to) throws StoreException {
      if (!extent.hasSums()) {
        store.pieces().raw(extent, from, slice(from, to), owner);
        return;
      }
      long at = from;
      while (at < to) {
        int piece = PieceReader.pieceAt(extent, at, chunk);
        long pieceFrom = PieceReader.pieceStart(extent, piece, chunk);
        long pieceTo = PieceReader.pieceEnd(extent, piece, chunk);
        if (at != pieceFrom || pieceTo > to) {
          long stop = Math.min(to, pieceTo);
          MemorySegment whole = store.pieces().load(extent, piece, chunk, owner);
          MemorySegment.copy(whole, at - pieceFrom, memory, at - start, stop - at);
          at = stop;
        } else {
          at = wholePieces(extent, piece, at, to);
        }
      }
    }

    /**
     * Reads pieces of which all is wanted. Where a piece is all of what a checksum is returned for,
     * it is for the client to verify; else here, before a new one is made.
     */
    private long wholePieces(Extent extent, int piece, long from, long to) throws StoreException {
      long stop = to == extent.end() ? to : to / chunk * chunk;
      store.pieces().raw(extent, from, slice(from, stop), owner);
      long at = from;
      for (int i = piece; at < stop; i++) {
        long pieceTo = PieceReader.pieceEnd(extent, i, chunk);
        if (!passes(at, pieceTo)) {
          store.pieces().verify(extent, i, slice(at, pieceTo), at, owner);
        }
        int cell = (int) (at / chunk - start / chunk);
        storedFrom[cell] = at;
        storedTo[cell] = pieceTo;
        storedSums[cell] = extent.sums()[i];
        at = pieceTo;
      }
      return stop;
    }

    private boolean passes(long pieceFrom, long pieceTo) {
      long cell = pieceFrom / chunk * chunk;
      return behind - first == 1
          && pieceFrom == Math.max(cell, start)
          && pieceTo == Math.min(Math.min(cell + chunk, end), map.end());
    }

    /** The sums of one range that was asked for, of its bytes below the end of the array. */
    private void sums(long from, long to, IntList found) {
      long at = from;
      while (at < to) {
        int cell = (int) (at / chunk - start / chunk);
        long next = Math.min(to, (at / chunk + 1) * chunk);
        long stop = Math.min(next, map.end());
        if (stop <= at) {
          found.add(0);
        } else if (storedFrom[cell] == at && storedTo[cell] == stop) {
          found.add(storedSums[cell]);
        } else {
          found.add(Checksums.of(slice(at, stop)));
        }
        at = next;
      }
    }
  }
}
