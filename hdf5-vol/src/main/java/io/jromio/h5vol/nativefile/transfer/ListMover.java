package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.Direction;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements of any selection, as lists of ranges sorted by address: of one part without a copy, or
 * of several through memory in between, where they are converted. What would need too long a list
 * or too much memory is moved in several calls.
 */
final class ListMover implements Mover {
  /**
   * What one call moves of one part through memory in between.
   *
   * @param at where its elements begin there
   * @param copies from elements of the caller's memory to elements there
   * @param unplaced elements of the caller's memory that have no place in the file
   */
  private record Span(PartPlan plan, long at, Extents copies, Extents unplaced) {}

  private final MoveContext context;
  private final List<PartPlan> plans;
  private final boolean staged;
  private final Extents ranges = new Extents();
  private final Extents twice = new Extents();
  private List<Span> spans = new ArrayList<>();
  private long used;
  private int current;
  private PieceWalk walk;

  /**
   * @param plans of one part if it is moved without a copy
   * @param staged whether elements pass through memory in between
   */
  ListMover(MoveContext context, List<PartPlan> plans, boolean staged) {
    this.context = context;
    this.plans = plans;
    this.staged = staged;
    walk = plans.getFirst().walk();
  }

  @Override
  public boolean hasNext() {
    while (!walk.hasNext()) {
      if (current == plans.size() - 1) {
        return false;
      }
      current++;
      walk = plans.get(current).walk();
    }
    return true;
  }

  @Override
  public Request next() throws H5Exception {
    ranges.clear();
    twice.clear();
    spans = new ArrayList<>();
    used = 0;
    while (ranges.size() < context.limits().ranges() && hasNext() && collect()) {
      // Part after part until the call is full.
    }
    ranges.sort();
    if (ranges.overlaps()) {
      if (context.direction() == Direction.WRITE) {
        throw new H5Exception(
            H5Error.ARG, "an element is written twice: dataset=" + plans.get(current).path());
      }
      readOnce();
    }
    MemorySegment memory = staged ? context.staging().of(used) : plans.getFirst().memory();
    if (staged && context.direction() == Direction.WRITE) {
      toStaging(memory);
    }
    List<Span> mine = spans;
    return Request.of(ranges, memory, () -> finish(mine, memory));
  }

  /** Takes what there is room for of the current part; false if there was none. */
  private boolean collect() throws H5Exception {
    PartPlan plan = plans.get(current);
    long size = plan.fileSize();
    long at = (used + 7) & -8;
    Span span = new Span(plan, at, new Extents(), new Extents());
    long taken = 0;
    boolean whole = plan.moved().isWhole(plan.fileSize()) && (staged || plan.memorySize() == size);
    while (ranges.size() < context.limits().ranges()) {
      long room = staged ? (context.limits().bytes() - at - taken * size) / size : Long.MAX_VALUE;
      if (staged && room < 1 && at + taken == 0) {
        room = 1;
      }
      if (!whole) {
        room =
            Math.min(
                room,
                Math.max(
                    1, (context.limits().ranges() - ranges.size()) / plan.moved().pieces().size()));
      }
      if (room < 1 || !walk.next(room)) {
        break;
      }
      long address = plan.addressOf(walk.place());
      if (address < 0) {
        span.unplaced().add(walk.element(), walk.element(), walk.count());
        checkPlaced(plan);
        continue;
      }
      long from = Math.addExact(context.base(), address);
      long buffer = staged ? at + taken * size : walk.element() * plan.memorySize();
      if (whole) {
        ranges.add(from, buffer, walk.count() * size);
      } else {
        addParts(plan, from, buffer);
      }
      if (staged) {
        span.copies().add(walk.element(), taken, walk.count());
        taken += walk.count();
      }
    }
    boolean some = taken > 0 || span.unplaced().size() > 0 || !staged;
    if (some) {
      spans.add(span);
      used = at + taken * size;
    }
    return some;
  }

  private void checkPlaced(PartPlan plan) throws H5Exception {
    if (context.direction() == Direction.WRITE) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "elements that have no place in the file yet are written by collective transfers only,"
              + " and if they are chunked: dataset="
              + plan.path());
    }
  }

  /** Adds what is moved of each element of the piece. */
  private void addParts(PartPlan plan, long from, long buffer) {
    long step = staged ? plan.fileSize() : plan.memorySize();
    for (long i = 0; i < walk.count(); i++) {
      for (ElementBytes.Piece piece : plan.moved().pieces()) {
        ranges.add(
            from + i * plan.fileSize() + piece.file(),
            buffer + i * step + (staged ? piece.file() : piece.memory()),
            piece.length());
      }
    }
  }

  /** Takes bytes that are wanted twice out of the list, to be copied in memory. */
  private void readOnce() {
    Extents once = new Extents();
    long end = Long.MIN_VALUE;
    for (int i = 0; i < ranges.size(); i++) {
      long key = ranges.key(i);
      long value = ranges.value(i);
      long length = ranges.length(i);
      long again = Math.clamp(end - key, 0, length);
      if (i == 0) {
        again = 0;
      }
      for (long done = 0; done < again; ) {
        int source = once.firstFrom(0, key + done + 1) - 1;
        long inSource = key + done - once.key(source);
        long next = Math.min(again - done, once.length(source) - inSource);
        twice.append(once.value(source) + inSource, value + done, next);
        done += next;
      }
      if (again < length) {
        once.append(key + again, value + again, length - again);
      }
      end = Math.max(end, key + length);
    }
    ranges.clear();
    for (int i = 0; i < once.size(); i++) {
      ranges.append(once.key(i), once.value(i), once.length(i));
    }
  }

  private void toStaging(MemorySegment memory) throws H5Exception {
    for (Span span : spans) {
      Extents copies = span.copies();
      for (int i = 0; i < copies.size(); i++) {
        Place target = new Place(memory, span.at() + copies.value(i) * span.plan().fileSize());
        span.plan().toFile(copies.key(i), copies.length(i), target);
      }
    }
  }

  private void finish(List<Span> moved, MemorySegment memory) throws H5Exception {
    if (context.direction() == Direction.WRITE) {
      return;
    }
    for (int i = 0; i < twice.size(); i++) {
      MemorySegment.copy(memory, twice.key(i), memory, twice.value(i), twice.length(i));
    }
    for (Span span : moved) {
      PartPlan plan = span.plan();
      Extents copies = span.copies();
      for (int i = 0; i < copies.size(); i++) {
        Place source = new Place(memory, span.at() + copies.value(i) * plan.fileSize());
        plan.toMemory(source, copies.key(i), copies.length(i), context.heap());
      }
      Extents unplaced = span.unplaced();
      for (int i = 0; i < unplaced.size(); i++) {
        plan.fill(unplaced.key(i), unplaced.length(i));
      }
    }
  }
}
