package io.jromio.dfs.transport;

import io.jromio.dfs.wire.Request;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request of a connection until its reply is written.
 *
 * @param place of the bulk in the window, or {@link io.jromio.dfs.wire.FrameHeader#INLINE}
 * @param buffer of the bulk if it is not in the window
 */
record ServerJob(long id, Request request, long bulkLength, long place, @Nullable ByteBuf buffer) {

  /** Bytes that this connection has to answer for. */
  long bytes() {
    return buffer == null ? 0 : bulkLength;
  }

  void release() {
    if (buffer != null) {
      buffer.release();
    }
  }
}
