package io.jromio.comm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Where the ranks of one node put up a few values each, and read those of all: an allgather at the
 * price of a few cache lines, without messages.
 *
 * <p>Every rank has two slots, used in turn, so that nobody overwrites what another may still be
 * reading: a rank is in call k + 2 only after all have begun call k + 1.
 *
 * <pre>
 *   slot of a rank for odd or even calls, padded to whole cache lines
 *   0        8          8 + 8 * words
 *   +--------+----------+---------+
 *   | call   | values   | padding |      call: the number of the call that put the values up
 *   +--------+----------+---------+
 * </pre>
 *
 * <p>One thread of a rank at a time. Memory is two slots per rank, for all ranks together.
 */
public final class SharedBoard implements SharedCondition {
  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long CACHE_LINE = 64;

  /** A call to copy memory costs more than so many words. */
  private static final int FEW = 4;

  /** Looks at a slot before the communicator is asked to wait. */
  private static final int LOOKS = 64;

  private final Communicator ranks;
  private final MemorySegment memory;
  private final int words;
  private final long slotBytes;
  private long call;

  /** What {@link #holds} looks at: the slot of this rank. */
  private int awaited;

  private SharedBoard(Communicator ranks, MemorySegment memory, int words) {
    this.ranks = ranks;
    this.memory = memory;
    this.words = words;
    this.slotBytes = slotBytes(words);
  }

  private static long slotBytes(int words) {
    long bytes = (1L + words) * Long.BYTES;
    return (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  }

  /**
   * Makes a board in a part of a {@link SharedWindow}, which stays open as long as the board;
   * local.
   *
   * @param memory {@link #length} bytes of memory that was zero when the window was made, the same
   *     part on all ranks
   * @param nodeRanks the ranks that made the window
   * @param words values per rank, at least 1; the same on all ranks
   */
  public static SharedBoard in(MemorySegment memory, Communicator nodeRanks, int words) {
    long length = length(nodeRanks.size(), words);
    if (memory.byteSize() != length) {
      throw new IllegalArgumentException(
          "memory.byteSize=%d, expected %d".formatted(memory.byteSize(), length));
    }
    return new SharedBoard(nodeRanks, memory, words);
  }

  /** Bytes that a board takes: whole cache lines. */
  public static long length(int ranks, int words) {
    if (words < 1) {
      throw new IllegalArgumentException("words=%d, expected >= 1".formatted(words));
    }
    return 2 * slotBytes(words) * ranks;
  }

  /**
   * Puts up this rank's values and waits for those of all; collective.
   *
   * @param mine as many values as the board has words
   * @param all gets the values of all ranks, in rank order
   * @throws CommException within a bounded time when a rank is gone
   */
  public void exchange(long[] mine, long[] all) {
    if (mine.length != words || all.length != words * ranks.size()) {
      throw new IllegalArgumentException(
          "mine=%d all=%d values, expected %d and %d"
              .formatted(mine.length, all.length, words, words * ranks.size()));
    }
    call++;
    int me = ranks.rank();
    put(mine, slot(me) + Long.BYTES);
    LONG.setRelease(memory, slot(me), call);
    for (int rank = 0; rank < ranks.size(); rank++) {
      awaited = rank;
      awaitSlot();
      get(slot(rank) + Long.BYTES, all, rank * words);
    }
  }

  private void put(long[] values, long at) {
    if (words > FEW) {
      MemorySegment.copy(values, 0, memory, JAVA_LONG, at, words);
      return;
    }
    for (int word = 0; word < words; word++) {
      memory.set(JAVA_LONG, at + (long) word * Long.BYTES, values[word]);
    }
  }

  private void get(long at, long[] values, int first) {
    if (words > FEW) {
      MemorySegment.copy(memory, JAVA_LONG, at, values, first, words);
      return;
    }
    for (int word = 0; word < words; word++) {
      values[first + word] = memory.get(JAVA_LONG, at + (long) word * Long.BYTES);
    }
  }

  private void awaitSlot() {
    for (int look = 0; look < LOOKS; look++) {
      if (holds()) {
        return;
      }
      Thread.onSpinWait();
    }
    ranks.await(this);
  }

  @Override
  public boolean holds() {
    return (long) LONG.getAcquire(memory, slot(awaited)) == call;
  }

  @Override
  public int awaited() {
    return awaited;
  }

  private long slot(int rank) {
    return (2L * rank + (call & 1)) * slotBytes;
  }
}
