package io.jromio.bench.ior;

import io.jromio.bench.ior.PhaseTimes.Durations;

/**
 * What one write or read phase came to.
 *
 * @param writes whether it wrote
 * @param repetition of which repetition, from 0
 * @param bytes what all ranks moved together
 * @param latency the mean time of a transfer on the rank where it is least, in seconds
 */
record PhaseResult(
    boolean writes, int repetition, long bytes, double latency, Durations durations) {

  /** Bytes per second, opening and closing included. */
  double bandwidth() {
    return bytes / durations.total();
  }

  /** Transfers per second, opening and closing left out. */
  double iops(long transferSize) {
    long transfers = bytes / transferSize;
    return transfers / durations.transfer();
  }

  /** Transfers per second, opening and closing included. */
  double operations(long transferSize) {
    return (double) bytes / transferSize / durations.total();
  }
}
