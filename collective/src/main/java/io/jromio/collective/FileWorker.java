package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.CommException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that does the I/O of an aggregator, one window after the other, while the rank's own
 * thread goes on with the exchange of the next. Worth its while where a node has more processors
 * than ranks.
 */
final class FileWorker implements AutoCloseable {
  private static final Task LAST = new Task(() -> {});

  private final BlockingQueue<Task> tasks = new ArrayBlockingQueue<>(DepotSpace.DEPTH + 1);
  private final Thread thread;

  /** What is done to the file. */
  interface Work {
    void run() throws MpiIoException;
  }

  /** One piece of work; all that it has stored is seen by who finds it done. */
  static final class Task {
    private final Work work;
    private @Nullable Throwable thrown;
    private volatile boolean done;

    private Task(Work work) {
      this.work = work;
    }

    private void run() {
      try {
        work.run();
      } catch (Throwable t) {
        thrown = t;
      }
      done = true;
    }

    boolean isDone() {
      return done;
    }

    /**
     * What went wrong with the file, if anything did.
     *
     * @throws RuntimeException or an error that has to do with something else
     */
    @Nullable Exception failure() {
      Throwable cause = thrown;
      if (cause instanceof Error error) {
        throw error;
      }
      if (cause instanceof CommException broken) {
        throw broken;
      }
      return (Exception) cause;
    }
  }

  FileWorker(String name) {
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  private void work() {
    try {
      for (Task task = tasks.take(); task != LAST; task = tasks.take()) {
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does the work by and by; it must not be more than there are depots for. */
  static Task submit(@Nullable FileWorker worker, Work work) {
    Task task = new Task(work);
    if (worker == null) {
      task.run();
    } else {
      worker.tasks.add(task);
    }
    return task;
  }

  /** Whether the thread may touch this memory, which the arena of another may confine. */
  boolean reaches(MemorySegment memory) {
    return memory.isAccessibleBy(thread);
  }

  /** Ends the thread when it has done what it was given. */
  @Override
  public void close() {
    tasks.add(LAST);
  }
}
