package io.jromio.dfs.transport;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Over TCP, with limits that a few requests reach. */
final class TcpLinkTest extends EngineLinkContract {
  private final Path folder;

  TcpLinkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  Way open(SmallHandler to) throws Exception {
    Secret secret = Secret.create(folder.resolve("secret"));
    Endpoint endpoint = new Endpoint.Tcp("127.0.0.1", 0);
    SocketServer.Limits limits = new SocketServer.Limits(16, 1 << 20);
    SocketServer server = SocketServer.open(to, endpoint, secret, limits);
    return new Way(
        new SocketLink(server.endpoint(), Secret.load(folder.resolve("secret"))), server);
  }
}
