package io.jromio.dfs.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** The counters of an engine; any thread may add. */
final class Counters {
  private final LongAdder[] adders = new LongAdder[Counter.values().length];

  Counters() {
    for (int i = 0; i < adders.length; i++) {
      adders[i] = new LongAdder();
    }
  }

  void add(Counter counter, long amount) {
    adders[counter.ordinal()].add(amount);
  }

  Map<String, Long> all() {
    Map<String, Long> all = new TreeMap<>();
    for (Counter counter : Counter.values()) {
      all.put(counter.label(), adders[counter.ordinal()].sum());
    }
    return all;
  }
}
