package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads chunks with filters: each rank the stored bytes of all it needs, several at once. */
final class FilteredReader implements Mover {
  /**
   * A chunk of one call.
   *
   * @param from the first of its pieces, {@code to} one behind the last
   * @param at where its stored bytes are in memory; -1 if it has no place
   */
  private record Wanted(long chunk, int from, int to, long at, long stored) {}

  private final MoveContext context;
  private final PartPlan plan;
  private final ChunkFilters filters;
  private final Extents pieces;
  private int next;

  FilteredReader(MoveContext context, PartPlan plan) throws H5Exception {
    this.context = context;
    this.plan = plan;
    this.pieces = piecesOf(plan);
    this.filters = new ChunkFilters(plan);
  }

  /** Places in the file, sorted, with elements of memory; no piece in two chunks. */
  static Extents piecesOf(PartPlan plan) {
    Extents pieces = new Extents();
    PieceWalk walk = plan.walk();
    while (walk.next(Long.MAX_VALUE)) {
      if (walk.place() % plan.grid().elements() == 0) {
        pieces.append(walk.place(), walk.element(), walk.count());
      } else {
        pieces.add(walk.place(), walk.element(), walk.count());
      }
    }
    pieces.sort();
    return pieces;
  }

  @Override
  public boolean hasNext() {
    return next < pieces.size();
  }

  @Override
  public Request next() throws H5Exception {
    long chunkElements = plan.grid().elements();
    List<Wanted> wanted = new ArrayList<>();
    Extents ranges = new Extents();
    long used = 0;
    while (hasNext()) {
      long chunk = pieces.key(next) / chunkElements;
      int to = pieces.firstFrom(next, (chunk + 1) * chunkElements);
      long address = plan.address(chunk);
      long stored = address < 0 ? 0 : filters.storedBytes(chunk);
      if (used > 0 && used + stored > context.limits().bytes()) {
        break;
      }
      if (address >= 0) {
        ranges.append(Math.addExact(context.base(), address), used, stored);
      }
      wanted.add(new Wanted(chunk, next, to, address < 0 ? -1 : used, stored));
      used += stored;
      next = to;
    }
    ranges.sort();
    MemorySegment memory = context.staging().of(used + 64 + filters.chunkBytes());
    MemorySegment chunk = memory.asSlice((used + 63) & -64, filters.chunkBytes());
    return Request.of(ranges, memory, () -> take(wanted, memory, chunk));
  }

  private void take(List<Wanted> wanted, MemorySegment memory, MemorySegment chunk)
      throws H5Exception {
    for (Wanted one : wanted) {
      if (one.at() >= 0) {
        filters.decode(one.chunk(), memory.asSlice(one.at(), one.stored()), chunk);
      }
      long first = one.chunk() * plan.grid().elements();
      for (int i = one.from(); i < one.to(); i++) {
        if (one.at() < 0) {
          plan.fill(pieces.value(i), pieces.length(i));
        } else {
          Place source = new Place(chunk, (pieces.key(i) - first) * plan.fileSize());
          plan.toMemory(source, pieces.value(i), pieces.length(i), context.heap());
        }
      }
    }
  }

  @Override
  public void close() {
    filters.close();
  }
}
