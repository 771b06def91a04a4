package io.jromio.comm.launch;

import java.io.IOException;

/** Starts a job's ranks, waits for all of them and says how the job ended. */
public interface Launcher {

  /** The name for {@code jromio run --launcher}. */
  String name();

  /**
   * Runs the job to its end. A rank that fails ends the job: the others get a short time to notice
   * by themselves, then they are stopped. When this JVM is told to end, the ranks are stopped too.
   *
   * @return 0 if every rank ended with 0, else the code of the first rank that did not; 128 + n for
   *     a rank killed by signal n
   * @throws IOException if the ranks cannot be started; none of them runs any more then
   * @throws InterruptedException if the caller is interrupted; the ranks are stopped
   */
  int run(LaunchSpec spec) throws IOException, InterruptedException;
}
