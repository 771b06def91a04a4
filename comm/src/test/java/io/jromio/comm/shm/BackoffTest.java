package io.jromio.comm.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final long MS = 1_000_000;

  @Test
  void shouldSpinThenYieldThenSleepLongerWhenNothingMoves() {
    Backoff backoff = new Backoff(2);
    assertFalse(backoff.isPastSpinning());
    assertEquals(Backoff.SPIN, backoff.next(0));
    assertEquals(Backoff.SPIN, backoff.next(0));
    assertTrue(backoff.isPastSpinning());
    long start = Long.MAX_VALUE - 5; // the clock may wrap
    assertEquals(Backoff.YIELD, backoff.next(start));
    assertEquals(Backoff.YIELD, backoff.next(start + 1_000));
    long previous = 0;
    long slept = 0;
    for (int i = 0; i < 20; i++) {
      long step = backoff.next(start + MS + slept);
      assertTrue(step > 0 && step >= previous && step <= 100_000, "step=" + step);
      previous = step;
      slept += step;
    }
    assertEquals(100_000, previous);
  }

  @Test
  void shouldStartOverWhenReset() {
    Backoff backoff = new Backoff(1);
    assertEquals(Backoff.SPIN, backoff.next(0));
    assertEquals(Backoff.YIELD, backoff.next(0));
    long first = backoff.next(MS);
    assertTrue(backoff.next(MS) > first);
    backoff.reset();
    assertEquals(Backoff.SPIN, backoff.next(MS));
    assertEquals(Backoff.YIELD, backoff.next(2 * MS));
    assertEquals(first, backoff.next(3 * MS));
  }

  @Test
  void shouldNotSpinLongWhenRanksOutnumberCores() {
    assertTrue(Backoff.spins(4, 2) < Backoff.spins(2, 2));
  }
}
