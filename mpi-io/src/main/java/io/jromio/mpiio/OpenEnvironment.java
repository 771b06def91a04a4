package io.jromio.mpiio;

import io.jromio.hints.HintResolver;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where an open finds the hint file, and where rank 0 tells the user about hints. Tests bring their
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

  /** Tells what the ranks complain about, each complaint once. */
  void tell(List<Complaints> ofRanks) {
    Complaints.lines(ofRanks).forEach(this::tell);
  }

  private void tell(String complaint, String line) {
    if (told.size() >= MOST_TOLD) {
      told.clear();
    }
    if (told.add(complaint)) {
      err.println("jromio: " + line);
    }
  }
}
