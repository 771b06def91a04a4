package io.jromio.bench.h5bench;

import io.jromio.h5vol.model.H5Exception;

/** Adds up what steps take on this rank. */
final class Stopwatch {
  private static final double NS_PER_SECOND = 1e9;

  private long ns;

  /** A step that may fail. */
  interface Step<T> {
    T run() throws H5Exception;
  }

  <T> T time(Step<T> step) throws H5Exception {
    long beganNs = System.nanoTime();
    T result = step.run();
    ns += System.nanoTime() - beganNs;
    return result;
  }

  double seconds() {
    return ns / NS_PER_SECOND;
  }
}
