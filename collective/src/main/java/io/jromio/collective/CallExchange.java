package io.jromio.collective;

import io.jromio.comm.Communicator;
import io.jromio.comm.SharedBoard;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * How ranks learn of each other's requests, and whether all went well: on a node by a board in
 * shared memory, between nodes by one message of each leader to each other. A rank sees the entries
 * of its own node, and sums over all.
 *
 * <p>A call of it is also a barrier: nobody returns before all have called.
 */
final class CallExchange {
  /** Values of a verdict: flags and terms. */
  private static final int VERDICT_WORDS = 2;

  private final RankNodes nodes;
  private final @Nullable SharedBoard board;
  private final @Nullable SharedBoard verdicts;
  private final long[] verdict = new long[VERDICT_WORDS];
  private final long[] localVerdicts;
  private final int[] ranks;
  private final long[] local;
  private CallSummary[] ofNodes = new CallSummary[0];

  private CallExchange(
      RankNodes nodes, @Nullable SharedBoard board, @Nullable SharedBoard verdicts) {
    this.nodes = nodes;
    this.board = board;
    this.verdicts = verdicts;
    this.localVerdicts = new long[nodes.local().size() * VERDICT_WORDS];
    int size = nodes.local().size();
    this.local = new long[size * CallEntry.WORDS];
    this.ranks = new int[size];
    for (int i = 0; i < size; i++) {
      ranks[i] = nodes.rank(i);
    }
  }

  /**
   * Over ranks of which each node shares memory.
   *
   * @param memory {@link #length} bytes, zero at first
   */
  static CallExchange over(RankNodes nodes, MemorySegment memory) {
    Communicator local = nodes.local();
    if (local.size() == 1) {
      return new CallExchange(nodes, null, null);
    }
    long entries = SharedBoard.length(local.size(), CallEntry.WORDS);
    return new CallExchange(
        nodes,
        SharedBoard.in(memory.asSlice(0, entries), local, CallEntry.WORDS),
        SharedBoard.in(memory.asSlice(entries), local, VERDICT_WORDS));
  }

  /** Bytes of memory that the ranks of a node need. */
  static long length(RankNodes nodes) {
    int size = nodes.local().size();
    return size == 1
        ? 0
        : SharedBoard.length(size, CallEntry.WORDS) + SharedBoard.length(size, VERDICT_WORDS);
  }

  RankNodes nodes() {
    return nodes;
  }

  /** Collective: puts up this rank's entry, waits for those of all, and adds them up. */
  CallSummary exchange(long[] entry) {
    putUp(entry);
    return summary();
  }

  /**
   * Collective: tells the others whether all went well here, and hears the same of them.
   *
   * @return whether nobody has failed and all terms are the same; if not, on all ranks, {@link
   *     #exchange} tells more
   */
  boolean agrees(boolean failed, long terms) {
    if (verdicts == null || nodes.count() > 1) {
      CallSummary summary = exchange(CallEntry.outcome(failed, terms));
      return !summary.hasFailed() && !summary.differs();
    }
    verdict[0] = failed ? CallEntry.FAILED : 0;
    verdict[1] = terms;
    verdicts.exchange(verdict, localVerdicts);
    for (int at = 0; at < localVerdicts.length; at += VERDICT_WORDS) {
      if (localVerdicts[at] != 0 || localVerdicts[at + 1] != terms) {
        return false;
      }
    }
    return true;
  }

  private void putUp(long[] entry) {
    if (board == null) {
      System.arraycopy(entry, 0, local, 0, CallEntry.WORDS);
    } else {
      board.exchange(entry, local);
    }
  }

  private CallSummary summary() {
    CallSummary ofNode = CallSummary.of(local, ranks);
    return nodes.count() == 1 ? ofNode : exchangeOverNodes(ofNode);
  }

  private CallSummary exchangeOverNodes(CallSummary ofNode) {
    long[] total = new long[CallEntry.WORDS];
    Communicator leading = nodes.leading();
    if (leading != null) {
      long[] words = leading.allgather(ofNode.words());
      ofNodes = new CallSummary[nodes.count()];
      for (int node = 0; node < ofNodes.length; node++) {
        ofNodes[node] = CallSummary.of(words, node * CallSummary.WORDS);
      }
      System.arraycopy(CallSummary.merged(ofNodes).words(), 0, total, 0, CallSummary.WORDS);
    }
    if (board != null) {
      long[] told = new long[local.length];
      board.exchange(total, told);
      total = told; // the leader's come first
    }
    return CallSummary.of(total, 0);
  }

  /** A value of the entry that a rank of this node put up last. */
  long value(int localRank, int field) {
    return local[localRank * CallEntry.WORDS + field];
  }

  /** The sums over each node, on its leader; nothing elsewhere, or if there is but one node. */
  CallSummary[] ofNodes() {
    return ofNodes;
  }
}
