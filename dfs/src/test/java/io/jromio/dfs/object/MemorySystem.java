package io.jromio.dfs.object;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * One client's connection to a store in memory: a test double whose every answer can be seen to be
 * right.
 */
public final class MemorySystem implements StoreSystem {
  private static final long SPACE = 1L << 30;

  private final MemoryEngine engine;
  private final List<MemoryEngine.Handle> opened = Collections.synchronizedList(new ArrayList<>());

  private MemorySystem(MemoryEngine engine) {
    this.engine = engine;
  }

  /** A new, empty store. */
  public static StoreUnderTest store(int targets) {
    MemoryEngine engine = new MemoryEngine(targets);
    return new StoreUnderTest() {
      @Override
      public StoreSystem connect() {
        return new MemorySystem(engine);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String endpoint() {
    return "memory";
  }

  private PoolInfo info(MemoryEngine.Pool pool) {
    PoolInfo.TargetSpace space = new PoolInfo.TargetSpace(SPACE, SPACE, SPACE, SPACE);
    return new PoolInfo(pool.uuid, pool.label, 1, Collections.nCopies(engine.targets(), space));
  }

  @Override
  public PoolInfo createPool(String label, long size) throws StoreException {
    return info(engine.addPool(label, size));
  }

  @Override
  public List<PoolInfo> pools() {
    List<PoolInfo> all = new ArrayList<>();
    for (MemoryEngine.Pool pool : engine.pools()) {
      all.add(info(pool));
    }
    return all;
  }

  @Override
  public PoolInfo queryPool(String pool) throws StoreException {
    return info(engine.pool(pool));
  }

  @Override
  public ContainerInfo createContainer(String pool, ContainerSpec spec) throws StoreException {
    return engine.addContainer(pool, spec);
  }

  @Override
  public List<ContainerInfo> containers(String pool) throws StoreException {
    synchronized (engine) {
      List<ContainerInfo> all = new ArrayList<>();
      for (MemoryEngine.Container container : engine.pool(pool).containers.values()) {
        all.add(container.info());
      }
      return all;
    }
  }

  @Override
  public ContainerInfo queryContainer(String pool, String container) throws StoreException {
    synchronized (engine) {
      return engine.container(pool, container).info();
    }
  }

  @Override
  public void destroyContainer(String pool, String container, boolean force) throws StoreException {
    engine.destroy(pool, container, force);
  }

  @Override
  public void setProperties(String pool, String container, Map<String, String> properties)
      throws StoreException {
    synchronized (engine) {
      MemoryEngine.Container changed = engine.container(pool, container);
      String label = properties.get("label");
      if (label == null || properties.size() > 1) {
        throw new StoreException(Der.NO_PERM, "fixed: properties=" + properties);
      }
      engine.checkFree(engine.pool(pool), label);
      changed.label = label;
    }
  }

  @Override
  public Map<String, byte[]> attributes(String pool, String container) throws StoreException {
    synchronized (engine) {
      return new TreeMap<>(engine.container(pool, container).attributes);
    }
  }

  @Override
  public void setAttributes(String pool, String container, Map<String, byte[]> attributes)
      throws StoreException {
    synchronized (engine) {
      engine.container(pool, container).attributes.putAll(attributes);
    }
  }

  @Override
  public void deleteAttributes(String pool, String container, List<String> names)
      throws StoreException {
    synchronized (engine) {
      engine.container(pool, container).attributes.keySet().removeAll(names);
    }
  }

  @Override
  public ObjectStore open(String pool, String container, OpenMode mode) throws StoreException {
    MemoryEngine.Handle handle = engine.open(pool, container, mode);
    opened.add(handle);
    return new MemoryStore(engine, handle, true);
  }

  static byte[] share(UUID handle) {
    byte[] shared = new byte[2 * Long.BYTES + Integer.BYTES];
    ByteBuffer.wrap(shared)
        .putLong(handle.getMostSignificantBits())
        .putLong(handle.getLeastSignificantBits())
        .putInt(sum(shared));
    return shared;
  }

  private static int sum(byte[] shared) {
    CRC32C sum = new CRC32C();
    sum.update(shared, 0, 2 * Long.BYTES);
    return (int) sum.getValue();
  }

  @Override
  public ObjectStore attach(byte[] shared) throws StoreException {
    if (shared.length != 2 * Long.BYTES + Integer.BYTES
        || ByteBuffer.wrap(shared).getInt(2 * Long.BYTES) != sum(shared)) {
      throw new StoreException(Der.INVAL, "no shared handle: length=" + shared.length);
    }
    ByteBuffer from = ByteBuffer.wrap(shared);
    UUID uuid = new UUID(from.getLong(), from.getLong());
    return new MemoryStore(engine, engine.handle(uuid), false);
  }

  @Override
  public Map<String, Long> counters() {
    return engine.counters();
  }

  @Override
  public void close() {
    for (MemoryEngine.Handle handle : List.copyOf(opened)) {
      engine.close(handle);
    }
  }
}
