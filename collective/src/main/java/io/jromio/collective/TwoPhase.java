package io.jromio.collective;

import io.jromio.comm.SharedCondition;
import java.util.List;

/**
 * Goes through one two-phase call on one rank: as a guest at the depots of other keepers, and as a
 * keeper itself. It does whatever can be done next and waits only if nothing can, so ranks never
 * wait for each other in a ring: a guest that is admitted needs nobody else.
 *
 * <p>A rank whose I/O failed goes through all of its windows too, without touching the file.
 */
final class TwoPhase implements SharedCondition {
  private final TwoPhaseCall call;
  private final boolean writes;
  private final List<Leg> legs;
  private final List<Keeper> keepers;

  /**
   * @param legs what this rank has to do as a guest; used up
   * @param keepers what it has to do as a keeper; used up
   */
  TwoPhase(TwoPhaseCall call, boolean writes, List<Leg> legs, List<Keeper> keepers) {
    this.call = call;
    this.writes = writes;
    this.legs = legs;
    this.keepers = keepers;
  }

  /** Moves everything. Throws only {@link io.jromio.comm.CommException}. */
  void run() {
    while (!isOver()) {
      if (!step()) {
        call.nodes().all().await(this);
      }
    }
  }

  private boolean isOver() {
    return legs.isEmpty() && keepers.isEmpty();
  }

  /** Lets others go on first: guests fill before keepers write, keepers read before guests take. */
  private boolean step() {
    boolean first = writes ? visit() : keep();
    boolean second = writes ? keep() : visit();
    return first || second;
  }

  private boolean keep() {
    boolean moved = false;
    for (int i = keepers.size() - 1; i >= 0; i--) {
      moved |= keepers.get(i).step();
      if (keepers.get(i).isOver()) {
        keepers.remove(i);
      }
    }
    return moved;
  }

  private boolean visit() {
    boolean moved = false;
    for (int i = legs.size() - 1; i >= 0; i--) {
      Leg leg = legs.get(i);
      moved |= visit(leg);
      if (leg.isOver()) {
        legs.remove(i);
      }
    }
    return moved;
  }

  private boolean visit(Leg leg) {
    Depot depot = leg.admitted(call.localRank());
    if (depot == null) {
      return false;
    }
    if (writes) {
      call.counters().sent(leg.fill(depot, call.buffer()));
    } else {
      call.read(leg.take(depot, call.buffer()));
    }
    depot.done(call.localRank());
    return true;
  }

  @Override
  public boolean holds() {
    return isOver() || step();
  }

  @Override
  public int awaited() {
    return legs.isEmpty()
        ? keepers.getFirst().awaited()
        : call.nodes().rank(legs.getFirst().keeper());
  }
}
