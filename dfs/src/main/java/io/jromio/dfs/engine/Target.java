package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One target: a thread that owns a {@link TargetStore} and takes jobs from a bounded queue, one
 * after the other. Jobs whose changes must survive a power loss are answered together, after one
 * sync of the bulk bytes before the index has them, and one of the index.
 */
final class Target implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Target.class.getName());
  private static final int BATCH = 64;

  /** Finds a container that a target has contents of. */
  interface Containers {
    @Nullable ContainerState find(UUID uuid);
  }

  /** Ends the thread. */
  private static final class Stop extends Job {
    @Override
    Reply execute(TargetStore store) {
      return new Reply.Done(0);
    }
  }

  private final int number;
  private final Path folder;
  private final TargetStore.Shared shared;
  private final Containers containers;
  private final BlockingQueue<Job> queue;
  private final Thread thread;
  private volatile boolean stopped;
  private TargetStore store;
  private @Nullable StoreException broken;
  private boolean inDoubt;

  Target(int number, Path folder, TargetStore store, Containers containers, int queueLength) {
    this.number = number;
    this.folder = folder;
    this.store = store;
    this.shared = store.shared();
    this.containers = containers;
    this.queue = new ArrayBlockingQueue<>(queueLength);
    this.thread =
        Thread.ofPlatform().name("jromio-target-" + number).daemon().unstarted(this::loop);
  }

  /** Finds out what is stored; the highest epoch of it. */
  long recover() throws StoreException {
    long epoch = 0;
    for (Map.Entry<UUID, TargetStore.Usage> entry : store.recover().entrySet()) {
      TargetStore.Usage usage = entry.getValue();
      ContainerState container = containers.find(entry.getKey());
      if (container != null) {
        container.forget(number);
        container.use(number, usage.bulk(), usage.index());
        container.modify(usage.epoch());
      }
      epoch = Long.compareUnsigned(usage.epoch(), epoch) > 0 ? usage.epoch() : epoch;
    }
    return epoch;
  }

  int number() {
    return number;
  }

  void start() {
    thread.start();
  }

  /** The store; for the owner, or while a {@link Hold} holds it. */
  TargetStore store() {
    return store;
  }

  /** Hands a job in, if there is room for it. */
  boolean offer(Job job) {
    boolean taken = queue.offer(job);
    if (taken && stopped && queue.remove(job)) {
      job.reply().complete(Job.closed());
    }
    return taken;
  }

  /** Hands a job in, when there is room for it. */
  void put(Job job) throws InterruptedException {
    queue.put(job);
    if (stopped && queue.remove(job)) {
      job.reply().complete(Job.closed());
    }
  }

  private void loop() {
    List<Job> batch = new ArrayList<>(BATCH);
    boolean running = true;
    while (running) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
      } catch (InterruptedException e) {
        LOG.log(System.Logger.Level.WARNING, "interrupted, target=" + number);
        running = false;
      }
      for (Job job : batch) {
        running &= !(job instanceof Stop);
      }
      run(batch);
      batch.clear();
    }
    stopped = true;
    queue.drainTo(batch);
    for (Job job : batch) {
      job.reply().complete(Job.closed());
    }
    store.close();
  }

  private void run(List<Job> batch) {
    boolean power = false;
    for (Job job : batch) {
      power |= job.isPowerSafe();
    }
    if (!power) {
      for (Job job : batch) {
        job.reply().complete(run(job));
      }
      return;
    }
    prepare(batch);
    List<Reply> replies = new ArrayList<>(batch.size());
    for (Job job : batch) {
      replies.add(run(job));
    }
    try {
      store.sync();
    } catch (StoreException e) {
      reopen(e);
      replies.replaceAll(reply -> reply instanceof Reply.Failed ? reply : Job.failed(e));
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).reply().complete(replies.get(i));
    }
  }

  private void prepare(List<Job> batch) {
    if (broken != null) {
      return;
    }
    for (Job job : batch) {
      if (job.isPowerSafe()) {
        try {
          job.prepare(store);
        } catch (StoreException e) {
          job.refuse(e);
        } catch (RuntimeException e) {
          job.refuse(unexpected(e));
        }
      }
    }
    try {
      store.syncBulk();
    } catch (StoreException e) {
      for (Job job : batch) {
        if (job.isPowerSafe()) {
          job.refuse(e);
        }
      }
    }
  }

  private StoreException unexpected(Throwable e) {
    LOG.log(System.Logger.Level.ERROR, "unexpected, target=" + number, e);
    return new StoreException(Der.IO, "unexpected: %s target=%d".formatted(e, number), e);
  }

  private Reply run(Job job) {
    StoreException failed;
    try {
      if (broken != null) {
        reopen(broken);
      }
      if (broken != null) {
        throw broken;
      }
      return job.run(store);
    } catch (StoreException e) {
      failed = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      failed = unexpected(e);
    }
    shared.counters().add(Counter.FAILED, 1);
    try {
      if (job.undo()) {
        reopen(failed);
      }
    } catch (StoreException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "undo, target=" + number, e);
      reopen(failed);
    }
    return Job.failed(failed);
  }

  /** A transaction could not be carried out to its end; nothing goes on here until a restart. */
  void doubt(StoreException why) {
    inDoubt = true;
    broken = why;
  }

  /** Reads again from disk what is there, because memory may differ from it. */
  void reopen(StoreException why) {
    if (inDoubt) {
      return;
    }
    LOG.log(System.Logger.Level.WARNING, "opens again, target=%d: %s".formatted(number, why));
    broken = why;
    store.close();
    try {
      store = TargetStore.open(folder, number, shared);
      recover();
      broken = null;
    } catch (StoreException | RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot open again, target=" + number, e);
    }
  }

  @Override
  public void close() {
    if (!thread.isAlive()) {
      store.close();
      return;
    }
    try {
      put(new Stop());
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
