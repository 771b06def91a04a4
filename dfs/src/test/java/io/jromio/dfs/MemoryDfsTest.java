package io.jromio.dfs;

import io.jromio.dfs.object.MemorySystem;
import io.jromio.dfs.object.StoreUnderTest;

final class MemoryDfsTest extends ParallelContract {
  @Override
  protected StoreUnderTest newStore(int targets) {
    return MemorySystem.store(targets);
  }
}
