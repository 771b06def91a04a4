package io.jromio.dfs.embedded;

import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.EngineLink;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A store whose engine is in this process. It is closed when nobody here uses it any more and the
 * other processes have gone: at once, or in a thread that keeps this process alive until then.
 */
final class OwnedStore {
  private static final Map<Path, OwnedStore> STORES = new HashMap<>();
  private static final long LOOK_MS = 1_000;
  private static final long PATIENCE_MS = 200;
  private static final long SAY_NS = TimeUnit.SECONDS.toNanos(5);

  private final Path storage;
  private final ServedEngine engine;
  private final Thread atExit;
  private int users;
  private boolean waiting;
  private boolean exiting;
  private boolean closed;

  private OwnedStore(Path storage, ServedEngine engine) {
    this.storage = storage;
    this.engine = engine;
    this.atExit = new Thread(this::exit, "jromio-engine-exit");
  }

  /**
   * Becomes a user of the store's engine, and starts it if nobody has it.
   *
   * @throws StoreException {@link io.jromio.dfs.object.Der#BUSY} if it is in another process
   */
  static CountedLink use(StoreSettings settings) throws StoreException {
    Path storage = settings.storage();
    synchronized (STORES) {
      OwnedStore store = STORES.get(storage);
      if (store == null) {
        ServedEngine.Listen listen = new ServedEngine.Listen(settings.run(), null, true);
        store = new OwnedStore(storage, ServedEngine.open(storage, settings.targets(), listen));
        Runtime.getRuntime().addShutdownHook(store.atExit);
        STORES.put(storage, store);
      }
      return store.newUser();
    }
  }

  /** The engine at an endpoint, if it is in this process. */
  static Optional<CountedLink> use(String endpoint) {
    synchronized (STORES) {
      for (OwnedStore store : STORES.values()) {
        if (store.engine.endpoint().equals(endpoint)) {
          return Optional.of(store.newUser());
        }
      }
      return Optional.empty();
    }
  }

  private CountedLink newUser() {
    users++;
    EngineLink link = engine.loopback();
    return new CountedLink(
        link,
        () -> {
          link.close();
          leave();
        });
  }

  private void leave() {
    awaitThoseWhoLeaveToo();
    synchronized (STORES) {
      users--;
      if (users > 0 || closed || exiting || closeIfAlone() || waiting) {
        return;
      }
      waiting = true;
    }
    Thread thread = new Thread(this::awaitOthers, "jromio-engine-closing");
    thread.setDaemon(false);
    thread.start();
  }

  /** Ranks of a job end together; a moment's patience spares a thread. */
  private void awaitThoseWhoLeaveToo() {
    synchronized (STORES) {
      if (users > 1) {
        return;
      }
    }
    try {
      var _ = engine.server().awaitNoConnections(PATIENCE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void exit() {
    synchronized (STORES) {
      exiting = true;
    }
    awaitOthers();
  }

  private void awaitOthers() {
    long said = System.nanoTime();
    try {
      while (true) {
        synchronized (STORES) {
          if (closed || (users > 0 && !exiting) || closeIfAlone()) {
            waiting = false;
            return;
          }
        }
        boolean alone = engine.server().awaitNoConnections(LOOK_MS);
        if (!alone && System.nanoTime() - said > SAY_NS) {
          said = System.nanoTime();
          System.err.printf(
              "jromio: the engine of %s is in this process and still serves %d other(s)%n",
              storage, engine.server().connections());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes the engine if no other process uses it; who comes now finds the door shut. */
  private boolean closeIfAlone() {
    if (engine.server().connections() > 0) {
      return false;
    }
    engine.stopListening();
    if (engine.server().connections() > 0) {
      return false;
    }
    closed = true;
    STORES.remove(storage);
    engine.close();
    if (!exiting) {
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        // The process ends just now; the hook will find nothing to do.
      }
    }
    return true;
  }
}
