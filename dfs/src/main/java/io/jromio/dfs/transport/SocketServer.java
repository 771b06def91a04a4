package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.RequestHandler;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Serves an engine to other processes: over a unix domain socket in a folder that is the user's
 * own, or over TCP to those who know the secret. What a client sends that is no frame ends its
 * connection, with a line in the log, and nobody else's.
 */
public final class SocketServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SocketServer.class.getName());
  private static final int BACKLOG = 1024;
  private static final int MAX_CONNECTIONS = 1024;
  private static final int IDLE_SECONDS = 60;
  private static final int PROBE_SECONDS = 10;
  private static final int PROBES = 6;
  private static final long CLOSE_MS = 10_000;

  private final RequestHandler handler;
  private final @Nullable Secret secret;
  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private final Map<ServerConnection, Channel> connections = new HashMap<>();
  private final Endpoint endpoint;
  private final Channel listener;

  /**
   * What one connection may have under way.
   *
   * @param bytes of bulk that does not lie in a window; one request may go beyond it
   */
  public record Limits(int requests, long bytes) {
    public static final Limits DEFAULT = new Limits(256, 32 << 20);
  }

  private SocketServer(
      RequestHandler handler, Endpoint wanted, @Nullable Secret secret, Limits limits)
      throws StoreException {
    this.handler = handler;
    this.secret = secret;
    this.limits = limits;
    this.listener = listen(wanted);
    this.endpoint =
        listener.localAddress() instanceof InetSocketAddress address
                && wanted instanceof Endpoint.Tcp(String host, _)
            ? new Endpoint.Tcp(host, address.getPort())
            : wanted;
  }

  /**
   * Listens.
   *
   * @param secret null for a unix domain socket only
   * @throws StoreException if the address is taken, the folder of the socket is open to others, or
   *     there is no epoll
   */
  public static SocketServer open(
      RequestHandler handler, Endpoint endpoint, @Nullable Secret secret, Limits limits)
      throws StoreException {
    if (endpoint instanceof Endpoint.Tcp && secret == null) {
      throw new IllegalArgumentException("TCP needs a secret: endpoint=" + endpoint);
    }
    if (endpoint instanceof Endpoint.Unix(Path path)) {
      makePrivate(path.resolveSibling(""));
    }
    return new SocketServer(handler, endpoint, secret, limits);
  }

  private static void makePrivate(Path folder) throws StoreException {
    Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rwx------");
    try {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(mine));
      Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(folder));
      others.removeAll(mine);
      if (!others.isEmpty()) {
        throw new StoreException(
            Der.NO_PERM,
            "others may enter the folder of a socket: want=rwx------ (%s)".formatted(folder));
      }
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(Der.NO_PERM, "no folder for a socket (%s)".formatted(folder), e);
    }
  }

  private Channel listen(Endpoint wanted) throws StoreException {
    ServerBootstrap bootstrap = new ServerBootstrap().group(Loops.group());
    bootstrap.option(ChannelOption.SO_BACKLOG, BACKLOG);
    SocketAddress address;
    switch (wanted) {
      case Endpoint.Unix(Path path) -> {
        bootstrap.channel(EpollServerDomainSocketChannel.class);
        address = new DomainSocketAddress(path.toFile());
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          throw new StoreException(Der.NO_PERM, "socket is in the way (%s)".formatted(path), e);
        }
      }
      case Endpoint.Tcp tcp -> {
        bootstrap.channel(EpollServerSocketChannel.class);
        bootstrap.option(ChannelOption.SO_REUSEADDR, true);
        bootstrap.childOption(ChannelOption.TCP_NODELAY, true);
        bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
        bootstrap.childOption(EpollChannelOption.TCP_KEEPIDLE, IDLE_SECONDS);
        bootstrap.childOption(EpollChannelOption.TCP_KEEPINTVL, PROBE_SECONDS);
        bootstrap.childOption(EpollChannelOption.TCP_KEEPCNT, PROBES);
        address = tcp.address();
      }
    }
    bootstrap.childHandler(
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            accept(channel);
          }
        });
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new StoreException(Der.BUSY, "cannot listen (%s)".formatted(wanted), bound.cause());
    }
    return bound.channel();
  }

  private void accept(Channel channel) {
    ServerConnection connection = new ServerConnection(this);
    lock.lock();
    try {
      if (connections.size() >= MAX_CONNECTIONS) {
        LOG.log(
            Level.WARNING, "connection refused: connections={0} ({1})", MAX_CONNECTIONS, endpoint);
        var _ = channel.close();
        return;
      }
      connections.put(connection, channel);
    } finally {
      lock.unlock();
    }
    channel.pipeline().addLast(connection);
  }

  void left(ServerConnection connection) {
    lock.lock();
    try {
      connections.remove(connection);
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  RequestHandler handler() {
    return handler;
  }

  @Nullable Secret secret() {
    return secret;
  }

  Handshake.Limits limits() {
    return new Handshake.Limits(limits.requests(), limits.bytes());
  }

  /** Where it listens, with the port that it was given. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** Clients that are connected now. */
  public int connections() {
    lock.lock();
    try {
      return connections.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no client is connected.
   *
   * @return whether that is so
   */
  public boolean awaitNoConnections(long timeoutMs) throws InterruptedException {
    long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    lock.lockInterruptibly();
    try {
      while (!connections.isEmpty() && nanos > 0) {
        nanos = left.awaitNanos(nanos);
      }
      return connections.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in any more; who is connected stays. */
  public void stopListening() {
    listener.close().awaitUninterruptibly();
    if (endpoint instanceof Endpoint.Unix(Path path)) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "socket stays behind: {0}", e.toString());
      }
    }
  }

  private List<Channel> channels() {
    lock.lock();
    try {
      return List.copyOf(connections.values());
    } finally {
      lock.unlock();
    }
  }

  /** Ends all connections. What the handler is doing for them it still does. */
  @Override
  public void close() {
    stopListening();
    for (Channel channel : channels()) {
      var _ = channel.close();
    }
    try {
      if (!awaitNoConnections(CLOSE_MS)) {
        LOG.log(Level.WARNING, "requests are still under way: connections={0}", connections());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
