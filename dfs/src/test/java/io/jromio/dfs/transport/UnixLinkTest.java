package io.jromio.dfs.transport;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class UnixLinkTest extends EngineLinkContract {
  private final Path folder;

  UnixLinkTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Override
  Way open(SmallHandler to) throws Exception {
    Endpoint endpoint = new Endpoint.Unix(folder.resolve("run/engine.sock"));
    SocketServer server = SocketServer.open(to, endpoint, null, SocketServer.Limits.DEFAULT);
    return new Way(new SocketLink(endpoint, null), server);
  }
}
