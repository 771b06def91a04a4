package io.jromio.collective;

import java.util.Arrays;

/**
 * What all ranks know of one collective call after one exchange: sums over the ranks, whose number
 * does not matter for the memory it takes.
 *
 * @param dataRanks ranks that move any byte
 * @param start the first byte of the file that any rank touches; 0 if none does
 * @param end one past the last byte that any rank touches; 0 if none does
 * @param bytes of all ranks together, at most {@link Long#MAX_VALUE}
 * @param pieces of all ranks together, at most {@link Long#MAX_VALUE}
 * @param interleaved whether ranges of ranks overlap
 * @param failed the lowest rank whose arguments were wrong, or {@link #NOBODY}
 * @param different the lowest rank whose terms are not those of the first, or {@link #NOBODY}
 * @param first the lowest rank that is in these sums
 * @param terms that rank's
 */
record CallSummary(
    long dataRanks,
    long start,
    long end,
    long bytes,
    long pieces,
    boolean interleaved,
    long failed,
    long different,
    long first,
    long terms) {
  /** No rank. */
  static final long NOBODY = Long.MAX_VALUE;

  /** Values of {@link #words}; no more than those of an entry. */
  static final int WORDS = 10;

  /**
   * The sums over some ranks.
   *
   * @param entries {@link CallEntry#WORDS} values per rank
   * @param ranks which ranks they are, ascending
   */
  static CallSummary of(long[] entries, int[] ranks) {
    CallSummary[] each = new CallSummary[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      int at = i * CallEntry.WORDS;
      boolean moves = entries[at + CallEntry.BYTES] > 0;
      boolean failed = (entries[at + CallEntry.FLAGS] & CallEntry.FAILED) != 0;
      each[i] =
          new CallSummary(
              moves ? 1 : 0,
              moves ? entries[at + CallEntry.START] : 0,
              moves ? entries[at + CallEntry.END] : 0,
              moves ? entries[at + CallEntry.BYTES] : 0,
              moves ? entries[at + CallEntry.PIECES] : 0,
              false,
              failed ? ranks[i] : NOBODY,
              NOBODY,
              ranks[i],
              entries[at + CallEntry.TERMS]);
    }
    return merged(each);
  }

  /** The sums over several groups of ranks, which come in the order of their first ranks. */
  static CallSummary merged(CallSummary[] groups) {
    long dataRanks = 0;
    long start = Long.MAX_VALUE;
    long end = 0;
    long bytes = 0;
    long pieces = 0;
    boolean interleaved = overlap(groups);
    long failed = NOBODY;
    long different = NOBODY;
    for (CallSummary group : groups) {
      failed = Math.min(failed, group.failed);
      different = Math.min(different, group.different);
      if (group.terms != groups[0].terms) {
        different = Math.min(different, group.first);
      }
      if (group.dataRanks > 0) {
        dataRanks += group.dataRanks;
        start = Math.min(start, group.start);
        end = Math.max(end, group.end);
        bytes = saturatedSum(bytes, group.bytes);
        pieces = saturatedSum(pieces, group.pieces);
        interleaved |= group.interleaved;
      }
    }
    return new CallSummary(
        dataRanks,
        dataRanks == 0 ? 0 : start,
        end,
        bytes,
        pieces,
        interleaved,
        failed,
        different,
        groups[0].first,
        groups[0].terms);
  }

  /** Whether ranges of any two groups with data overlap, not only those of neighbours. */
  private static boolean overlap(CallSummary[] groups) {
    long reached = 0;
    boolean ascending = true;
    for (int i = 0; i < groups.length && ascending; i++) {
      if (groups[i].dataRanks > 0) {
        ascending = groups[i].start >= reached;
        reached = groups[i].end;
      }
    }
    return !ascending && overlapInAnyOrder(groups);
  }

  private static boolean overlapInAnyOrder(CallSummary[] groups) {
    long[] starts = new long[groups.length];
    long[] ends = new long[groups.length];
    int n = 0;
    for (CallSummary group : groups) {
      if (group.dataRanks > 0) {
        starts[n] = group.start;
        ends[n++] = group.end;
      }
    }
    Arrays.sort(starts, 0, n);
    Arrays.sort(ends, 0, n);
    for (int i = 1; i < n; i++) {
      if (starts[i] < ends[i - 1]) {
        return true; // i+1 ranges have begun, but fewer than i have ended
      }
    }
    return false;
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }

  /** Whether some rank's arguments were wrong. */
  boolean hasFailed() {
    return failed != NOBODY;
  }

  /** Whether ranks gave different terms. */
  boolean differs() {
    return different != NOBODY;
  }

  /** The sums as values for other ranks. */
  long[] words() {
    return new long[] {
      dataRanks, start, end, bytes, pieces, interleaved ? 1 : 0, failed, different, first, terms
    };
  }

  /** The sums that {@link #words} was called on; they begin at {@code at}. */
  static CallSummary of(long[] words, int at) {
    return new CallSummary(
        words[at],
        words[at + 1],
        words[at + 2],
        words[at + 3],
        words[at + 4],
        words[at + 5] != 0,
        words[at + 6],
        words[at + 7],
        words[at + 8],
        words[at + 9]);
  }
}
