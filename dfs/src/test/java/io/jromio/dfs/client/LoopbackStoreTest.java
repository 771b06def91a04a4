package io.jromio.dfs.client;

import io.jromio.dfs.object.ObjectStoreContract;
import io.jromio.dfs.object.StoreUnderTest;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.LoopbackLink;
import java.io.IOException;

/** The client over an engine in the same JVM. */
class LoopbackStoreTest extends ObjectStoreContract {

  @Override
  protected StoreUnderTest newStore(int targets) throws IOException {
    return new EngineUnderTest(targets) {
      @Override
      EngineLink link() {
        return new LoopbackLink(engine, "loopback:" + folder);
      }
    };
  }
}
