package io.jromio.bench.cli;

import io.jromio.dfs.embedded.RunningEngine;
import io.jromio.dfs.embedded.ServedEngine;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.embedded.StoreSettings;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The engine that has a store now.
 *
 * @param system a connection to it
 */
record EngineOfStore(RunningEngine engine, StoreSystem system) implements AutoCloseable {

  /** Connects to it; empty if there is none, also where one was killed. */
  static Optional<EngineOfStore> find(Path storage) throws StoreException {
    Optional<RunningEngine> found = RunningEngine.find(storage);
    if (found.isEmpty() || !found.get().isAlive()) {
      return Optional.empty();
    }
    Map<String, String> environment =
        Map.of(
            StoreSettings.ENGINE,
            found.get().endpoint(),
            StoreSettings.SECRET_FILE,
            ServedEngine.secretFile(storage).toString());
    try {
      return Optional.of(new EngineOfStore(found.get(), StoreAccess.connect(environment)));
    } catch (StoreException e) {
      if (e.der() == Der.UNREACH) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void close() throws StoreException {
    system.close();
  }
}
