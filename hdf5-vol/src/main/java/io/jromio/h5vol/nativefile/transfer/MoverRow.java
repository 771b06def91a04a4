package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.Direction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls of all parts, one after the other; small parts share calls. */
final class MoverRow implements Mover {
  /** Bytes of parts that rather share a call, with a copy, than have one each. */
  private static final long SMALL = 2 << 20;

  private final List<Mover> movers = new ArrayList<>();
  private final boolean mayFailAfter;
  private int current;

  /**
   * @param plans with places for all elements that are written
   */
  MoverRow(MoveContext context, List<PartPlan> plans) throws H5Exception {
    List<PartPlan> plain = new ArrayList<>();
    long bytes = 0;
    boolean simple = true;
    try {
      for (PartPlan plan : plans) {
        if (plan.elements() == 0) {
          continue;
        }
        simple &= plan.isDirect() && plan.storage() instanceof Storage.Contiguous;
        if (plan.isFiltered()) {
          movers.add(new FilteredReader(context, plan));
        } else {
          plain.add(plan);
          bytes += Math.min(SMALL, plan.elements()) * plan.fileSize();
        }
      }
      Optional<Mover> members =
          plain.size() > 1 ? MembersMover.of(context, plain) : Optional.empty();
      if (members.isPresent()) {
        movers.add(members.get());
      } else if (plain.size() > 1 && bytes <= SMALL) {
        movers.add(new ListMover(context, plain, true));
      } else {
        for (PartPlan plan : plain) {
          movers.add(alone(context, plan));
        }
      }
    } catch (H5Exception | RuntimeException e) {
      close();
      throw e;
    }
    mayFailAfter = context.direction() == Direction.READ && !simple;
  }

  private static Mover alone(MoveContext context, PartPlan plan) throws H5Exception {
    Optional<Mover> column = ColumnMover.of(context, plan);
    if (column.isPresent()) {
      return column.get();
    }
    Optional<Mover> typed = TypedMover.of(plan, context.base());
    return typed.isPresent()
        ? typed.get()
        : new ListMover(context, List.of(plan), !plan.isDirect());
  }

  /** Whether something may go wrong on this rank alone after the last call. */
  boolean mayFailAfter() {
    return mayFailAfter;
  }

  @Override
  public boolean hasNext() throws H5Exception {
    while (current < movers.size() && !movers.get(current).hasNext()) {
      current++;
    }
    return current < movers.size();
  }

  @Override
  public Request next() throws H5Exception {
    return hasNext() ? movers.get(current).next() : Request.NOTHING;
  }

  @Override
  public void close() {
    for (Mover mover : movers) {
      mover.close();
    }
  }
}
