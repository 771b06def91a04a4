package io.jromio.dfs.client;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Requests over one link, with replies as values and refusals as exceptions. */
final class Calls {
  private final EngineLink link;

  Calls(EngineLink link) {
    this.link = link;
  }

  String endpoint() {
    return link.endpoint();
  }

  CompletableFuture<Reply> send(Request request) {
    try {
      return link.call(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Waits for a reply, whatever interrupts.
   *
   * @throws StoreException if the request was refused or there is no way to the engine
   */
  Reply await(CompletableFuture<Reply> future) throws StoreException {
    Reply reply;
    try {
      reply = future.join();
    } catch (CompletionException e) {
      throw failure(e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      throw failure(e);
    }
    if (reply instanceof Reply.Failed(Der der, String message)) {
      throw new StoreException(der, message);
    }
    return reply;
  }

  private StoreException failure(Throwable cause) {
    if (cause instanceof StoreException e) {
      boolean gone = e.der() == Der.CANCELED && !Thread.currentThread().isInterrupted();
      Der der = gone ? Der.UNREACH : e.der();
      return new StoreException(der, String.valueOf(e.getMessage()), e);
    }
    return new StoreException(
        Der.UNREACH, "no way to the engine: endpoint=%s".formatted(endpoint()), cause);
  }

  <T extends Reply> T ask(Request request, Class<T> expected) throws StoreException {
    return as(await(send(request)), expected);
  }

  /** Asks several things at once; throws the first failure when all have ended. */
  <T extends Reply> List<T> askAll(List<Request> requests, Class<T> expected)
      throws StoreException {
    List<T> replies = new ArrayList<>(requests.size());
    try (Flight flight = new Flight(this)) {
      for (Request request : requests) {
        if (!flight.hasRoom(0)) {
          break;
        }
        flight.launch(request, Staging.NONE, 0, reply -> replies.add(as(await(reply), expected)));
      }
      flight.land();
    }
    return replies;
  }

  <T extends Reply> T as(Reply reply, Class<T> expected) throws StoreException {
    if (!expected.isInstance(reply)) {
      throw new StoreException(
          Der.PROTO,
          "another reply than expected: reply=%s expected=%s endpoint=%s"
              .formatted(reply.getClass().getSimpleName(), expected.getSimpleName(), endpoint()));
    }
    return expected.cast(reply);
  }
}
