package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import org.jspecify.annotations.Nullable;

/** The legs of one file domain whose owner is on this node. */
final class DomainLeg implements Leg {
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
  DomainLeg(ExchangePlan plan, int domain, AccessList list, Depot[] depots, int keeper) {
    this.plan = plan;
    this.domain = domain;
    this.windows = plan.windows(domain);
    this.walk = new PieceWalk(list);
    this.depots = depots;
    this.keeper = keeper;
  }

  @Override
  public boolean isOver() {
    return !walk.hasPiece();
  }

  @Override
  public int keeper() {
    return keeper;
  }

  @Override
  public @Nullable Depot admitted(int localRank) {
    long key = plan.key(domain, windows.indexOf(walk.offset()));
    return Depot.admitting(depots, key, localRank);
  }

  @Override
  public long fill(Depot depot, TypedBuffer buffer) {
    long number = windows.indexOf(walk.offset());
    return walk.below(
        windows.end(number), WindowCopy.into(depot.memory(), windows.start(number), buffer));
  }

  @Override
  public long take(Depot depot, TypedBuffer buffer) {
    long number = windows.indexOf(walk.offset());
    long start = windows.start(number);
    WindowCopy copy = WindowCopy.outOf(depot.memory(), start, buffer, depot.limit());
    walk.below(windows.end(number), copy);
    return copy.moved();
  }
}
