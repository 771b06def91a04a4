package io.jromio.dfs.client;

import io.jromio.dfs.object.ObjectStoreContract;
import io.jromio.dfs.object.StoreUnderTest;
import java.io.IOException;

/** The client over an engine behind a TCP socket. */
class TcpStoreTest extends ObjectStoreContract {

  @Override
  protected StoreUnderTest newStore(int targets) throws IOException {
    return new SocketUnderTest(targets, true);
  }
}
