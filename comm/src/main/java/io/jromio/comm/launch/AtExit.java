package io.jromio.comm.launch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Cleaning up after a job, also when this JVM is told to end before the job has. One thread then
 * does all that is left to do, the last begun first: ranks are stopped before what they use is
 * removed.
 */
final class AtExit {
  private static final Deque<Runnable> CLEANUPS = new ArrayDeque<>();
  private static boolean hooked;
  private static boolean ending;

  /** What may take long. */
  @FunctionalInterface
  interface Work {
    int run() throws IOException, InterruptedException;
  }

  private AtExit() {}

  /**
   * Does {@code work}; does {@code cleanup} too if this JVM is told to end meanwhile, before the
   * work if it has been told so already.
   */
  static int guarded(Runnable cleanup, Work work) throws IOException, InterruptedException {
    if (!begin(cleanup)) {
      cleanup.run();
    }
    try {
      return work.run();
    } finally {
      end(cleanup);
    }
  }

  private static synchronized boolean begin(Runnable cleanup) {
    if (!hooked && !ending) {
      try {
        Runtime.getRuntime().addShutdownHook(new Thread(AtExit::cleanUp, "end of jobs"));
        hooked = true;
      } catch (IllegalStateException e) {
        ending = true;
      }
    }
    if (!ending) {
      CLEANUPS.push(cleanup);
    }
    return !ending;
  }

  /**
   * What is not done yet when this JVM ends is left to the hook: it may not wait for the caller.
   */
  private static synchronized void end(Runnable cleanup) {
    if (!ending) {
      CLEANUPS.remove(cleanup);
    }
  }

  private static void cleanUp() {
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  private static synchronized @Nullable Runnable next() {
    ending = true;
    return CLEANUPS.poll();
  }
}
