package io.jromio.h5vol.model;

import io.jromio.h5vol.model.SliceGrammar.Entry;
import java.util.List;
import java.util.Optional;

/**
 * A slice as it was written; which elements it means depends on the extent: negative numbers count
 * from its end, ranges are cut at it, dimensions that are not named are taken whole.
 */
record SliceSelection(String text, List<Entry> entries) implements Selection {
  SliceSelection {
    entries = List.copyOf(entries);
  }

  @Override
  public long elements(Dataspace space) {
    return resolve(space).elements(space);
  }

  @Override
  public Runs runs(Dataspace space) {
    return resolve(space).runs(space);
  }

  @Override
  public Optional<Slab> regular(Dataspace space) {
    return resolve(space).regular(space);
  }

  /** The slab it means in {@code space}. */
  Slab resolve(Dataspace space) {
    int rank = space.rank();
    int named = 0;
    for (Entry entry : entries) {
      named += entry.kind() == Entry.Kind.ELLIPSIS ? 0 : 1;
    }
    if (named > rank) {
      throw new IllegalArgumentException(
          "slice of too many dimensions: slice='%s' dimensions=%d space=%s rank=%d"
              .formatted(text, named, space, rank));
    }
    Slab whole = Slab.box(new long[rank], space.shape());
    long[] start = whole.start();
    long[] stride = whole.stride();
    long[] count = whole.count();
    long[] block = whole.block();
    int d = 0;
    for (Entry entry : entries) {
      if (entry.kind() == Entry.Kind.ELLIPSIS) {
        d += rank - named;
        continue;
      }
      long extent = space.length(d);
      start[d] = entry.kind() == Entry.Kind.INDEX ? index(entry, d, extent) : first(entry, extent);
      stride[d] = entry.step();
      count[d] = entry.kind() == Entry.Kind.INDEX ? 1 : steps(entry, start[d], extent);
      block[d] = 1;
      d++;
    }
    return new Slab(start, stride, count, block);
  }

  private long index(Entry entry, int dimension, long extent) {
    long index = entry.start() < 0 ? entry.start() + extent : entry.start();
    if (index < 0 || index >= extent) {
      throw new IllegalArgumentException(
          "selection outside the extent: dimension=%d index=%d extent=%d slice='%s'"
              .formatted(dimension, entry.start(), extent, text));
    }
    return index;
  }

  private static long first(Entry entry, long extent) {
    return entry.start() == Entry.ABSENT ? 0 : cut(entry.start(), extent);
  }

  private static long steps(Entry entry, long first, long extent) {
    long stop = entry.stop() == Entry.ABSENT ? extent : cut(entry.stop(), extent);
    return stop <= first ? 0 : (stop - first - 1) / entry.step() + 1;
  }

  private static long cut(long number, long extent) {
    return number < 0 ? Math.max(0, number + extent) : Math.min(number, extent);
  }
}
