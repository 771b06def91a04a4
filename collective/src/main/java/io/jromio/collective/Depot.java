package io.jromio.collective;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Memory of one node for one window of the file, through which its keeper and the other ranks of
 * the node hand over data without a message. For a write the keeper opens it empty, and guests put
 * their data where it belongs in the window; for a read the keeper opens it when the window is
 * there, and guests take theirs.
 *
 * <pre>
 *   0     8            16     24      32            32 + 8 * ranks
 *   +-----+------------+------+-------+--------------+-- - --+-----------------+
 *   | key | generation | turn | limit | done by rank |padding| bytes of window |
 *   +-----+------------+------+-------+--------------+-- - --+-----------------+
 * </pre>
 *
 * <p>{@code key} is the window it is open for, stored last when it opens. {@code generation} counts
 * how often it was opened; a guest that is done stores it in its word. {@code turn} is the only
 * rank that is admitted, or {@link #ANYBODY}. Everything before is seen by who sees the key, and
 * what a guest did by who sees that it is done.
 */
final class Depot {
  /** Not open; no window has this key. */
  static final long CLOSED = Long.MIN_VALUE;

  /** Guests come in any order. */
  static final int ANYBODY = -1;

  private static final VarHandle LONG = JAVA_LONG.varHandle();
  private static final long KEY = 0;
  private static final long GENERATION = 8;
  private static final long TURN = 16;
  private static final long LIMIT = 24;
  private static final long DONE = 32;

  /** Windows begin at a page: the kernel copies such memory faster. */
  private static final long PAGE = 4096;

  private final MemorySegment header;
  private final MemorySegment memory;

  /**
   * @param bytes {@link #length} of them
   */
  Depot(MemorySegment bytes, int ranks) {
    long head = head(ranks);
    this.header = bytes.asSlice(0, head);
    this.memory = bytes.asSlice(head);
  }

  private static long head(int ranks) {
    return (DONE + (long) ranks * Long.BYTES + PAGE - 1) / PAGE * PAGE;
  }

  /** Bytes that a depot takes. */
  static long length(int ranks, long windowBytes) {
    return head(ranks) + (windowBytes + PAGE - 1) / PAGE * PAGE;
  }

  /** To be called once, before anybody uses it: it is not open, and never was. */
  void reset() {
    header.fill((byte) 0);
    LONG.setRelease(header, KEY, CLOSED);
  }

  /** Bytes of the window, from its first on. */
  MemorySegment memory() {
    return memory;
  }

  /**
   * Opens it.
   *
   * @param limit for a read, where the file was found to end
   */
  void open(long key, int turn, long limit) {
    header.set(JAVA_LONG, GENERATION, header.get(JAVA_LONG, GENERATION) + 1);
    header.set(JAVA_LONG, LIMIT, limit);
    LONG.setRelease(header, TURN, (long) turn);
    LONG.setRelease(header, KEY, key);
  }

  /** Lets the next rank in. */
  void turn(int localRank) {
    LONG.setRelease(header, TURN, (long) localRank);
  }

  /** Whether a guest is done with what it was opened for last. */
  boolean isDone(int localRank) {
    long done = (long) LONG.getAcquire(header, DONE + (long) localRank * Long.BYTES);
    return done == header.get(JAVA_LONG, GENERATION);
  }

  /** Closes it; all guests are done. */
  void close() {
    LONG.setRelease(header, KEY, CLOSED);
  }

  /** Whether a guest may go in now for a window that it takes part in. */
  boolean admits(long key, int localRank) {
    if ((long) LONG.getAcquire(header, KEY) != key) {
      return false;
    }
    long turn = (long) LONG.getAcquire(header, TURN);
    return turn == ANYBODY || turn == localRank;
  }

  /** The one of some depots that admits a guest for a window, if any does. */
  static @Nullable Depot admitting(Depot[] depots, long key, int localRank) {
    for (Depot depot : depots) {
      if (depot.admits(key, localRank)) {
        return depot;
      }
    }
    return null;
  }

  /** Where the file ends, for a guest that was admitted. */
  long limit() {
    return header.get(JAVA_LONG, LIMIT);
  }

  /** Says that a guest that was admitted is done. */
  void done(int localRank) {
    long generation = header.get(JAVA_LONG, GENERATION);
    LONG.setRelease(header, DONE + (long) localRank * Long.BYTES, generation);
  }
}
