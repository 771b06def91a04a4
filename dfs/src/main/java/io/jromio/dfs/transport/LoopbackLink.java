package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way to an engine in the same JVM. Nothing is copied: targets use the memory of the requests.
 * A thread whose request finds a full queue waits in {@link #call}, so that its requests stay in
 * order; do not call it from the completion of another request.
 */
public final class LoopbackLink implements EngineLink {
  private static final int OUTSTANDING = 1024;

  /** How long a full queue is left alone when none of our requests is in it; ms. */
  private static final long RETRY_MS = 1;

  private final RequestHandler handler;
  private final String endpoint;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition oneDone = lock.newCondition();
  private int outstanding;
  private long finished;
  private boolean closed;

  /**
   * @param endpoint by which other processes reach the same engine
   */
  public LoopbackLink(RequestHandler handler, String endpoint) {
    this.handler = handler;
    this.endpoint = endpoint;
  }

  @Override
  public String endpoint() {
    return endpoint;
  }

  @Override
  public CompletableFuture<Reply> call(Request request) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    try {
      begin();
      CompletableFuture<Reply> reply = handler.handle(request);
      while (reply.isDone() && !reply.isCompletedExceptionally() && isAgain(reply.join())) {
        awaitOneDone();
        reply = handler.handle(request);
      }
      follow(request, reply, answer);
    } catch (StoreException e) {
      answer.completeExceptionally(e);
    }
    return answer;
  }

  private void follow(
      Request request, CompletableFuture<Reply> reply, CompletableFuture<Reply> answer) {
    var _ = reply.whenComplete((done, failure) -> finish(request, answer, done, failure));
  }

  private void finish(
      Request request, CompletableFuture<Reply> answer, Reply reply, Throwable failure) {
    if (failure == null && isAgain(reply) && !isClosed()) {
      CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS)
          .execute(() -> follow(request, handler.handle(request), answer));
      return;
    }
    boolean wasClosed = end();
    if (failure != null) {
      answer.completeExceptionally(
          new StoreException(Der.IO, "engine failed (%s)".formatted(endpoint), failure));
    } else if (wasClosed) {
      answer.completeExceptionally(closedException());
    } else {
      answer.complete(reply);
    }
  }

  private static boolean isAgain(Reply reply) {
    return reply instanceof Reply.Failed failed && failed.der() == Der.AGAIN;
  }

  private void begin() throws StoreException {
    lock.lock();
    try {
      while (!closed && outstanding == OUTSTANDING) {
        oneDone.awaitUninterruptibly();
      }
      if (closed) {
        throw closedException();
      }
      outstanding++;
    } finally {
      lock.unlock();
    }
  }

  private void awaitOneDone() throws StoreException {
    lock.lock();
    try {
      long seen = finished;
      long nanos = TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
      while (!closed && finished == seen && nanos > 0) {
        nanos = oneDone.awaitNanos(nanos);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outstanding--;
      throw new StoreException(Der.CANCELED, "interrupted (%s)".formatted(endpoint), e);
    } finally {
      lock.unlock();
    }
  }

  private boolean end() {
    lock.lock();
    try {
      outstanding--;
      finished++;
      oneDone.signalAll();
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private StoreException closedException() {
    return new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint));
  }

  /** Requests under way still end in the engine, whose hands their memory is in, then fail. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      oneDone.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
