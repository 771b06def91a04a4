package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The windows of a keeper in the order in which it moves them. */
interface WindowSequence {

  /** Plans the next window; {@link PlannedWindow#NONE} after the last. */
  PlannedWindow next();

  /** The windows of other nodes' domains that the ranks of this node touch, for its leader. */
  final class Relayed implements WindowSequence {
    private final ExchangePlan plan;
    private final List<AccessList> lists;
    private final RelayOrder order;
    private final Coverage coverage;

    /**
     * @param isHere whether the owner of a domain is on this node
     * @param lists by local rank; may be empty
     */
    Relayed(ExchangePlan plan, IntPredicate isHere, List<AccessList> lists, Coverage coverage) {
      this.plan = plan;
      this.lists = lists;
      this.coverage = coverage;
      this.order =
          new RelayOrder(plan, isHere, lists.stream().filter(list -> !list.isEmpty()).toList());
    }

    @Override
    public PlannedWindow next() {
      if (order.isOver()) {
        return PlannedWindow.NONE;
      }
      List<Source> sources = new ArrayList<>();
      for (int rank = 0; rank < lists.size(); rank++) {
        AccessList part = lists.get(rank).clip(order.start(), order.end());
        if (!part.isEmpty()) {
          sources.add(new Source.OfRank(rank, part));
        }
      }
      WindowGrid windows = plan.windows(order.domain());
      PlannedWindow next = new Incoming(order.domain(), windows, sources, coverage).next();
      order.advance();
      return next;
    }
  }
}
