package io.jromio.dfs.engine;

import io.jromio.dfs.object.Hlc;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The hybrid logical clock of an engine: epochs follow the time of day and never go back, even
 * where the time of day does.
 *
 * @source Kulkarni et al. 2014, Logical Physical Clocks, algorithm of figure 5
 */
final class Clock {
  private final InstantSource time;
  private final AtomicLong last = new AtomicLong();

  Clock(InstantSource time) {
    this.time = time;
  }

  /** A new epoch, above every earlier one and every one that was merged. */
  long tick() {
    long now = Hlc.epoch(time.instant());
    return last.updateAndGet(seen -> Long.compareUnsigned(now, seen) > 0 ? now : seen + 1);
  }

  /** Makes later epochs higher than one that somebody else gave. */
  void merge(long epoch) {
    last.updateAndGet(seen -> Long.compareUnsigned(epoch, seen) > 0 ? epoch : seen);
  }

  /** The highest epoch so far. */
  long latest() {
    return last.get();
  }
}
