package io.jromio.collective;

import java.util.ArrayDeque;

/**
 * Leads the windows of one sequence through their depots, up to {@link DepotSpace#DEPTH} at a time:
 * the owner of a file domain, or the leader of a node for windows whose owners are elsewhere. It
 * never waits; {@link #step} does what can be done now.
 */
abstract sealed class Keeper permits FillKeeper, DrainKeeper {
  private final TwoPhaseCall call;
  private final WindowSequence windows;
  private final Depot[] depots;
  private final ArrayDeque<Assembly> underWay = new ArrayDeque<>();
  private PlannedWindow next;
  private int begun;

  Keeper(TwoPhaseCall call, WindowSequence windows, Depot[] depots) {
    this.call = call;
    this.windows = windows;
    this.depots = depots;
    this.next = windows.next();
  }

  /** Does what can be done; returns whether anything was. */
  abstract boolean step();

  /** Whether all windows are through. */
  final boolean isOver() {
    return underWay.isEmpty() && next == PlannedWindow.NONE;
  }

  /** One of all ranks that it waits for, if it cannot go on. */
  final int awaited() {
    Assembly head = underWay.peek();
    RankNodes nodes = call.nodes();
    if (head != null && head.settled < head.window.size()) {
      return switch (head.window.source(head.settled)) {
        case Source.OfRank rank -> nodes.rank(rank.localRank());
        case Source.OfNode node -> call.leader(node.node());
      };
    }
    return call.plan().aggregator(head == null ? 0 : head.window.domain());
  }

  final TwoPhaseCall call() {
    return call;
  }

  final ArrayDeque<Assembly> underWay() {
    return underWay;
  }

  /** The window to begin next, {@link PlannedWindow#NONE} if all are begun. */
  final PlannedWindow next() {
    return next;
  }

  final boolean hasFreeDepot() {
    return next != PlannedWindow.NONE && underWay.size() < depots.length;
  }

  /** Gives the next window a depot. */
  final Assembly begin() {
    int place = begun++ % depots.length;
    Assembly assembly = new Assembly(next, depots[place], place);
    underWay.add(assembly);
    next = windows.next();
    return assembly;
  }

  /** Gives the first window's depot back. */
  final void end() {
    Assembly head = underWay.remove();
    head.depot.close();
    call.counters().window();
  }

  final long key(PlannedWindow window) {
    return call.plan().key(window.domain(), window.number());
  }
}
