package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.FrameException;
import io.jromio.dfs.wire.FrameHeader;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.ReplyCodec;
import io.jromio.dfs.wire.Request;
import io.netty.channel.ChannelHandlerContext;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of a connection: says hello, then gives replies to the calls that wait for
 * them. Bulk goes from the socket straight to the memory of the request; from the window, whoever
 * waits for the reply takes it.
 */
final class ClientConnection extends FrameReader {
  private final SocketLink link;
  private final @Nullable Secret secret;
  private final byte[] nonce = Secret.random(Secret.NONCE_LENGTH);
  private final CompletableFuture<Handshake.Limits> welcome = new CompletableFuture<>();
  private final CompletableFuture<Boolean> windowTaken = new CompletableFuture<>();
  private @Nullable ChannelHandlerContext context;
  private boolean proved;
  private String reason = "connection was closed";

  ClientConnection(SocketLink link, @Nullable Secret secret) {
    this.link = link;
    this.secret = secret;
  }

  /** Completes when the engine lets us in. */
  CompletableFuture<Handshake.Limits> welcome() {
    return welcome;
  }

  /** Completes with whether the engine has mapped the window. */
  CompletableFuture<Boolean> windowTaken() {
    return windowTaken;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    context = ctx;
    String name = "pid=" + ProcessHandle.current().pid();
    var _ = ctx.writeAndFlush(Handshake.hello(nonce, name), ctx.voidPromise());
  }

  @Override
  int maxHead() {
    return welcome.isDone() ? FrameHeader.MAX_HEAD : Handshake.MAX_HEAD;
  }

  @Override
  boolean isPaused() {
    return false;
  }

  @Override
  FrameSink onHead(FrameHeader header, byte[] frame) throws FrameException {
    switch (header.code()) {
      case Handshake.CHALLENGE -> prove(Handshake.readChallenge(header, frame));
      case Handshake.WELCOME -> enter(Handshake.readWelcome(header, frame));
      case Handshake.WINDOW_TAKEN -> windowTaken.complete(true);
      case Handshake.REFUSED -> refuse(Handshake.readRefused(header, frame));
      default -> {
        return reply(header, frame);
      }
    }
    return new Incoming(null, null, 0);
  }

  private void prove(Handshake.Challenge challenge) throws FrameException {
    byte[] expected = Handshake.prove(secret, Handshake.ENGINE, nonce, challenge.nonce());
    if (proved || (secret != null && !Handshake.isEqual(challenge.proof(), expected))) {
      reason = "engine does not know our secret";
      throw new FrameException(reason);
    }
    proved = true;
    byte[] own = Handshake.prove(secret, Handshake.CLIENT, nonce, challenge.nonce());
    ChannelHandlerContext ctx = context;
    if (ctx != null) {
      var _ = ctx.writeAndFlush(Handshake.proof(own), ctx.voidPromise());
    }
  }

  private void enter(Handshake.Limits limits) throws FrameException {
    if (!proved) {
      throw new FrameException("welcome without challenge");
    }
    welcome.complete(limits);
  }

  private void refuse(String why) {
    if (welcome.isDone()) {
      windowTaken.complete(false);
    } else {
      reason = "engine refuses us: " + why;
    }
  }

  private FrameSink reply(FrameHeader header, byte[] frame) throws FrameException {
    PendingCall call = link.take(header.id());
    if (call == null) {
      throw new FrameException("reply to nothing: id=%d".formatted(header.id()));
    }
    try {
      Reply reply = ReplyCodec.decode(header, frame);
      long wanted = 0;
      if (call.request() instanceof Request.Fetch fetch && reply instanceof Reply.Fetches fetches) {
        call.bulk().endAt(fetch, fetches.fetched());
        wanted = call.bulk().length();
      }
      boolean inWindow = wanted > 0 && header.isInWindow();
      if (header.bulkLength() != wanted || (inWindow && header.place() != call.place())) {
        throw new FrameException(
            "wrong bulk: bulk=%d place=%d, want bulk=%d place=%d"
                .formatted(header.bulkLength(), header.place(), wanted, call.place()));
      }
      if (inWindow && reply instanceof Reply.Fetches fetches) {
        reply = new Reply.Fetches(fetches.fetched(), fetches.sums(), link.landing(call));
      }
      return new Incoming(call, reply, inWindow ? 0 : wanted);
    } catch (FrameException | RuntimeException e) {
      link.fail(call, Der.PROTO, "no reply: " + e.getMessage());
      throw e;
    }
  }

  /** Brings the bulk of a reply to where its request wants it. */
  private final class Incoming implements FrameSink {
    private final @Nullable PendingCall call;
    private final @Nullable Reply reply;
    private final long length;

    Incoming(@Nullable PendingCall call, @Nullable Reply reply, long length) {
      this.call = call;
      this.reply = reply;
      this.length = length;
    }

    @Override
    public long bulkLength() {
      return length;
    }

    @Override
    public void accept(MemorySegment piece) {
      if (call != null) {
        call.bulk().scatter(piece);
      }
    }

    @Override
    public void done() {
      if (call != null && reply != null) {
        link.finish(call, reply);
      }
    }

    @Override
    public void abandon() {
      if (call != null) {
        link.fail(call, Der.UNREACH, reason);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    drop();
    StoreException e =
        new StoreException(Der.UNREACH, "%s (%s)".formatted(reason, link.endpoint()));
    welcome.completeExceptionally(e);
    windowTaken.complete(false);
    link.lost(e);
  }

  @Override
  void onBroken(ChannelHandlerContext ctx, FrameException e) {
    if (welcome.isDone()) {
      reason = "engine sent no frame: " + e.getMessage();
    }
    var _ = ctx.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    reason = "connection broke: " + cause;
    var _ = ctx.close();
  }
}
