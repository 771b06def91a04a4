package io.jromio.comm;

import java.util.Arrays;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The contexts that this rank has free. Ranks that make a communicator together agree on one that
 * is free on all of them, so that contexts are used again after {@link #release}.
 *
 * <p>Several threads may make communicators at once, from different parents. Only one of them
 * offers its rank's free contexts at a time, the others offer none and try again; the one with the
 * lowest parent goes first on every rank, so that always one of them gets on.
 *
 * @source MPICH src/mpi/comm/contextid.c; Gropp and Thakur, Thread-safety in an MPI implementation,
 *     2007
 */
final class ContextIds {
  private static final long OFFERED = -1;

  private final long[] free;
  private final TreeSet<Integer> waitingParents = new TreeSet<>();
  private boolean taken;

  /**
   * @param count the number of contexts, a multiple of 64; context 0 is in use
   */
  ContextIds(int count) {
    free = new long[count / Long.SIZE];
    Arrays.fill(free, -1L);
    free[0] &= ~1L;
  }

  /**
   * Agrees on a context with all ranks of {@code parent}, which all call this.
   *
   * @param allreduceAnd the bitwise and over the ranks of the parent
   * @throws CommException if no context is free on all ranks
   */
  int agree(int parent, UnaryOperator<long[]> allreduceAnd) {
    while (true) {
      long[] offer = offer(parent);
      boolean mine = offer[free.length] == OFFERED;
      int chosen = -1;
      boolean all = false;
      try {
        long[] common = allreduceAnd.apply(offer);
        all = common[free.length] == OFFERED;
        chosen = all ? lowest(common) : -1;
      } finally {
        settle(parent, mine, all, chosen);
      }
      if (chosen >= 0) {
        return chosen;
      }
      if (all) {
        throw new CommException(
            "more than %d communicators are open; close some".formatted(free.length * Long.SIZE));
      }
      Thread.yield();
    }
  }

  /** Gives a context back. */
  synchronized void release(int context) {
    free[context / Long.SIZE] |= 1L << context;
  }

  private synchronized long[] offer(int parent) {
    waitingParents.add(parent);
    if (taken || waitingParents.first() != parent) {
      return new long[free.length + 1];
    }
    taken = true;
    long[] offer = Arrays.copyOf(free, free.length + 1);
    offer[free.length] = OFFERED;
    return offer;
  }

  private synchronized void settle(int parent, boolean mine, boolean all, int chosen) {
    if (mine) {
      taken = false;
    }
    if (all) {
      waitingParents.remove(parent);
    }
    if (chosen >= 0) {
      free[chosen / Long.SIZE] &= ~(1L << chosen);
    }
  }

  private int lowest(long[] mask) {
    for (int i = 0; i < free.length; i++) {
      if (mask[i] != 0) {
        return i * Long.SIZE + Long.numberOfTrailingZeros(mask[i]);
      }
    }
    return -1;
  }
}
