package io.jromio.dfs.transport;

import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.concurrent.CompletableFuture;

/**
 * A client's way to one engine. Safe for use by many threads; requests of one thread to one target
 * are carried out in their order. Connects at the first request.
 */
public interface EngineLink extends AutoCloseable {

  /** Where the engine is, in the form that configuration has it: {@code unix:/path}. */
  String endpoint();

  /**
   * Sends a request. Waits while the engine has as much of this link to do as it may have.
   *
   * @return completes with the reply, when the request's memory is free again, but for what {@link
   *     Reply.Arrival} still brings; exceptionally with a {@link
   *     io.jromio.dfs.object.StoreException} if there is no way to the engine any more
   */
  CompletableFuture<Reply> call(Request request);

  /** Ends requests that are under way with an error. */
  @Override
  void close();
}
