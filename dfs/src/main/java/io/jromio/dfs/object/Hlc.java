package io.jromio.dfs.object;

import java.time.Instant;

/**
 * Epochs: hybrid logical clock values, unsigned 64 bits. A value is 16 times the nanoseconds since
 * 2021-01-01T00:00:00Z, and its low four bits tell apart what happens within one nanosecond.
 *
 * @source DAOS src/gurt/hlc.c; Kulkarni et al. 2014, Logical Physical Clocks
 */
public final class Hlc {
  private static final long BASE_SECOND = Instant.parse("2021-01-01T00:00:00Z").getEpochSecond();
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final int LOGICAL_BITS = 4;

  private Hlc() {}

  /** The time of an epoch. */
  public static Instant time(long epoch) {
    long ns = epoch >>> LOGICAL_BITS;
    return Instant.ofEpochSecond(BASE_SECOND + ns / NS_PER_SECOND, ns % NS_PER_SECOND);
  }

  /**
   * The first epoch of a time.
   *
   * @throws IllegalArgumentException before 2021 or after 2057
   */
  public static long epoch(Instant time) {
    long seconds = time.getEpochSecond() - BASE_SECOND;
    if (seconds < 0 || seconds >= (1L << (64 - LOGICAL_BITS)) / NS_PER_SECOND) {
      throw new IllegalArgumentException("no epoch of this time: " + time);
    }
    return (seconds * NS_PER_SECOND + time.getNano()) << LOGICAL_BITS;
  }
}
