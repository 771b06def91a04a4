package io.jromio.bench.ior;

import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;

/**
 * The six time stamps of a timed phase on one rank, and what they amount to over all ranks: an
 * interval runs from the first rank that began to the last one that ended.
 */
final class PhaseTimes {

  /** The stamps in the order of a phase: the first of a pair begins, the second one ends. */
  enum Stamp {
    OPEN_START("open start"),
    OPEN_STOP("open stop"),
    TRANSFER_START("start"),
    TRANSFER_STOP("stop"),
    CLOSE_START("close start"),
    CLOSE_STOP("close stop");

    private final String shownAs;

    Stamp(String shownAs) {
      this.shownAs = shownAs;
    }

    @Override
    public String toString() {
      return shownAs;
    }
  }

  /** Seconds that the parts of a phase took over all ranks. */
  record Durations(double open, double transfer, double close, double total) {}

  private static final double NS_PER_SECOND = 1e9;

  private final RunClock clock;
  private final long[] stampsNs = new long[Stamp.values().length];

  PhaseTimes(RunClock clock) {
    this.clock = clock;
  }

  void take(Stamp stamp) {
    stampsNs[stamp.ordinal()] = clock.stampNs();
  }

  long stampNs(Stamp stamp) {
    return stampsNs[stamp.ordinal()];
  }

  /** What this rank took for its transfers, in seconds. */
  double transferTime() {
    return seconds(stampsNs, stampsNs, Stamp.TRANSFER_START, Stamp.TRANSFER_STOP);
  }

  /** Reduces over all ranks; collective. */
  Durations reduce(Communicator comm) {
    long[] first = comm.allreduce(ReduceOp.MIN, stampsNs);
    long[] last = comm.allreduce(ReduceOp.MAX, stampsNs);
    return new Durations(
        seconds(first, last, Stamp.OPEN_START, Stamp.OPEN_STOP),
        seconds(first, last, Stamp.TRANSFER_START, Stamp.TRANSFER_STOP),
        seconds(first, last, Stamp.CLOSE_START, Stamp.CLOSE_STOP),
        seconds(first, last, Stamp.OPEN_START, Stamp.CLOSE_STOP));
  }

  private static double seconds(long[] first, long[] last, Stamp start, Stamp stop) {
    return (last[stop.ordinal()] - first[start.ordinal()]) / NS_PER_SECOND;
  }
}
