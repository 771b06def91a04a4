package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one rank has to do with one other keeper on its node, as a guest at its depots: window after
 * window of one file domain, each as soon as it is admitted.
 */
final class Leg {
  private final ExchangePlan plan;
  private final int domain;
  private final WindowGrid windows;
  private final PieceWalk walk;
  private final Depot[] depots;
  private final int keeper;

  /**
   * @param list what the rank has in the domain; not empty
   * @param keeper the keeper's rank on this node
   */
  Leg(ExchangePlan plan, int domain, AccessList list, Depot[] depots, int keeper) {
    this.plan = plan;
    this.domain = domain;
    this.windows = plan.windows(domain);
    this.walk = new PieceWalk(list);
    this.depots = depots;
    this.keeper = keeper;
  }

  boolean isOver() {
    return !walk.hasPiece();
  }

  /** The rank on this node that it waits for. */
  int keeper() {
    return keeper;
  }

  /** The depot that is open for the next window, if any is. */
  @Nullable Depot admitted(int localRank) {
    long key = plan.key(domain, windows.indexOf(walk.offset()));
    for (Depot depot : depots) {
      if (depot.admits(key, localRank)) {
        return depot;
      }
    }
    return null;
  }

  /** Puts this rank's data into the depot; returns its bytes. */
  long fill(Depot depot, TypedBuffer buffer) {
    long number = windows.indexOf(walk.offset());
    return walk.below(
        windows.end(number), WindowCopy.into(depot.memory(), windows.start(number), buffer));
  }

  /** Takes this rank's data from the depot; returns its bytes that the file has. */
  long take(Depot depot, TypedBuffer buffer) {
    long number = windows.indexOf(walk.offset());
    long start = windows.start(number);
    WindowCopy copy = WindowCopy.outOf(depot.memory(), start, buffer, depot.limit());
    walk.below(windows.end(number), copy);
    return copy.moved();
  }
}
