package io.jromio.mpiio;

import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.RejectedHint;
import java.io.PrintStream;

/**
 * Where an open finds the hint file, and where it tells the user about hints. Tests bring their
 * own.
 */
record OpenEnvironment(HintResolver resolver, PrintStream out, PrintStream err) {

  /** The environment of this process. */
  static OpenEnvironment process() {
    return new OpenEnvironment(new HintResolver(), System.out, System.err);
  }

  /** Tells about values that were not understood and hints that contradict each other. */
  void complain(Hints hints) {
    for (RejectedHint hint : hints.rejected()) {
      err.println(
          "jromio: hint %s=%s from %s: expected %s"
              .formatted(hint.key(), hint.value(), hint.origin(), hint.expected()));
    }
    for (String warning : hints.warnings()) {
      err.println("jromio: " + warning);
    }
  }
}
