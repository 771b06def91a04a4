package io.jromio.dfs.client;

import io.jromio.dfs.ParallelContract;
import io.jromio.dfs.object.StoreUnderTest;
import java.io.IOException;

/** DFS over TCP with a secret. */
final class TcpDfsTest extends ParallelContract {
  @Override
  protected StoreUnderTest newStore(int targets) throws IOException {
    return new SocketUnderTest(targets, true);
  }
}
