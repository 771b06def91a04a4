package io.jromio.dfs.client;

import io.jromio.dfs.ParallelContract;
import io.jromio.dfs.object.StoreUnderTest;
import java.io.IOException;

/** DFS over unix domain sockets. */
final class UnixDfsTest extends ParallelContract {
  @Override
  protected StoreUnderTest newStore(int targets) throws IOException {
    return new SocketUnderTest(targets, false);
  }
}
