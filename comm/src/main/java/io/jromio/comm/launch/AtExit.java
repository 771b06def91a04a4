package io.jromio.comm.launch;

import java.io.IOException;

/** Cleaning up after a job, also when this JVM is told to end before the job has. */
final class AtExit {

  /** What may take long. */
  @FunctionalInterface
  interface Work {
    int run() throws IOException, InterruptedException;
  }

  private AtExit() {}

  /** Does {@code work}; does {@code cleanup} too if this JVM is told to end meanwhile. */
  static int guarded(String name, Runnable cleanup, Work work)
      throws IOException, InterruptedException {
    Thread hook = new Thread(cleanup, name);
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Too late: the JVM is ending and the hook runs.
    }
  }
}
