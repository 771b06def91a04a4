package io.jromio.comm.mpj;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends the JVM of a rank on niodev, whose threads would keep it for ever. MPI.Finalize stops them,
 * but it fails, or waits for ever, as soon as one rank has ended without it.
 *
 * <p>The JVM ends when all threads of the program have ended, as any JVM does, and the rank need
 * not wait for the others any more. A rank that ends before it has closed its world tells the
 * others so on its way out, by whatever way it ends but a kill.
 */
final class MpjExit {
  private final MpjTransport transport;
  private final Set<Thread> foreign;

  private MpjExit(MpjTransport transport, Set<Thread> foreign) {
    this.transport = transport;
    this.foreign = foreign;
  }

  /** All threads that run now. */
  static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }

  /**
   * Watches the threads of this JVM from now on.
   *
   * @param foreign threads that are not the program's
   */
  static void watch(MpjTransport transport, Set<Thread> foreign) {
    Runtime.getRuntime().addShutdownHook(new Thread(transport::tellIfUnclosed, "mpj last words"));
    MpjExit exit = new MpjExit(transport, foreign);
    Thread thread = new Thread(exit::run, "mpj exit");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      for (Thread thread = ofProgram(); thread != null; thread = ofProgram()) {
        thread.join();
      }
      System.exit(transport.awaitOthers());
    } catch (InterruptedException e) {
      // Nobody does that; the JVM stays.
      Thread.currentThread().interrupt();
    }
  }

  /** The thread that waits for the end of a JVM whose main method has returned is no program. */
  private @Nullable Thread ofProgram() {
    for (Thread thread : threads()) {
      boolean waitsOnly = thread.getName().equals("DestroyJavaVM");
      if (!thread.isDaemon() && !waitsOnly && !foreign.contains(thread)) {
        return thread;
      }
    }
    return null;
  }
}
