package io.jromio.dfs.client;

import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Keeps what passes a link, and changes it on the way if the test wants so. */
final class TappedLink implements EngineLink {
  private final EngineLink inner;
  private final Queue<Request> passed = new ConcurrentLinkedQueue<>();
  volatile Function<Request, Request> outgoing = Function.identity();
  volatile BiFunction<Request, CompletableFuture<Reply>, CompletableFuture<Reply>> incoming =
      (request, reply) -> reply;

  TappedLink(EngineLink inner) {
    this.inner = inner;
  }

  /** What passed so far, of one kind. */
  <T extends Request> List<T> passed(Class<T> kind) {
    List<T> chosen = new ArrayList<>();
    for (Request request : passed) {
      if (kind.isInstance(request)) {
        chosen.add(kind.cast(request));
      }
    }
    return chosen;
  }

  @Override
  public String endpoint() {
    return inner.endpoint();
  }

  @Override
  public CompletableFuture<Reply> call(Request request) {
    passed.add(request);
    return incoming.apply(request, inner.call(outgoing.apply(request)));
  }

  @Override
  public void close() {
    inner.close();
  }
}
