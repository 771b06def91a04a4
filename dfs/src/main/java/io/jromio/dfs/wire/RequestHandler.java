package io.jromio.dfs.wire;

import java.util.concurrent.CompletableFuture;

/** Whoever answers requests: the engine, for the transports. */
public interface RequestHandler {

  /**
   * Begins to carry out a request; never blocks and never throws. The future always completes with
   * a reply. It is {@link Reply.Failed} with {@link io.jromio.dfs.object.Der#AGAIN} if the queue of
   * the target is full: then the transport takes nothing more from that client until another of its
   * requests is done, and hands the request in again.
   */
  CompletableFuture<Reply> handle(Request request);
}
