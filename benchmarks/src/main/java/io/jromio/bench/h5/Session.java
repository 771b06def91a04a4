package io.jromio.bench.h5;

import io.jromio.bench.console.Progress;
import io.jromio.comm.Communicator;
import java.io.PrintWriter;

/**
 * What commands are given: the ranks, and where answers go.
 *
 * @param ranks usually one
 * @param out takes the answer on rank 0; nothing on others
 * @param err takes what went wrong on rank 0; nothing on others
 * @param terminal whether a person looks at {@code err} right now
 */
record Session(Communicator ranks, PrintWriter out, PrintWriter err, boolean terminal) {
  /** What shows how far long work has come. */
  Progress progress() {
    return new Progress(
        err, terminal, new Progress.Wording("jromio h5: ", "objects", Sizes::binary));
  }
}
