package io.jromio.dfs.client;

import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one call that are under way at once, at most {@link #MAX_BYTES} of bulk and
 * {@link #MAX_REQUESTS} of them. Used by the calling thread alone; however the call ends, no
 * request of it is under way any more, so that its memory is free.
 */
final class Flight implements AutoCloseable {
  static final long MAX_BYTES = 64 << 20;
  static final int MAX_REQUESTS = 64;

  /** What to do with a reply, in the calling thread; waits for it whatever happens. */
  interface Landing {
    void take(CompletableFuture<Reply> reply) throws StoreException;
  }

  private record Leg(
      CompletableFuture<Reply> reply, Landing landing, Staging.Lease lease, long bytes) {}

  private final Calls calls;
  private final ArrayDeque<Leg> legs = new ArrayDeque<>();
  private long bytes;
  private @Nullable StoreException failure;

  Flight(Calls calls) {
    this.calls = calls;
  }

  /**
   * Waits until so many bytes more may be under way.
   *
   * @return false if a request failed: there is no use in more
   */
  boolean hasRoom(long more) {
    while (!legs.isEmpty() && (bytes + more > MAX_BYTES || legs.size() == MAX_REQUESTS)) {
      landFirst();
    }
    return failure == null;
  }

  /**
   * Sends a request.
   *
   * @param lease its memory, released with the reply
   */
  void launch(Request request, Staging.Lease lease, long more, Landing landing) {
    bytes += more;
    legs.add(new Leg(calls.send(request), landing, lease, more));
  }

  private void landFirst() {
    Leg leg = legs.remove();
    try {
      leg.landing.take(leg.reply);
    } catch (StoreException e) {
      if (failure == null) {
        failure = e;
      }
    } finally {
      leg.lease.close();
    }
    bytes -= leg.bytes;
  }

  /** Waits for all; throws the first failure. */
  void land() throws StoreException {
    close();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() {
    while (!legs.isEmpty()) {
      landFirst();
    }
  }
}
