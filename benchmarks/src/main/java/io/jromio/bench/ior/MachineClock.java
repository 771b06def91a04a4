package io.jromio.bench.ior;

import java.time.Duration;
import java.time.Instant;

/** The monotonic clock, set once by the wall clock when it is made. */
final class MachineClock implements RunClock {
  private static final long NS_PER_SECOND = 1_000_000_000;

  private final long epochMinusMonotonicNs;

  MachineClock() {
    Instant now = Instant.now();
    this.epochMinusMonotonicNs =
        now.getEpochSecond() * NS_PER_SECOND + now.getNano() - System.nanoTime();
  }

  @Override
  public long stampNs() {
    return System.nanoTime() + epochMinusMonotonicNs;
  }

  @Override
  public void sleep(long seconds) {
    try {
      Thread.sleep(Duration.ofSeconds(seconds));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
