package io.jromio.dfs.transport;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * The threads that move frames, for all links and servers of this process. They keep no JVM alive
 * and end with it: to shut them down would start a thread of Netty's that does keep it for a
 * second.
 */
final class Loops {
  private static final int FEWEST = 2;
  private static final int MOST = 8;

  private Loops() {}

  /** Made when it is first needed. */
  private static final class Holder {
    static final EventLoopGroup GROUP =
        new MultiThreadIoEventLoopGroup(
            Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST, MOST),
            new DefaultThreadFactory("jromio-socket", true),
            EpollIoHandler.newFactory());
  }

  /**
   * The group of all.
   *
   * @throws StoreException {@link Der#NOSYS} where there is no epoll
   */
  static EventLoopGroup group() throws StoreException {
    if (!Epoll.isAvailable()) {
      throw new StoreException(
          Der.NOSYS,
          "no epoll: os=%s arch=%s; sockets need Linux on x86-64"
              .formatted(System.getProperty("os.name"), System.getProperty("os.arch")),
          Epoll.unavailabilityCause());
    }
    return Holder.GROUP;
  }
}
