package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Gives chunks a place before elements are written into them. */
final class Placing {
  private final RawSpace space;
  private final Ranks ranks;

  Placing(RawSpace space, Ranks ranks) {
    this.space = space;
    this.ranks = ranks;
  }

  /** Whether a plan may touch chunks without a place; the same on all ranks. */
  static boolean isNeeded(PartPlan plan) {
    return !plan.isFiltered()
        && plan.storage() instanceof Storage.Chunked chunked
        && chunked.table().placed() < chunked.table().chunks();
  }

  /** Collective: places all chunks that any rank will write to, in the order of their numbers. */
  void place(PartPlan plan) throws H5Exception {
    if (!(plan.storage() instanceof Storage.Chunked chunked)) {
      return;
    }
    ChunkTable table = chunked.table();
    Extents touched = new Extents();
    for (byte[] list : ranks.comm().allgather(touched(plan))) {
      MemorySegment numbers = MemorySegment.ofArray(list);
      for (long i = 0; i < list.length / 16; i++) {
        long first = numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 16);
        touched.append(first, 0, numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 16 + 8));
      }
    }
    touched.sort();
    long bytes = Math.multiplyExact(plan.grid().elements(), plan.fileSize());
    long[] fresh = new long[16];
    int count = 0;
    long next = 0;
    for (int i = 0; i < touched.size(); i++) {
      long end = touched.key(i) + touched.length(i);
      for (long chunk = Math.max(next, touched.key(i)); chunk < end; chunk++) {
        if (table.address(chunk) < 0) {
          table.place(chunk, space.allocate(bytes), bytes, 0);
          fresh = count == fresh.length ? Arrays.copyOf(fresh, count * 2) : fresh;
          fresh[count++] = chunk;
        }
      }
      next = Math.max(next, end);
    }
    if (count > 0) {
      plan.dataset().storageChanged();
      new Filling(space).fill(plan.dataset(), Arrays.copyOf(fresh, count));
    }
  }

  /** Ranges of chunks without a place that this rank writes to: first and number of each. */
  private static byte[] touched(PartPlan plan) throws H5Exception {
    Extents chunks = new Extents();
    PieceWalk walk = plan.walk();
    long last = -1;
    while (walk.next(Long.MAX_VALUE)) {
      long chunk = walk.place() / plan.grid().elements();
      if (chunk != last && plan.address(chunk) < 0) {
        chunks.add(chunk, chunk, 1);
      }
      last = chunk;
    }
    byte[] list = new byte[Math.multiplyExact(chunks.size(), 16)];
    MemorySegment numbers = MemorySegment.ofArray(list);
    for (int i = 0; i < chunks.size(); i++) {
      numbers.set(ValueLayout.JAVA_LONG_UNALIGNED, i * 16L, chunks.key(i));
      numbers.set(ValueLayout.JAVA_LONG_UNALIGNED, i * 16L + 8, chunks.length(i));
    }
    return list;
  }
}
