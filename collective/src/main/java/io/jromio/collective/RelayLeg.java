package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The legs of all file domains whose owners are elsewhere: they lead to the leader of this node.
 */
final class RelayLeg implements Leg {
  private static final int LEADER = 0;

  private final ExchangePlan plan;
  private final AccessList list;
  private final RelayOrder order;
  private final Depot[] depots;

  /**
   * @param order of the windows of this rank alone
   */
  RelayLeg(ExchangePlan plan, AccessList list, RelayOrder order, Depot[] depots) {
    this.plan = plan;
    this.list = list;
    this.order = order;
    this.depots = depots;
  }

  @Override
  public boolean isOver() {
    return order.isOver();
  }

  @Override
  public int keeper() {
    return LEADER;
  }

  @Override
  public @Nullable Depot admitted(int localRank) {
    return Depot.admitting(depots, plan.key(order.domain(), order.number()), localRank);
  }

  @Override
  public long fill(Depot depot, TypedBuffer buffer) {
    return move(WindowCopy.into(depot.memory(), order.start(), buffer));
  }

  @Override
  public long take(Depot depot, TypedBuffer buffer) {
    return move(WindowCopy.outOf(depot.memory(), order.start(), buffer, depot.limit()));
  }

  private long move(WindowCopy copy) {
    new PieceWalk(list.clip(order.start(), order.end())).below(order.end(), copy);
    order.advance();
    return copy.moved();
  }
}
