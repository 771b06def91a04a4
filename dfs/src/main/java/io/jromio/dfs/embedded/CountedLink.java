package io.jromio.dfs.embedded;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** One user's share of a link that others may use too; tells when it is closed. */
final class CountedLink implements EngineLink {
  private final EngineLink link;
  private final Runnable left;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param left what to do when this user goes
   */
  CountedLink(EngineLink link, Runnable left) {
    this.link = link;
    this.left = left;
  }

  @Override
  public String endpoint() {
    return link.endpoint();
  }

  @Override
  public CompletableFuture<Reply> call(Request request) {
    if (closed.get()) {
      return CompletableFuture.failedFuture(
          new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint())));
    }
    return link.call(request);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      left.run();
    }
  }
}
