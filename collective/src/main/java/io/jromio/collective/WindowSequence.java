package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The windows of a keeper in the order in which it moves them: by their numbers, and among equal
 * numbers by domain. All nodes follow this order, so that of two that exchange windows neither
 * waits for one that the other puts behind.
 */
final class WindowSequence {
  private final List<Incoming> domains = new ArrayList<>();
  private final Map<Integer, PieceWalk> own = new HashMap<>();
  private final long[] leaders;

  /**
   * @param leaders of all nodes, among all ranks; may be empty if windows have no other nodes
   */
  WindowSequence(long[] leaders) {
    this.leaders = leaders;
  }

  /**
   * Adds the windows of a file domain; domains come in ascending order.
   *
   * @param ownPart what this rank has there
   */
  void add(int domain, Incoming incoming, AccessList ownPart) {
    domains.add(incoming);
    if (!ownPart.isEmpty()) {
      own.put(domain, new PieceWalk(ownPart));
    }
  }

  /** Plans the next window; {@link PlannedWindow#NONE} after the last. */
  PlannedWindow next() {
    Incoming first = null;
    long number = Long.MAX_VALUE;
    for (Incoming domain : domains) {
      long candidate = domain.nextNumber();
      if (candidate < number) {
        number = candidate;
        first = domain;
      }
    }
    return first == null ? PlannedWindow.NONE : first.next();
  }

  /** This rank's own pieces in a domain, as far as they have not been shown. */
  @Nullable PieceWalk own(int domain) {
    return own.get(domain);
  }

  /** The rank that leads a node. */
  int leader(int node) {
    return (int) leaders[node];
  }
}
