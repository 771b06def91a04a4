package io.jromio.dfs.client;

import io.jromio.dfs.transport.Endpoint;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.Secret;
import io.jromio.dfs.transport.SocketLink;
import io.jromio.dfs.transport.SocketServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** An engine behind a socket: over TCP with a secret, or a unix domain socket. */
final class SocketUnderTest extends EngineUnderTest {
  private final @Nullable Secret secret;
  private final SocketServer server;

  SocketUnderTest(int targets, boolean tcp) throws IOException {
    super(targets);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    secret = tcp ? Secret.create(folder.resolve("secret")) : null;
    Endpoint endpoint =
        tcp
            ? new Endpoint.Tcp("127.0.0.1", 0)
            : new Endpoint.Unix(folder.resolve("socket").resolve("engine"));
    server = SocketServer.open(engine, endpoint, secret, SocketServer.Limits.DEFAULT);
  }

  @Override
  EngineLink link() {
    return new SocketLink(server.endpoint(), secret);
  }

  @Override
  public void close() throws IOException {
    server.close();
    super.close();
  }
}
