package io.jromio.dfs.engine;

import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Stops the owner of a target until it is released: meanwhile the store is the holder's. */
final class Hold extends Job {
  private final CountDownLatch held = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Override
  Reply execute(TargetStore store) throws StoreException {
    held.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Reply.Done(0);
  }

  /** Waits until the target stands still; false if it never will. */
  boolean await() throws InterruptedException {
    CompletableFuture<Void> unused = reply().thenRun(held::countDown);
    held.await();
    return !reply().isDone();
  }

  void release() {
    released.countDown();
  }
}
