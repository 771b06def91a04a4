package io.jromio.bench.ior;

import io.jromio.comm.Communicator;
import java.io.PrintStream;

/**
 * What a rank knows while it runs IOR.
 *
 * @param out where this rank prints what concerns it alone
 */
record IorJob(
    Communicator comm, IorOptions options, Placement placement, RunClock clock, PrintStream out) {

  int rank() {
    return comm.rank();
  }

  /** Whether this rank prints the report. */
  boolean reports() {
    return comm.rank() == 0;
  }

  Layout layout() {
    return options.layout(placement.tasks());
  }

  boolean filePerProcess() {
    return options.on(IorOption.FILE_PER_PROC);
  }
}
