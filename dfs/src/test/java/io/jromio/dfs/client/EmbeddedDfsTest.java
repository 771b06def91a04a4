package io.jromio.dfs.client;

import io.jromio.dfs.ParallelContract;
import io.jromio.dfs.object.StoreUnderTest;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.LoopbackLink;
import java.io.IOException;

/** DFS over an engine in the same JVM. */
final class EmbeddedDfsTest extends ParallelContract {
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
