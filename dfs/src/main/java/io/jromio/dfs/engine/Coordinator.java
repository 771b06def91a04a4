package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The thread that owns the metadata and the transactions over several targets. Takes requests from
 * a bounded queue, one after the other.
 */
final class Coordinator implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Coordinator.class.getName());

  /**
   * @param request empty to end
   */
  private record Entry(Optional<Request> request, CompletableFuture<Reply> reply) {}

  private final Services services;
  private final Counters counters;
  private final BlockingQueue<Entry> queue;
  private final Thread thread;
  private volatile boolean stopped;

  Coordinator(Services services, Counters counters, int queueLength) {
    this.services = services;
    this.counters = counters;
    this.queue = new ArrayBlockingQueue<>(queueLength);
    this.thread = Thread.ofPlatform().name("jromio-coordinator").daemon().start(this::loop);
  }

  /** Hands a request in, if there is room for it. */
  boolean offer(Request request, CompletableFuture<Reply> reply) {
    Entry entry = new Entry(Optional.of(request), reply);
    boolean taken = queue.offer(entry);
    if (taken && stopped && queue.remove(entry)) {
      reply.complete(Job.closed());
    }
    return taken;
  }

  private void loop() {
    try {
      while (true) {
        Entry entry = queue.take();
        if (entry.request().isEmpty()) {
          break;
        }
        entry.reply().complete(run(entry.request().get()));
      }
    } catch (InterruptedException e) {
      LOG.log(System.Logger.Level.WARNING, "coordinator interrupted");
    }
    stopped = true;
    List<Entry> left = new ArrayList<>();
    queue.drainTo(left);
    for (Entry entry : left) {
      entry.reply().complete(Job.closed());
    }
  }

  private Reply run(Request request) {
    StoreException failed;
    try {
      return services.handle(request);
    } catch (StoreException e) {
      failed = e;
    } catch (RuntimeException | OutOfMemoryError e) {
      LOG.log(System.Logger.Level.ERROR, "unexpected", e);
      failed = new StoreException(Der.IO, "unexpected: " + e, e);
    }
    counters.add(Counter.FAILED, 1);
    return Job.failed(failed);
  }

  @Override
  public void close() {
    try {
      queue.put(new Entry(Optional.empty(), new CompletableFuture<>()));
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
