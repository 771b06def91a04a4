package io.jromio.dfs.embedded;

import io.jromio.dfs.client.StoreClient;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.transport.Endpoint;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.SocketLink;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The way to the store that the environment means: an engine that is named there, else the embedded
 * store. The first process that connects to that has its engine, from a lock on; others come
 * through a socket. A process that is killed leaves the lock free, and the next one takes over.
 *
 * <p>Within the process of the engine nothing goes through a socket. Every connection is to be
 * closed: with the last one of its process the engine is closed, as soon as other processes have
 * gone; until then it keeps its process alive.
 */
public final class StoreAccess {
  private static final long DEADLINE_MS = 60_000;
  private static final long RETRY_MS = 20;

  private StoreAccess() {}

  /**
   * Connects.
   *
   * @throws StoreException {@link Der#UNREACH} if the engine that is named does not answer, or none
   *     is and the embedded store is switched off; {@link Der#BUSY} if another process has the
   *     embedded store and does not answer
   */
  public static StoreSystem connect(Map<String, String> environment) throws StoreException {
    StoreSettings settings = StoreSettings.of(environment);
    Optional<String> engine = settings.engine();
    if (engine.isPresent()) {
      return new StoreClient(connected(StoreSettings.endpoint(engine.get()), settings));
    }
    if (settings.isEmbeddedOff()) {
      throw new StoreException(
          Der.UNREACH,
          "no engine: %s is not set and %s=off (jromio engine start makes one)"
              .formatted(StoreSettings.ENGINE, StoreSettings.EMBEDDED));
    }
    return new StoreClient(embedded(settings));
  }

  /**
   * The engine at an endpoint, for those to whom another rank said where it is. A connection is
   * made at the first request.
   *
   * @param endpoint of {@link StoreSystem#endpoint}
   */
  public static StoreSystem connect(String endpoint, Map<String, String> environment)
      throws StoreException {
    Optional<CountedLink> here = OwnedStore.use(endpoint);
    if (here.isPresent()) {
      return new StoreClient(here.get());
    }
    Endpoint parsed = StoreSettings.endpoint(endpoint);
    return new StoreClient(
        parsed instanceof Endpoint.Unix unix
            ? SharedLink.use(unix)
            : new SocketLink(parsed, StoreSettings.of(environment).secret(parsed)));
  }

  private static EngineLink connected(Endpoint endpoint, StoreSettings settings)
      throws StoreException {
    if (endpoint instanceof Endpoint.Unix unix) {
      return SharedLink.connected(unix);
    }
    SocketLink link = new SocketLink(endpoint, settings.secret(endpoint));
    try {
      link.connect();
      return link;
    } catch (StoreException e) {
      link.close();
      throw e;
    }
  }

  private static EngineLink embedded(StoreSettings settings) throws StoreException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MS);
    @Nullable StoreException last = null;
    do {
      try {
        return OwnedStore.use(settings);
      } catch (StoreException e) {
        if (e.der() != Der.BUSY) {
          throw e;
        }
      }
      try {
        EngineLink joined = join(settings);
        if (joined != null) {
          return joined;
        }
      } catch (StoreException e) {
        // It ends, or has not begun to listen.
        last = e;
      }
      pause(settings);
    } while (System.nanoTime() < deadline);
    throw new StoreException(
        Der.BUSY,
        "another process has the store, and does not answer within %d s (%s)"
                .formatted(TimeUnit.MILLISECONDS.toSeconds(DEADLINE_MS), settings.storage())
            + (last == null ? "" : ": " + last.getMessage()));
  }

  private static @Nullable EngineLink join(StoreSettings settings) throws StoreException {
    Optional<RunningEngine> running = RunningEngine.find(settings.storage());
    if (running.isEmpty()) {
      return null;
    }
    return connected(StoreSettings.endpoint(running.get().endpoint()), settings);
  }

  private static void pause(StoreSettings settings) throws StoreException {
    try {
      Thread.sleep(RETRY_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Der.CANCELED, "interrupted (%s)".formatted(settings.storage()), e);
    }
  }
}
