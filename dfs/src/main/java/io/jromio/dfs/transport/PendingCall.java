package io.jromio.dfs.transport;

import io.jromio.dfs.wire.Bulk;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits for its reply.
 *
 * @param place of its bulk in the window, or {@link io.jromio.dfs.wire.FrameHeader#INLINE}
 * @param permits of inline bytes that it holds
 */
record PendingCall(
    Request request, Bulk bulk, long place, int permits, CompletableFuture<Reply> answer) {}
