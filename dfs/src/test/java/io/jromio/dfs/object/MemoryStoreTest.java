package io.jromio.dfs.object;

final class MemoryStoreTest extends ObjectStoreContract {
  @Override
  protected StoreUnderTest newStore(int targets) {
    return MemorySystem.store(targets);
  }
}
