package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.CommException;
import io.jromio.comm.ReduceOp;
import io.jromio.comm.SharedWindow;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * All depots of a node: {@link #DEPTH} for each file domain whose owner is here, so that one is
 * filled while another is in I/O, and as many for the windows that go to owners elsewhere.
 *
 * <p>Nothing is allocated before the first aggregated call; then as much as that needs, and more
 * when a later one does. Memory is reserved on all ranks or on none.
 */
final class DepotSpace implements AutoCloseable {
  /** Windows of one keeper that may be under way at once. */
  static final int DEPTH = 2;

  private static final long SMALLEST = 64L << 10;

  /** Longer windows are not kept for the next file: 4 MiB. */
  private static final long LONGEST_KEPT = 4L << 20;

  private final RankNodes nodes;

  /** By local rank: the number of the domain it owns among those of this node, from 1; else 0. */
  private final int[] keepers;

  private @Nullable AggregatorList owners;
  private int keptDomains;
  private final StagingArea own = new StagingArea();
  private @Nullable SharedWindow shared;
  private MemorySegment memory = MemorySegment.NULL;
  private long windowBytes;

  DepotSpace(RankNodes nodes) {
    this.nodes = nodes;
    this.keepers = new int[nodes.local().size()];
  }

  /**
   * Collective: makes room for windows of this size.
   *
   * @param aggregators among all ranks
   * @return whether there is room on all nodes; without, nothing is left of what there was
   */
  boolean reserve(AggregatorList aggregators, long bytes, long most) {
    if (!aggregators.equals(owners)) {
      close();
      deal(aggregators);
    }
    if (bytes <= windowBytes) {
      return true;
    }
    close();
    long rounded = Math.min(Math.max(SMALLEST, Long.highestOneBit(2 * bytes - 1)), most);
    windowBytes = allocate(Math.max(rounded, bytes)) ? Math.max(rounded, bytes) : 0;
    boolean everywhere = nodes.all().allreduce(ReduceOp.MIN, windowBytes > 0 ? 1 : 0)[0] == 1;
    if (!everywhere) {
      close();
    }
    return everywhere;
  }

  private void deal(AggregatorList aggregators) {
    owners = aggregators;
    keptDomains = 0;
    for (int localRank = 0; localRank < keepers.length; localRank++) {
      boolean keeps = aggregators.domainOf(nodes.rank(localRank)) >= 0;
      keepers[localRank] = keeps ? ++keptDomains : 0;
    }
  }

  private boolean allocate(long bytes) {
    int ranks = nodes.local().size();
    long one = Depot.length(ranks, bytes);
    long all = one * depots();
    try {
      if (ranks == 1) {
        memory = own.reserve(all);
      } else {
        shared = SharedWindow.allocate(nodes.local(), all);
        memory = shared.segment();
      }
    } catch (MpiIoException | CommException e) {
      return false;
    }
    if (nodes.local().rank() == 0) {
      for (int i = 0; i < depots(); i++) {
        depot(i, bytes).reset();
      }
    }
    return true;
  }

  private int depots() {
    return (keptDomains + (nodes.count() > 1 ? 1 : 0)) * DEPTH;
  }

  private Depot depot(int i, long bytes) {
    int ranks = nodes.local().size();
    long one = Depot.length(ranks, bytes);
    return new Depot(memory.asSlice(i * one, one), ranks);
  }

  /** The depots of a file domain whose owner is on this node. */
  Depot[] of(int ownerLocalRank) {
    return depots((keepers[ownerLocalRank] - 1) * DEPTH);
  }

  /** The depots of the leader, for windows whose owners are elsewhere. */
  Depot[] ofLeader() {
    return depots(keptDomains * DEPTH);
  }

  private Depot[] depots(int first) {
    Depot[] depots = new Depot[DEPTH];
    for (int i = 0; i < DEPTH; i++) {
      depots[i] = depot(first + i, windowBytes);
    }
    return depots;
  }

  /**
   * Gives back memory that is not kept; the same on all ranks, as they have asked for the same
   * windows.
   */
  void trim() {
    if (windowBytes > LONGEST_KEPT) {
      close();
    }
  }

  /** Gives the memory back; local. */
  @Override
  public void close() {
    windowBytes = 0;
    memory = MemorySegment.NULL;
    own.close();
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }
}
