package io.jromio.collective;

import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ranks share memory: the nodes of the ranks that opened a file. Nodes are numbered by their
 * lowest ranks, which lead them: they alone exchange with other nodes.
 *
 * <p>A rank knows the ranks of its own node, and no others. Those that lead or aggregate also know
 * all leaders.
 *
 * @source Kang et al. 2020 (two-layer aggregation)
 */
final class RankNodes implements AutoCloseable {
  private final Communicator all;
  private final Communicator local;
  private final @Nullable Communicator leading;
  private final int[] ranks;
  private final int index;
  private final int count;

  private RankNodes(
      Communicator all, Communicator local, @Nullable Communicator leading, long[] place) {
    this.all = all;
    this.local = local;
    this.leading = leading;
    this.index = (int) place[0];
    this.count = (int) place[1];
    long[] members = local.allgather(all.rank());
    ranks = new int[members.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = (int) members[i];
    }
  }

  /** Collective: the nodes as they are. */
  static RankNodes of(Communicator all) {
    if (all.sharesMemory()) {
      return new RankNodes(all);
    }
    Communicator local = all.splitShared();
    Communicator same = all.split(local.rank() == 0 ? 0 : 1, all.rank());
    long[] place = {same.rank(), same.size()};
    local.bcast(MemorySegment.ofArray(place), 0);
    if (local.rank() == 0) {
      return new RankNodes(all, local, same, place);
    }
    same.close();
    return new RankNodes(all, local, null, place);
  }

  /** All ranks are on one node. */
  private RankNodes(Communicator all) {
    this.all = all;
    this.local = all;
    this.leading = null;
    this.index = 0;
    this.count = 1;
    ranks = new int[all.size()];
    Arrays.setAll(ranks, rank -> rank);
  }

  /** Collective: as if every rank were a node of its own. */
  static RankNodes apart(Communicator all) {
    if (all.size() == 1) {
      return new RankNodes(all);
    }
    long[] place = {all.rank(), all.size()};
    return new RankNodes(all, all.split(all.rank(), 0), all.dup(), place);
  }

  /** The ranks of this node. */
  Communicator local() {
    return local;
  }

  /** The leaders of all nodes, in the order of the nodes; null on ranks that do not lead. */
  @Nullable Communicator leading() {
    return leading;
  }

  /** The number of this node. */
  int index() {
    return index;
  }

  /** How many nodes there are. */
  int count() {
    return count;
  }

  /** The rank that a rank of this node has among all. */
  int rank(int localRank) {
    return ranks[localRank];
  }

  /** The rank on this node of one of all, or -1 if it is elsewhere. */
  int localRank(int rank) {
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] == rank) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Collective on the node: passes what only the leader knows to the ranks of the node that need
   * it.
   *
   * @param known the same number of values everywhere; the leader's are right
   * @param needing the ranks in need, of all nodes
   * @return the right values on the leader and on those in need; elsewhere nothing
   */
  long[] hand(long[] known, AggregatorList needing) {
    List<Request> sends = new ArrayList<>();
    long[] handed = local.rank() == 0 ? known : new long[0];
    for (int to = 1; to < ranks.length; to++) {
      boolean needs = needing.domainOf(ranks[to]) >= 0;
      if (needs && local.rank() == 0) {
        sends.add(local.isend(MemorySegment.ofArray(known), to, MessageTags.HANDED));
      } else if (needs && local.rank() == to) {
        handed = new long[known.length];
        local.recv(MemorySegment.ofArray(handed), 0, MessageTags.HANDED);
      }
    }
    sends.forEach(Request::await);
    return handed;
  }

  Communicator all() {
    return all;
  }

  @Override
  public void close() {
    if (leading != null) {
      leading.close();
    }
    if (count > 1) {
      local.close();
    }
  }
}
