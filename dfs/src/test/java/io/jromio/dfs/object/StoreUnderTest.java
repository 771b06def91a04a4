package io.jromio.dfs.object;

import java.io.IOException;

/** A new, empty store for one test, and the ways to it. */
public interface StoreUnderTest extends AutoCloseable {

  /** A further client's connection; whoever asks closes it. */
  StoreSystem connect() throws IOException;

  /** Removes the store; connections are closed by then. */
  @Override
  void close() throws IOException;
}
