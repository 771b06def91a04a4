package io.jromio.dfs.embedded;

import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A link that tells when it is closed. */
final class CountedLink implements EngineLink {
  private final EngineLink link;
  private final Runnable left;
  private final AtomicBoolean closed = new AtomicBoolean();

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
    return link.call(request);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      link.close();
      left.run();
    }
  }
}
