package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * The windows of other nodes' file domains that some lists touch, in the order in which all nodes
 * move them: by their numbers, and among equal numbers by domain. So of two nodes that exchange
 * windows neither waits for one that the other puts behind.
 *
 * <p>Remembers where it is and nothing else, however many domains and windows there are.
 */
final class RelayOrder {
  private final ExchangePlan plan;
  private final IntPredicate isHere;
  private final List<AccessList> lists;
  private final int firstDomain;
  private final int lastDomain;
  private long number;
  private int domain;

  /**
   * @param isHere whether the owner of a domain is on this node
   * @param lists none of them empty; may be none
   */
  RelayOrder(ExchangePlan plan, IntPredicate isHere, List<AccessList> lists) {
    this.plan = plan;
    this.isHere = isHere;
    this.lists = lists;
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (AccessList list : lists) {
      first = Math.min(first, plan.domains().indexOf(list.start()));
      last = Math.max(last, plan.domains().indexOf(list.end() - 1));
    }
    firstDomain = first;
    lastDomain = last;
    number = lists.isEmpty() ? Long.MAX_VALUE : 0;
    domain = first - 1;
    advance();
  }

  boolean isOver() {
    return number == Long.MAX_VALUE;
  }

  int domain() {
    return domain;
  }

  /** The number of the window in its domain. */
  long number() {
    return number;
  }

  /** The first byte of the window. */
  long start() {
    return plan.windows(domain).start(number);
  }

  /** One past its last byte. */
  long end() {
    return plan.windows(domain).end(number);
  }

  /** Goes to the next window. */
  void advance() {
    for (domain = nextDomain(domain + 1); domain <= lastDomain; domain = nextDomain(domain + 1)) {
      if (isElsewhere(domain) && touches(plan.windows(domain))) {
        return;
      }
    }
    number = nextNumber();
    if (!isOver()) {
      domain = firstDomain - 1;
      advance();
    }
  }

  /** The first domain from {@code from} on that any list touches; a large number if none does. */
  private int nextDomain(int from) {
    int next = Integer.MAX_VALUE - 1;
    for (AccessList list : lists) {
      if (from <= lastDomain) {
        AccessList rest = list.clip(plan.domains().start(from), Long.MAX_VALUE);
        next = rest.isEmpty() ? next : Math.min(next, plan.domains().indexOf(rest.start()));
      }
    }
    return next;
  }

  private boolean touches(WindowGrid windows) {
    if (number >= windows.count()) {
      return false;
    }
    for (AccessList list : lists) {
      if (list.bytesBelow(windows.end(number)) > list.bytesBelow(windows.start(number))) {
        return true;
      }
    }
    return false;
  }

  /** The lowest number above this one of a window that any list touches. */
  private long nextNumber() {
    long next = Long.MAX_VALUE;
    for (int other = firstDomain; other <= lastDomain; other = nextDomain(other + 1)) {
      WindowGrid windows = plan.windows(other);
      if (!isElsewhere(other) || number + 1 >= windows.count()) {
        continue;
      }
      for (AccessList list : lists) {
        AccessList rest = list.clip(windows.start(number + 1), windows.to());
        if (!rest.isEmpty()) {
          next = Math.min(next, windows.indexOf(rest.start()));
        }
      }
    }
    return next;
  }

  private boolean isElsewhere(int other) {
    return !isHere.test(other);
  }
}
