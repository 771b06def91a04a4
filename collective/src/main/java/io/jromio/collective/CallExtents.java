package io.jromio.collective;

import java.util.Arrays;

/**
 * What all ranks know about one collective call after one exchange: a fixed number of values per
 * rank.
 *
 * <p>Ranks without bytes count for nothing but their failure: wherever they stand in the file, they
 * move no border.
 */
final class CallExtents {
  /** Values per rank. */
  static final int FIELDS = 6;

  private static final int START = 0;
  private static final int END = 1;
  private static final int BYTES = 2;
  private static final int PIECES = 3;
  private static final int FLAGS = 4;
  private static final int TERMS = 5;

  private static final long FAILED = 1;
  private static final long SCATTERED_MEMORY = 2;

  private final long[] values;
  private final int ranks;
  private final int dataRanks;
  private final long dataStart;
  private final long dataEnd;
  private final long totalBytes;
  private final long totalPieces;

  /**
   * @param values {@link #FIELDS} values per rank in rank order, as {@link #entry} makes them
   */
  CallExtents(long[] values) {
    this.values = values;
    this.ranks = values.length / FIELDS;
    int withData = 0;
    long start = Long.MAX_VALUE;
    long end = 0;
    long bytes = 0;
    long pieces = 0;
    for (int rank = 0; rank < ranks; rank++) {
      if (bytes(rank) > 0) {
        withData++;
        start = Math.min(start, start(rank));
        end = Math.max(end, end(rank));
        bytes = saturatedSum(bytes, bytes(rank));
        pieces = saturatedSum(pieces, pieces(rank));
      }
    }
    this.dataRanks = withData;
    this.dataStart = withData == 0 ? 0 : start;
    this.dataEnd = end;
    this.totalBytes = bytes;
    this.totalPieces = pieces;
  }

  /**
   * The values of one rank.
   *
   * @param extent start, end, bytes and pieces of its access list
   * @param failed whether its arguments were wrong
   * @param scatteredMemory whether its data has to be packed
   * @param terms a number made from everything that all ranks must give alike
   */
  static long[] entry(long[] extent, boolean failed, boolean scatteredMemory, long terms) {
    long[] entry = Arrays.copyOf(extent, FIELDS);
    entry[FLAGS] = (failed ? FAILED : 0) | (scatteredMemory ? SCATTERED_MEMORY : 0);
    entry[TERMS] = terms;
    return entry;
  }

  int ranks() {
    return ranks;
  }

  long start(int rank) {
    return value(rank, START);
  }

  long end(int rank) {
    return value(rank, END);
  }

  long bytes(int rank) {
    return value(rank, BYTES);
  }

  long pieces(int rank) {
    return value(rank, PIECES);
  }

  /** The number of ranks that move any byte. */
  int dataRanks() {
    return dataRanks;
  }

  /** The first byte of the file that any rank touches; 0 if none does. */
  long dataStart() {
    return dataStart;
  }

  /** One past the last byte that any rank touches; 0 if none does. */
  long dataEnd() {
    return dataEnd;
  }

  /** Bytes of all ranks together, at most {@link Long#MAX_VALUE}. */
  long totalBytes() {
    return totalBytes;
  }

  /** Pieces of all ranks together, at most {@link Long#MAX_VALUE}. */
  long totalPieces() {
    return totalPieces;
  }

  /** Whether a rank has to pack its data into staging memory. */
  boolean anyScatteredMemory() {
    for (int rank = 0; rank < ranks; rank++) {
      if ((value(rank, FLAGS) & SCATTERED_MEMORY) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The lowest rank whose arguments were wrong, or {@link #ranks} if there is none. */
  int lowestFailure() {
    int rank = 0;
    while (rank < ranks && (value(rank, FLAGS) & FAILED) == 0) {
      rank++;
    }
    return rank;
  }

  /** The lowest rank whose terms are not those of rank 0, or {@link #ranks} if there is none. */
  int lowestDifference() {
    int rank = 0;
    while (rank < ranks && value(rank, TERMS) == value(0, TERMS)) {
      rank++;
    }
    return rank;
  }

  /** Whether the ranges of any two ranks with data overlap, not only those of neighbours. */
  boolean interleaved() {
    long reached = 0;
    boolean ascending = true;
    for (int rank = 0; rank < ranks && ascending; rank++) {
      if (bytes(rank) > 0) {
        ascending = start(rank) >= reached;
        reached = end(rank);
      }
    }
    return !ascending && overlapInAnyOrder();
  }

  private boolean overlapInAnyOrder() {
    long[] starts = new long[dataRanks];
    long[] ends = new long[dataRanks];
    int n = 0;
    for (int rank = 0; rank < ranks; rank++) {
      if (bytes(rank) > 0) {
        starts[n] = start(rank);
        ends[n++] = end(rank);
      }
    }
    Arrays.sort(starts);
    Arrays.sort(ends);
    for (int i = 1; i < n; i++) {
      if (starts[i] < ends[i - 1]) {
        return true; // i+1 ranges have begun, but fewer than i have ended
      }
    }
    return false;
  }

  private long value(int rank, int field) {
    return values[rank * FIELDS + field];
  }

  private static long saturatedSum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
