package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.FrameHeader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One connection of a client that the engine has let in, and its window. */
final class ClientSocket implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ClientSocket.class.getName());
  private static final int CONNECT_MS = 10_000;
  private static final long WELCOME_MS = 20_000;
  private static final long WINDOW_LENGTH = 16 << 20;
  private static final long SHORTEST_WINDOW = 4 << 20;

  private final Endpoint endpoint;
  private final Channel channel;
  private final ClientConnection connection;
  private final Handshake.Limits limits;
  private final Object makingWindow = new Object();
  private volatile boolean windowTried;
  private volatile @Nullable Shared shared;

  /** The window and who has which part of it. */
  private record Shared(Window window, WindowSpace space) {}

  private ClientSocket(Endpoint endpoint, Channel channel, ClientConnection connection)
      throws StoreException {
    this.endpoint = endpoint;
    this.channel = channel;
    this.connection = connection;
    this.limits = await();
    // Over TCP there is no window, and nobody expects one.
    this.windowTried = endpoint instanceof Endpoint.Tcp;
  }

  /** Connects and says hello. */
  static ClientSocket open(SocketLink link, Endpoint endpoint, @Nullable Secret secret)
      throws StoreException {
    ClientConnection connection = new ClientConnection(link, secret);
    Bootstrap bootstrap = new Bootstrap().group(Loops.group()).handler(connection);
    bootstrap.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MS);
    SocketAddress address;
    switch (endpoint) {
      case Endpoint.Unix(Path path) -> {
        bootstrap.channel(EpollDomainSocketChannel.class);
        address = new DomainSocketAddress(path.toFile());
      }
      case Endpoint.Tcp tcp -> {
        bootstrap.channel(EpollSocketChannel.class);
        bootstrap.option(ChannelOption.TCP_NODELAY, true);
        bootstrap.option(ChannelOption.SO_KEEPALIVE, true);
        address = tcp.address();
      }
    }
    ChannelFuture done = bootstrap.connect(address).awaitUninterruptibly();
    if (!done.isSuccess()) {
      throw new StoreException(
          Der.UNREACH, "no engine answers (%s)".formatted(endpoint), done.cause());
    }
    try {
      return new ClientSocket(endpoint, done.channel(), connection);
    } catch (StoreException | RuntimeException e) {
      var _ = done.channel().close().awaitUninterruptibly();
      throw e;
    }
  }

  private Handshake.Limits await() throws StoreException {
    try {
      return connection.welcome().get(WELCOME_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new StoreException(
          Der.UNREACH, String.valueOf(cause == null ? e : cause.getMessage()), e);
    } catch (TimeoutException e) {
      throw new StoreException(
          Der.UNREACH, "no welcome within %d ms (%s)".formatted(WELCOME_MS, endpoint), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Der.CANCELED, "interrupted (%s)".formatted(endpoint), e);
    }
  }

  Handshake.Limits limits() {
    return limits;
  }

  /** Memory that sockets read and write without another copy. */
  ByteBuf buffer(int length) {
    return channel.alloc().directBuffer(length, length);
  }

  /** Sends a head and what follows it, with nothing between. */
  void send(ByteBuf head, ByteBuf bulk) {
    try {
      channel
          .eventLoop()
          .execute(
              () -> {
                var _ = channel.write(head, channel.voidPromise());
                var _ = channel.writeAndFlush(bulk, channel.voidPromise());
              });
    } catch (RejectedExecutionException e) {
      head.release();
      bulk.release();
    }
  }

  /**
   * Takes a part of the window.
   *
   * @param waits whether until there is one; not where this thread may be the one to give it back
   * @return its place, or {@link FrameHeader#INLINE} if there is no window or it is too small
   */
  long takeWindow(long length, boolean waits) throws InterruptedException {
    if (!windowTried) {
      synchronized (makingWindow) {
        if (!windowTried) {
          shared = makeWindow();
          windowTried = true;
        }
      }
    }
    Shared found = shared;
    if (found == null || length > found.space().largest() / 2) {
      return FrameHeader.INLINE;
    }
    if (waits) {
      return found.space().take(length);
    }
    long place = found.space().tryTake(length);
    return place < 0 ? FrameHeader.INLINE : place;
  }

  void giveWindow(long place, long length) {
    Shared found = shared;
    if (found != null) {
      found.space().give(place, length);
    }
  }

  MemorySegment windowMemory() {
    Shared found = shared;
    if (found == null) {
      throw new IllegalStateException("no window (%s)".formatted(endpoint));
    }
    return found.window().memory();
  }

  private @Nullable Shared makeWindow() throws InterruptedException {
    if (!(endpoint instanceof Endpoint.Unix(Path path))) {
      return null;
    }
    String why = "the engine did not take it";
    try (Unlinked made = create(path.resolveSibling(""))) {
      Window window = made.window();
      send(Handshake.window(window.path().toString(), window.memory().byteSize()), none());
      if (connection.windowTaken().get(WELCOME_MS, TimeUnit.MILLISECONDS)) {
        return new Shared(window, new WindowSpace(window.memory().byteSize()));
      }
      window.close();
    } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
      why = e.toString();
    }
    LOG.log(
        Level.WARNING, "no shared window, bulk goes through the socket: {0} ({1})", why, endpoint);
    return null;
  }

  private static ByteBuf none() {
    return Unpooled.EMPTY_BUFFER;
  }

  /** A window whose name goes away whatever becomes of it. */
  private record Unlinked(Window window) implements AutoCloseable {
    @Override
    public void close() {
      window.unlink();
    }
  }

  private static Unlinked create(Path folder) throws IOException {
    long length = WINDOW_LENGTH;
    while (true) {
      try {
        return new Unlinked(Window.create(folder, length));
      } catch (IOException e) {
        length /= 2;
        if (length < SHORTEST_WINDOW) {
          throw e;
        }
      }
    }
  }

  /** Ends those who wait for a part of the window. */
  void endWaiting() {
    Shared found = shared;
    if (found != null) {
      found.space().close();
    }
  }

  @Override
  public void close() {
    var _ = channel.close().awaitUninterruptibly();
    Shared found = shared;
    shared = null;
    if (found != null) {
      found.window().close();
    }
  }
}
