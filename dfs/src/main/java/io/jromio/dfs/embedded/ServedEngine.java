package io.jromio.dfs.embedded;

import io.jromio.dfs.engine.Engine;
import io.jromio.dfs.engine.EngineConfig;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.Endpoint;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.LoopbackLink;
import io.jromio.dfs.transport.Secret;
import io.jromio.dfs.transport.SocketServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The engine of a store in this process, with the socket by which others reach it. Where that is
 * stands in {@link RunningEngine} from the moment on at which it answers.
 */
public final class ServedEngine implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServedEngine.class.getName());
  private static final String SOCKET = "engine.sock";

  /** Requests that may wait for one target. */
  private static final int QUEUE_LENGTH = 64;

  private final Path storage;
  private final Engine engine;
  private final SocketServer server;
  private final @Nullable Path ownFolder;

  /**
   * Where an engine is to listen.
   *
   * @param run folder of a unix domain socket; its owner's alone
   * @param tcp {@code tcp:host:port} instead of it
   * @param embedded see {@link RunningEngine}
   */
  public record Listen(Path run, @Nullable String tcp, boolean embedded) {}

  private ServedEngine(Path storage, Engine engine, SocketServer server, @Nullable Path ownFolder) {
    this.storage = storage;
    this.engine = engine;
    this.server = server;
    this.ownFolder = ownFolder;
  }

  /**
   * Opens the store, or makes one, and listens.
   *
   * @param targets of a new store
   * @throws StoreException {@link Der#BUSY} if another engine has the store
   */
  public static ServedEngine open(Path storage, int targets, Listen listen) throws StoreException {
    Engine engine = Engine.open(new EngineConfig(storage, targets, QUEUE_LENGTH));
    SocketServer server = null;
    Path ownFolder = null;
    try {
      Endpoint endpoint;
      Secret secret = null;
      if (listen.tcp() == null) {
        Path socket = listen.run().toAbsolutePath().resolve(SOCKET);
        if (isTooLong(socket)) {
          ownFolder = Files.createTempDirectory("jromio-");
          socket = ownFolder.resolve(SOCKET);
        }
        endpoint = new Endpoint.Unix(socket);
      } else {
        endpoint = StoreSettings.endpoint(listen.tcp());
        secret = Secret.create(secretFile(storage));
      }
      server = SocketServer.open(engine, endpoint, secret, SocketServer.Limits.DEFAULT);
      long pid = ProcessHandle.current().pid();
      new RunningEngine(server.endpoint().toString(), pid, listen.embedded()).write(storage);
      return new ServedEngine(storage, engine, server, ownFolder);
    } catch (IOException | RuntimeException e) {
      if (server != null) {
        server.close();
      }
      engine.close();
      removeFolder(ownFolder);
      if (e instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw e instanceof StoreException known
          ? known
          : new StoreException(Der.IO, "cannot serve the store (%s)".formatted(storage), e);
    }
  }

  private static boolean isTooLong(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length > Endpoint.LONGEST_PATH;
  }

  /** The file with the secret of clients that come by TCP. */
  public static Path secretFile(Path storage) {
    return storage.resolve("secret");
  }

  /** Where it listens. */
  public String endpoint() {
    return server.endpoint().toString();
  }

  /** A way for this process. */
  EngineLink loopback() {
    return new LoopbackLink(engine, endpoint());
  }

  SocketServer server() {
    return server;
  }

  /** Lets nobody in any more. */
  void stopListening() {
    try {
      RunningEngine.remove(storage);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "file stays behind: {0}", e.toString());
    }
    server.stopListening();
  }

  /** Ends the connections of all clients and closes the store. */
  @Override
  public void close() {
    stopListening();
    server.close();
    engine.close();
    removeFolder(ownFolder);
  }

  private static void removeFolder(@Nullable Path folder) {
    if (folder != null) {
      try {
        Files.deleteIfExists(folder);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "folder stays behind: {0}", e.toString());
      }
    }
  }
}
