package io.jromio.adio.daos;

import io.jromio.adio.AdioDriver;
import io.jromio.adio.contract.AdioFileContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Files of the embedded store, of small chunks over all its targets. */
final class DaosFileTest extends AdioFileContract {
  @SuppressWarnings("NullAway.Init") // set before all tests
  private static EmbeddedStore store;

  @BeforeAll
  static void start() throws IOException {
    store = EmbeddedStore.open();
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
  }

  @Override
  protected AdioDriver driver() {
    return store.driver();
  }

  @Override
  protected String newPath() {
    return store.newPath();
  }

  @Override
  protected int unit() {
    return EmbeddedStore.CHUNK;
  }
}
