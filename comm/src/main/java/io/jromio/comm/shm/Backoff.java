package io.jromio.comm.shm;

import java.util.concurrent.locks.LockSupport;

/**
 * How one thread waits for another process: it spins briefly, then offers its core to others, then
 * sleeps, longer each time. One object serves one wait; it is not thread-safe.
 *
 * <p>Deciding ({@link #next}) and doing ({@link #rest}) are apart, so that tests move the clock.
 *
 * @source the idea: Agrona BackoffIdleStrategy
 */
public final class Backoff {
  /** What {@link #next} says for: poll again at once. */
  static final long SPIN = -1;

  /** What {@link #next} says for: let others run. */
  static final long YIELD = 0;

  private static final long MIN_PARK_NS = 5_000;
  private static final long MAX_PARK_NS = 100_000;
  private static final long YIELD_NS = 400_000;

  private final int spins;
  private int spun;
  private long yieldUntilNs;
  private long parkNs = MIN_PARK_NS;

  /**
   * @param spins polls before the first yield; see {@link #spins(int, int)}
   */
  public Backoff(int spins) {
    this.spins = spins;
  }

  /** How many spins pay off for {@code ranks} on {@code cores}. */
  public static int spins(int ranks, int cores) {
    return ranks <= cores ? 50 : 10;
  }

  /** Something has moved: start over. */
  public void reset() {
    spun = 0;
    parkNs = MIN_PARK_NS;
  }

  /** Whether the next step reads the clock. */
  public boolean isPastSpinning() {
    return spun >= spins;
  }

  /**
   * Decides the next step: {@link #SPIN}, {@link #YIELD}, or to sleep for as many nanoseconds.
   *
   * @param nowNs the time; not looked at while {@link #isPastSpinning} is false
   */
  long next(long nowNs) {
    if (spun < spins) {
      spun++;
      return SPIN;
    }
    if (spun == spins) {
      spun++;
      yieldUntilNs = nowNs + YIELD_NS;
    }
    if (nowNs - yieldUntilNs < 0) {
      return YIELD;
    }
    long park = parkNs;
    parkNs = Math.min(MAX_PARK_NS, parkNs * 2);
    return park;
  }

  /** Takes the next step. */
  public void rest(long nowNs) {
    long step = next(nowNs);
    if (step == SPIN) {
      Thread.onSpinWait();
    } else if (step == YIELD) {
      Thread.yield();
    } else {
      LockSupport.parkNanos(step);
    }
  }
}
