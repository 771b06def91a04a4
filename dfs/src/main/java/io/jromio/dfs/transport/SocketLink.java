package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Bulk;
import io.jromio.dfs.wire.Frame;
import io.jromio.dfs.wire.FrameHeader;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The way to an engine in another process. Large bulk goes through a window that both have mapped
 * if the endpoint is a unix domain socket, everything else through the socket. Requests of many
 * threads are under way at once. When the connection is lost the link stays so: handles of
 * containers went with it.
 *
 * <p>{@link #call} may wait; do not call it from the completion of another request.
 */
public final class SocketLink implements EngineLink {
  /** Bulk up to this many bytes is not worth the way through the window. */
  private static final long SMALL = 8 << 10;

  private static final int PERMIT_SHIFT = 12;

  /** Enough to wake whoever waits. */
  private static final int MANY = 1 << 20;

  private final Endpoint endpoint;
  private final @Nullable Secret secret;
  private final ConcurrentHashMap<Long, PendingCall> pending = new ConcurrentHashMap<>();
  private final AtomicLong nextId = new AtomicLong();
  private final Object connecting = new Object();
  private volatile @Nullable Connected connected;
  private volatile @Nullable StoreException end;
  private boolean closed;

  /** What there is once the engine has let us in. */
  private record Connected(
      ClientSocket socket, Semaphore slots, Semaphore permits, int allPermits) {}

  /**
   * @param secret needed for TCP
   */
  public SocketLink(Endpoint endpoint, @Nullable Secret secret) {
    if (endpoint instanceof Endpoint.Tcp && secret == null) {
      throw new IllegalArgumentException("TCP needs a secret: endpoint=" + endpoint);
    }
    this.endpoint = endpoint;
    this.secret = secret;
  }

  @Override
  public String endpoint() {
    return endpoint.toString();
  }

  /**
   * Connects, if it is not connected yet; {@link #call} does it too.
   *
   * @throws StoreException {@link Der#UNREACH} if there is no engine, or it does not let us in
   */
  public void connect() throws StoreException {
    var _ = connection();
  }

  /** Whether it is closed or has lost its connection, so that it is of no more use. */
  public boolean hasEnded() {
    return end != null;
  }

  private Connected connection() throws StoreException {
    Connected found = connected;
    if (found == null) {
      synchronized (connecting) {
        found = connected;
        if (found == null) {
          refuseWhenEnded();
          found = open();
          connected = found;
        }
      }
    }
    refuseWhenEnded();
    return found;
  }

  private void refuseWhenEnded() throws StoreException {
    StoreException why = end;
    if (why != null) {
      throw new StoreException(why.der(), String.valueOf(why.getMessage()), why);
    }
  }

  private Connected open() throws StoreException {
    ClientSocket socket = ClientSocket.open(this, endpoint, secret);
    Handshake.Limits limits = socket.limits();
    int permits = Math.clamp(limits.bytes() >> PERMIT_SHIFT, 1, Integer.MAX_VALUE);
    return new Connected(socket, new Semaphore(limits.requests()), new Semaphore(permits), permits);
  }

  @Override
  public CompletableFuture<Reply> call(Request request) {
    CompletableFuture<Reply> answer = new CompletableFuture<>();
    try {
      Connected found = connection();
      found.slots().acquire();
      try {
        begin(found, request, answer);
      } catch (StoreException | InterruptedException | RuntimeException e) {
        found.slots().release();
        throw e;
      }
    } catch (StoreException e) {
      answer.completeExceptionally(e);
    } catch (InterruptedException e) {
      if (end == null) {
        Thread.currentThread().interrupt();
      }
      answer.completeExceptionally(
          new StoreException(Der.CANCELED, "interrupted (%s)".formatted(endpoint), e));
    } catch (IllegalArgumentException e) {
      answer.completeExceptionally(
          new StoreException(Der.REC2BIG, "%s (%s)".formatted(e.getMessage(), endpoint), e));
    } catch (IllegalStateException e) {
      // The window was closed while we copied.
      answer.completeExceptionally(
          new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint), e));
    }
    return answer;
  }

  private void begin(Connected found, Request request, CompletableFuture<Reply> answer)
      throws StoreException, InterruptedException {
    Bulk bulk = Bulk.of(request);
    long length = bulk.length();
    Frame frame = RequestCodec.encode(request, length);
    ClientSocket socket = found.socket();
    boolean comesBack = RequestCodec.bulkComesBack(frame.code());
    long place = length > SMALL ? socket.takeWindow(length, !comesBack) : FrameHeader.INLINE;
    boolean isInline = place == FrameHeader.INLINE && length > 0;
    int permits = isInline ? (int) Math.min(found.allPermits(), (length >> PERMIT_SHIFT) + 1) : 0;
    PendingCall call = new PendingCall(request, bulk, place, permits, answer);
    try {
      found.permits().acquire(permits);
    } catch (InterruptedException e) {
      if (place != FrameHeader.INLINE) {
        socket.giveWindow(place, length);
      }
      throw e;
    }
    ByteBuf inline = Unpooled.EMPTY_BUFFER;
    try {
      refuseWhenEnded();
      if (!comesBack) {
        if (isInline) {
          inline = gather(socket, bulk);
        } else if (length > 0) {
          bulk.gather(socket.windowMemory().asSlice(place, length));
        }
      }
    } catch (StoreException | RuntimeException e) {
      giveBack(found, call, false);
      throw e;
    }
    long id = nextId.incrementAndGet();
    frame.finish(id, place);
    pending.put(id, call);
    socket.send(Unpooled.wrappedBuffer(frame.bytes(), 0, frame.length()), inline);
    if (end != null) {
      fail(id);
    }
  }

  private static ByteBuf gather(ClientSocket socket, Bulk bulk) {
    int length = (int) bulk.length();
    ByteBuf buffer = socket.buffer(length);
    try {
      bulk.gather(MemorySegment.ofBuffer(buffer.nioBuffer(0, length)));
      return buffer.writerIndex(length);
    } catch (RuntimeException e) {
      buffer.release();
      throw e;
    }
  }

  /** A call that was begun when the link had already ended. */
  private void fail(long id) {
    PendingCall call = pending.remove(id);
    StoreException why = end;
    if (call != null && why != null) {
      fail(call, why.der(), String.valueOf(why.getMessage()));
    }
  }

  @Nullable PendingCall take(long id) {
    return pending.remove(id);
  }

  /** The way from the window to the memory of a call that is answered. */
  Reply.Arrival landing(PendingCall call) {
    return () -> {
      Connected found = connected;
      if (found == null) {
        throw new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint));
      }
      long length = call.bulk().length();
      try {
        call.bulk().scatter(found.socket().windowMemory().asSlice(call.place(), length));
      } catch (IllegalStateException e) {
        throw new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint), e);
      } finally {
        found.socket().giveWindow(call.place(), length);
      }
    };
  }

  private static void giveBack(Connected found, PendingCall call, boolean lands) {
    if (call.place() != FrameHeader.INLINE && !lands) {
      found.socket().giveWindow(call.place(), call.bulk().length());
    }
    found.permits().release(call.permits());
  }

  /**
   * @param lands whether the call still has bytes in the window
   */
  private void leave(PendingCall call, boolean lands) {
    Connected found = connected;
    if (found != null) {
      giveBack(found, call, lands);
      found.slots().release();
    }
  }

  void finish(PendingCall call, Reply reply) {
    boolean lands =
        reply instanceof Reply.Fetches fetches && fetches.arrival() != Reply.Arrival.HERE;
    leave(call, lands);
    call.answer().complete(reply);
  }

  void fail(PendingCall call, Der der, String why) {
    leave(call, false);
    call.answer().completeExceptionally(new StoreException(der, why));
  }

  /** The connection is no more. */
  void lost(StoreException why) {
    synchronized (pending) {
      if (end == null) {
        end = why;
      }
    }
    StoreException first = end;
    for (Long id : pending.keySet()) {
      PendingCall call = pending.remove(id);
      if (call != null && first != null) {
        fail(call, first.der(), String.valueOf(first.getMessage()));
      }
    }
    Connected found = connected;
    if (found != null) {
      found.socket().endWaiting();
      found.slots().release(MANY);
      found.permits().release(MANY);
    }
  }

  @Override
  public void close() {
    synchronized (connecting) {
      synchronized (pending) {
        if (end == null) {
          end = new StoreException(Der.CANCELED, "link is closed (%s)".formatted(endpoint));
        }
      }
      Connected found = connected;
      if (found != null && !closed) {
        closed = true;
        found.socket().close();
      }
    }
  }
}
