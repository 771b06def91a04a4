package io.jromio.dfs.object;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store whose calls fail as a test wants, and that keeps the updates it passed on. A call fails
 * before or after it was carried out: the client cannot tell.
 */
public final class FaultyStore implements ObjectStore {
  /** The next call of a kind that fails, and how. */
  public record Fault(String call, int after, Der der, boolean carriedOut) {}

  private final ObjectStore store;
  private final List<List<DkeyUpdate>> updates = new ArrayList<>();
  private @Nullable Fault fault;
  private int passed;

  public FaultyStore(ObjectStore store) {
    this.store = store;
  }

  /** Arms one fault: {@code after} calls of this kind pass, then one fails. */
  public synchronized void arm(Fault next) {
    fault = next;
    passed = 0;
  }

  /** The updates that were passed on since the last look. */
  public synchronized List<List<DkeyUpdate>> takeUpdates() {
    List<List<DkeyUpdate>> taken = new ArrayList<>(updates);
    updates.clear();
    return taken;
  }

  private interface Call<T> {
    T run() throws StoreException;
  }

  private synchronized <T> T call(String name, Call<T> call) throws StoreException {
    Fault armed = fault;
    if (armed == null || !armed.call().equals(name) || passed++ < armed.after()) {
      return call.run();
    }
    fault = null;
    if (armed.carriedOut()) {
      call.run();
    }
    throw new StoreException(armed.der(), "as the test wants: call=" + name);
  }

  @Override
  public ContainerInfo info() {
    return store.info();
  }

  @Override
  public int targets() {
    return store.targets();
  }

  @Override
  public long update(ObjectId object, List<DkeyUpdate> changes) throws StoreException {
    return call(
        "update",
        () -> {
          updates.add(changes);
          return store.update(object, changes);
        });
  }

  @Override
  public List<Fetched> fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException {
    return call("fetch", () -> store.fetch(object, fetches));
  }

  @Override
  public void punchObject(ObjectId object) throws StoreException {
    call(
        "punch",
        () -> {
          store.punchObject(object);
          return object;
        });
  }

  @Override
  public long commit(List<ObjectChange> changes) throws StoreException {
    return call("commit", () -> store.commit(changes));
  }

  @Override
  public MaxExtent queryMax(ObjectId object, Key akey) throws StoreException {
    return call("query", () -> store.queryMax(object, akey));
  }

  @Override
  public long queryEpoch(ObjectId object) throws StoreException {
    return call("query", () -> store.queryEpoch(object));
  }

  @Override
  public KeyPage listDkeys(ObjectId object, Anchor from, int limit) throws StoreException {
    return call("list", () -> store.listDkeys(object, from, limit));
  }

  @Override
  public KeyPage listAkeys(ObjectId object, Key dkey, Anchor from, int limit)
      throws StoreException {
    return call("list", () -> store.listAkeys(object, dkey, from, limit));
  }

  @Override
  public ObjectPage listObjects(Anchor from, int limit) throws StoreException {
    return call("list", () -> store.listObjects(from, limit));
  }

  @Override
  public long allocateIds(long count) throws StoreException {
    return call("allocate", () -> store.allocateIds(count));
  }

  @Override
  public byte[] share() {
    return store.share();
  }

  @Override
  public void close() throws StoreException {
    store.close();
  }
}
