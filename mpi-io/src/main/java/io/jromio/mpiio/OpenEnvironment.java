package io.jromio.mpiio;

import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.RejectedHint;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an open finds the hint file, and where it tells the user about hints. Tests bring their
 * own.
 *
 * @param told what the user knows already: the same complaint is made once, not at every open
 */
record OpenEnvironment(HintResolver resolver, PrintStream out, PrintStream err, Set<String> told) {
  private static final int MOST_TOLD = 1000;
  private static final Set<String> TOLD_BY_PROCESS = ConcurrentHashMap.newKeySet();

  /** The environment of this process. */
  static OpenEnvironment process() {
    return new OpenEnvironment(new HintResolver(), System.out, System.err, TOLD_BY_PROCESS);
  }

  /** Tells about values that were not understood and hints that contradict each other. */
  void complain(Hints hints) {
    for (RejectedHint hint : hints.rejected()) {
      tell(
          "hint %s=%s from %s: expected %s"
              .formatted(hint.key(), hint.value(), hint.origin(), hint.expected()));
    }
    hints.warnings().forEach(this::tell);
  }

  private void tell(String complaint) {
    if (told.size() >= MOST_TOLD) {
      told.clear();
    }
    if (told.add(complaint)) {
      err.println("jromio: " + complaint);
    }
  }
}
