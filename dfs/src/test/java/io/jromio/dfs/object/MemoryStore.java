package io.jromio.dfs.object;

import java.util.List;

/** An open container of a store in memory. */
final class MemoryStore implements ObjectStore {
  private final MemoryEngine engine;
  private final MemoryEngine.Handle handle;
  private final boolean owner;
  private volatile boolean closed;

  MemoryStore(MemoryEngine engine, MemoryEngine.Handle handle, boolean owner) {
    this.engine = engine;
    this.handle = handle;
    this.owner = owner;
  }

  private MemoryObjects reading(String what) throws StoreException {
    if (closed || handle.closed) {
      throw new StoreException(Der.NO_HDL, "handle is closed: handle=" + handle.uuid);
    }
    engine.count(what);
    return handle.container.objects;
  }

  private MemoryObjects writing(String what) throws StoreException {
    MemoryObjects objects = reading(what);
    if (handle.mode == StoreSystem.OpenMode.READ_ONLY) {
      throw new StoreException(Der.READ_ONLY, "handle is read-only: handle=" + handle.uuid);
    }
    return objects;
  }

  @Override
  public ContainerInfo info() {
    synchronized (engine) {
      return handle.container.info();
    }
  }

  @Override
  public int targets() {
    return engine.targets();
  }

  @Override
  public long update(ObjectId object, List<DkeyUpdate> updates) throws StoreException {
    return writing("updates").update(object, updates);
  }

  @Override
  public List<Fetched> fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException {
    return reading("fetches").fetch(object, fetches);
  }

  @Override
  public void punchObject(ObjectId object) throws StoreException {
    writing("punches").commit(List.of(new ObjectChange.PunchObject(object)));
  }

  @Override
  public long commit(List<ObjectChange> changes) throws StoreException {
    return writing("commits").commit(changes);
  }

  @Override
  public MaxExtent queryMax(ObjectId object, Key akey) throws StoreException {
    return reading("queries").queryMax(object, akey);
  }

  @Override
  public long queryEpoch(ObjectId object) throws StoreException {
    return reading("queries").queryEpoch(object);
  }

  @Override
  public KeyPage listDkeys(ObjectId object, Anchor from, int limit) throws StoreException {
    return reading("lists").listDkeys(object, from, limit);
  }

  @Override
  public KeyPage listAkeys(ObjectId object, Key dkey, Anchor from, int limit)
      throws StoreException {
    return reading("lists").listAkeys(object, dkey, from, limit);
  }

  @Override
  public ObjectPage listObjects(Anchor from, int limit) throws StoreException {
    return reading("lists").listObjects(from, limit);
  }

  @Override
  public long allocateIds(long count) throws StoreException {
    return writing("allocations").allocateIds(count);
  }

  @Override
  public byte[] share() {
    return MemorySystem.share(handle.uuid);
  }

  @Override
  public void close() {
    closed = true;
    if (owner) {
      engine.close(handle);
    }
  }
}
