package io.jromio.bench.h5bench;

import java.util.concurrent.TimeUnit;

/** The computation between two time steps: waiting. */
final class Computation {
  private static final double US_PER_SECOND = 1e6;

  private Computation() {}

  /** Waits as long as the configuration says; returns the seconds. */
  static double emulate(BenchConfig config) {
    long us = config.microseconds("EMULATED_COMPUTE_TIME_PER_TIMESTEP");
    try {
      TimeUnit.MICROSECONDS.sleep(us);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return us / US_PER_SECOND;
  }
}
