package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.wire.Bulk;
import io.jromio.dfs.wire.Frame;
import io.jromio.dfs.wire.FrameException;
import io.jromio.dfs.wire.FrameHeader;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.ReplyCodec;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client at an engine. All fields belong to the connection's event loop. Requests and bytes
 * count from their arrival until their reply has left; beyond the limits, and while a target's
 * queue is full, nothing is read. Containers that a client opened here and did not close are closed
 * when it goes.
 */
final class ServerConnection extends FrameReader {
  private static final Logger LOG = System.getLogger(ServerConnection.class.getName());
  private static final long HELLO_MS = 10_000;
  private static final long RETRY_MS = 1;

  private enum State {
    HELLO,
    PROOF,
    OPEN
  }

  private final SocketServer server;
  private final Handshake.Limits limits;
  private final byte[] nonce = Secret.random(Secret.NONCE_LENGTH);
  private final Set<UUID> handles = new HashSet<>();
  private final ArrayDeque<ServerJob> parked = new ArrayDeque<>();
  private State state = State.HELLO;
  private byte[] expectedProof = {};
  private String client = "unknown";
  private @Nullable Window window;
  private @Nullable ChannelHandlerContext ctx;
  private int requests;
  private long bytes;
  private boolean retryPlanned;
  private boolean gone;

  ServerConnection(SocketServer server) {
    this.server = server;
    this.limits = server.limits();
  }

  private ChannelHandlerContext context() {
    ChannelHandlerContext found = ctx;
    if (found == null) {
      throw new IllegalStateException("not registered");
    }
    return found;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ctx = context;
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  if (state != State.OPEN && !gone) {
                    onBroken(
                        context, new FrameException("no hello within %d ms".formatted(HELLO_MS)));
                  }
                },
                HELLO_MS,
                TimeUnit.MILLISECONDS);
  }

  @Override
  int maxHead() {
    return state == State.OPEN ? FrameHeader.MAX_HEAD : Handshake.MAX_HEAD;
  }

  @Override
  boolean isPaused() {
    return !parked.isEmpty()
        || requests >= limits.requests()
        || bytes >= limits.bytes()
        || !context().channel().isWritable();
  }

  @Override
  FrameSink onHead(FrameHeader header, byte[] frame) throws FrameException {
    switch (state) {
      case HELLO -> greet(Handshake.readHello(header, frame));
      case PROOF -> admit(Handshake.readProof(header, frame));
      case OPEN -> {
        if (header.code() == Handshake.WINDOW) {
          openWindow(Handshake.readWindow(header, frame));
        } else {
          return request(header, frame);
        }
      }
    }
    return new NoBulk();
  }

  private void greet(Handshake.Hello hello) {
    client = hello.name().replaceAll("\\P{Print}", "?");
    Secret secret = server.secret();
    expectedProof = Handshake.prove(secret, Handshake.CLIENT, hello.nonce(), nonce);
    byte[] own = Handshake.prove(secret, Handshake.ENGINE, hello.nonce(), nonce);
    state = State.PROOF;
    send(Handshake.challenge(nonce, own));
  }

  private void admit(byte[] proof) throws FrameException {
    if (!Handshake.isEqual(proof, expectedProof)) {
      send(Handshake.refused("wrong secret"));
      throw new FrameException("wrong secret");
    }
    state = State.OPEN;
    send(Handshake.welcome(limits));
  }

  private void openWindow(Handshake.WindowOffer offer) throws FrameException {
    if (window != null) {
      throw new FrameException("a second window: " + offer);
    }
    if (!(server.endpoint() instanceof Endpoint.Unix(var path))) {
      send(Handshake.refused("no window over TCP"));
      return;
    }
    try {
      window = Window.open(offer, path.resolveSibling(""));
      send(Handshake.windowTaken());
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "no window with a client: client={0}: {1}", client, e.toString());
      send(Handshake.refused(e.toString()));
    }
  }

  private void send(ByteBuf frame) {
    var _ = context().writeAndFlush(frame, context().voidPromise());
  }

  private FrameSink request(FrameHeader header, byte[] frame) throws FrameException {
    long length = header.bulkLength();
    if (header.isInWindow()) {
      Window found = window;
      if (found == null
          || length > found.memory().byteSize()
          || header.place() > found.memory().byteSize() - length) {
        throw new FrameException(
            "outside the window: place=%d bulk=%d".formatted(header.place(), length));
      }
      MemorySegment memory = found.memory().asSlice(header.place(), length);
      return new Incoming(job(header, frame, memory, null), 0);
    }
    if (length == 0) {
      return new Incoming(job(header, frame, MemorySegment.ofArray(new byte[0]), null), 0);
    }
    ByteBuf buffer = context().alloc().directBuffer((int) length, (int) length);
    try {
      MemorySegment memory = MemorySegment.ofBuffer(buffer.nioBuffer(0, (int) length));
      ServerJob job = job(header, frame, memory, buffer);
      boolean comesBack = RequestCodec.bulkComesBack(header.code());
      return new Incoming(job, comesBack ? 0 : length);
    } catch (FrameException | RuntimeException e) {
      buffer.release();
      throw e;
    }
  }

  private static ServerJob job(
      FrameHeader header, byte[] frame, MemorySegment memory, @Nullable ByteBuf buffer)
      throws FrameException {
    Request request = RequestCodec.decode(header, frame, memory);
    return new ServerJob(header.id(), request, header.bulkLength(), header.place(), buffer);
  }

  private static final class NoBulk implements FrameSink {
    @Override
    public long bulkLength() {
      return 0;
    }

    @Override
    public void accept(MemorySegment piece) {}

    @Override
    public void done() {}

    @Override
    public void abandon() {}
  }

  /** Gathers the bulk of a request in its buffer and hands it in. */
  private final class Incoming implements FrameSink {
    private final ServerJob job;
    private final long length;
    private long filled;

    Incoming(ServerJob job, long length) {
      this.job = job;
      this.length = length;
      requests++;
      bytes += job.bytes();
    }

    @Override
    public long bulkLength() {
      return length;
    }

    @Override
    public void accept(MemorySegment piece) {
      ByteBuf buffer = job.buffer();
      if (buffer != null) {
        buffer.setBytes((int) filled, piece.asByteBuffer());
        filled += piece.byteSize();
      }
    }

    @Override
    public void done() {
      handIn(job);
    }

    @Override
    public void abandon() {
      job.release();
      end(job);
    }
  }

  private void handIn(ServerJob job) {
    if (!parked.isEmpty() || !isTaken(job)) {
      park(job);
    }
  }

  private boolean isTaken(ServerJob job) {
    CompletableFuture<Reply> reply = server.handler().handle(job.request());
    if (reply.isDone() && !reply.isCompletedExceptionally() && isAgain(reply.join())) {
      return false;
    }
    var _ = reply.whenComplete((answer, failure) -> finish(job, answer, failure));
    return true;
  }

  private static boolean isAgain(Reply reply) {
    return reply instanceof Reply.Failed failed && failed.der() == Der.AGAIN;
  }

  private void park(ServerJob job) {
    if (gone) {
      job.release();
      end(job);
      return;
    }
    parked.add(job);
    context().channel().config().setAutoRead(false);
    planRetry();
  }

  private void planRetry() {
    if (!retryPlanned) {
      retryPlanned = true;
      var _ =
          context()
              .executor()
              .schedule(
                  () -> {
                    retryPlanned = false;
                    handInAgain();
                  },
                  RETRY_MS,
                  TimeUnit.MILLISECONDS);
    }
  }

  /** In the order in which they came. */
  private void handInAgain() {
    while (!parked.isEmpty()) {
      if (!isTaken(parked.element())) {
        planRetry();
        return;
      }
      parked.remove();
    }
    if (!gone) {
      readOn(context());
    }
  }

  /** Called by whoever completed the request. */
  private void finish(ServerJob job, Reply reply, @Nullable Throwable failure) {
    Reply answer = failure == null ? reply : new Reply.Failed(Der.IO, "engine failed: " + failure);
    boolean again = isAgain(answer);
    Frame frame = again ? null : encode(job, answer);
    try {
      context()
          .executor()
          .execute(
              () -> {
                if (frame == null) {
                  park(job);
                } else {
                  answer(job, answer, frame);
                }
              });
    } catch (RejectedExecutionException e) {
      job.release();
    }
  }

  private static Frame encode(ServerJob job, Reply reply) {
    Frame frame;
    try {
      if (job.request() instanceof Request.Fetch fetch
          && reply instanceof Reply.Fetches fetches
          && job.buffer() != null) {
        // What was in the buffer before is nobody's business.
        Bulk bulk = Bulk.of(fetch);
        bulk.endAt(fetch, fetches.fetched());
        bulk.clearBehindEnds();
      }
      frame = ReplyCodec.encode(reply, job.bulkLength());
    } catch (FrameException | RuntimeException e) {
      LOG.log(Level.WARNING, "reply cannot be sent", e);
      frame = ReplyCodec.encode(new Reply.Failed(Der.REC2BIG, "reply cannot be sent: " + e), 0);
    }
    frame.finish(job.id(), frame.bulkLength() == 0 ? FrameHeader.INLINE : job.place());
    return frame;
  }

  private void answer(ServerJob job, Reply reply, Frame frame) {
    if (reply instanceof Reply.Opened opened) {
      handles.add(opened.handle());
    }
    if (job.request() instanceof Request.CloseContainer close) {
      handles.remove(close.handle());
    }
    if (gone) {
      job.release();
      end(job);
      closeHandles();
      return;
    }
    ByteBuf head = Unpooled.wrappedBuffer(frame.bytes(), 0, frame.length());
    ByteBuf buffer = job.buffer();
    ChannelFuture written;
    if (buffer != null && frame.bulkLength() > 0) {
      var _ = context().write(head, context().voidPromise());
      buffer.setIndex(0, (int) job.bulkLength());
      written = context().writeAndFlush(buffer);
    } else {
      job.release();
      written = context().writeAndFlush(head);
    }
    var _ =
        written.addListener(
            (ChannelFutureListener)
                _ -> {
                  end(job);
                  if (!gone) {
                    handInAgain();
                  }
                });
  }

  /** A request is over; the last one of a client that is gone takes the window along. */
  private void end(ServerJob job) {
    requests--;
    bytes -= job.bytes();
    leaveIfDone();
  }

  private void leaveIfDone() {
    if (gone && requests == 0) {
      if (window != null) {
        window.close();
        window = null;
      }
      server.left(this);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!gone) {
      readOn(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    requests++;
    gone = true;
    drop();
    while (!parked.isEmpty()) {
      ServerJob job = parked.remove();
      job.release();
      end(job);
    }
    closeHandles();
    requests--;
    leaveIfDone();
  }

  private void closeHandles() {
    for (UUID handle : handles) {
      closeHandle(handle);
    }
    handles.clear();
  }

  private void closeHandle(UUID handle) {
    var _ =
        server
            .handler()
            .handle(new Request.CloseContainer(handle))
            .thenAccept(
                reply -> {
                  if (isAgain(reply)) {
                    CompletableFuture.delayedExecutor(RETRY_MS, TimeUnit.MILLISECONDS)
                        .execute(() -> closeHandle(handle));
                  }
                });
  }

  @Override
  void onBroken(ChannelHandlerContext context, FrameException e) {
    Throwable cause = e.getCause();
    LOG.log(
        Level.WARNING,
        "connection closed: {0}{1}, client={2} ({3})",
        e.getMessage(),
        cause == null ? "" : " (" + cause + ")",
        client,
        server.endpoint());
    var _ = context.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Level level = cause instanceof IOException ? Level.DEBUG : Level.WARNING;
    LOG.log(level, "connection closed: client=" + client, cause);
    var _ = context.close();
  }
}
