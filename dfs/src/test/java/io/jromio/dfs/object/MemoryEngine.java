package io.jromio.dfs.object;

import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The state behind {@link MemorySystem}: pools, containers, handles, counters. One lock. */
final class MemoryEngine {
  static final class Pool {
    final UUID uuid = UUID.randomUUID();
    final String label;
    final Map<UUID, Container> containers = new LinkedHashMap<>();

    /** Bytes that may still be written; nothing gives them back. */
    final AtomicLong left;

    Pool(String label, long size) {
      this.label = label;
      this.left = new AtomicLong(size == 0 ? Long.MAX_VALUE : size);
    }
  }

  static final class Container {
    final UUID pool;
    final UUID uuid = UUID.randomUUID();
    final MemoryObjects objects;
    final Map<String, String> properties = new TreeMap<>();
    final Map<String, byte[]> attributes = new TreeMap<>();
    String label;
    int handles;
    boolean exclusive;
    long openedHlc;
    long modifiedHlc;

    Container(Pool pool, String label) {
      this.pool = pool.uuid;
      this.objects = new MemoryObjects(pool.left);
      this.label = label;
    }

    ContainerInfo info() {
      return new ContainerInfo(
          pool, uuid, label, properties, new ContainerInfo.Use(handles, openedHlc, modifiedHlc));
    }
  }

  /** An open container; void once the owner has closed it. */
  static final class Handle {
    final UUID uuid = UUID.randomUUID();
    final Container container;
    final OpenMode mode;
    volatile boolean closed;

    Handle(Container container, OpenMode mode) {
      this.container = container;
      this.mode = mode;
    }
  }

  private final int targets;
  private final Map<String, Pool> pools = new LinkedHashMap<>();
  private final Map<UUID, Handle> handles = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> counters = new ConcurrentHashMap<>();

  MemoryEngine(int targets) {
    this.targets = targets;
  }

  int targets() {
    return targets;
  }

  void count(String name) {
    counters.computeIfAbsent(name, n -> new AtomicLong()).incrementAndGet();
  }

  Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>();
    counters.forEach((name, count) -> all.put(name, count.get()));
    return all;
  }

  synchronized Pool addPool(String label, long size) throws StoreException {
    MemoryProperties.checkLabel(label);
    if (pools.containsKey(label)) {
      throw new StoreException(Der.EXIST, "pool exists: label=" + label);
    }
    Pool pool = new Pool(label, size);
    pools.put(label, pool);
    return pool;
  }

  synchronized List<Pool> pools() {
    return List.copyOf(pools.values());
  }

  synchronized Pool pool(String name) throws StoreException {
    for (Pool pool : pools.values()) {
      if (pool.label.equals(name) || pool.uuid.toString().equals(name)) {
        return pool;
      }
    }
    throw new StoreException(Der.NONEXIST, "no such pool: name=" + name);
  }

  synchronized Container container(String pool, String name) throws StoreException {
    for (Container container : pool(pool).containers.values()) {
      if (container.label.equals(name) || container.uuid.toString().equals(name)) {
        return container;
      }
    }
    throw new StoreException(Der.NONEXIST, "no such container: name=" + name);
  }

  synchronized void checkFree(Pool pool, String label) throws StoreException {
    for (Container container : pool.containers.values()) {
      if (!label.isEmpty() && container.label.equals(label)) {
        throw new StoreException(Der.EXIST, "container exists: label=" + label);
      }
    }
  }

  synchronized ContainerInfo addContainer(String poolName, ContainerSpec spec)
      throws StoreException {
    Pool pool = pool(poolName);
    if (!spec.label().isEmpty()) {
      MemoryProperties.checkLabel(spec.label());
    }
    checkFree(pool, spec.label());
    Container container = new Container(pool, spec.label());
    container.properties.putAll(MemoryProperties.complete(spec.properties()));
    container.objects.commit(spec.contents());
    pool.containers.put(container.uuid, container);
    return container.info();
  }

  synchronized Handle open(String pool, String name, OpenMode mode) throws StoreException {
    Container container = container(pool, name);
    if (container.exclusive || (mode == OpenMode.EXCLUSIVE && container.handles > 0)) {
      throw new StoreException(Der.BUSY, "open elsewhere: container=" + name);
    }
    Handle handle = new Handle(container, mode);
    container.handles++;
    container.exclusive = mode == OpenMode.EXCLUSIVE;
    container.openedHlc = container.objects.now();
    handles.put(handle.uuid, handle);
    count("opens");
    return handle;
  }

  synchronized void close(Handle handle) {
    if (!handle.closed) {
      handle.closed = true;
      handle.container.handles--;
      handle.container.exclusive = false;
      handle.container.modifiedHlc = handle.container.objects.now();
    }
  }

  synchronized void destroy(String pool, String name, boolean force) throws StoreException {
    Container container = container(pool, name);
    if (container.handles > 0 && !force) {
      throw new StoreException(Der.BUSY, "open: container=" + name);
    }
    for (Handle handle : handles.values()) {
      if (handle.container == container) {
        close(handle);
      }
    }
    pool(pool).containers.remove(container.uuid);
  }

  /** The handle that was shared, also if it is closed by now. */
  Handle handle(UUID uuid) throws StoreException {
    Handle handle = handles.get(uuid);
    if (handle == null) {
      throw new StoreException(Der.INVAL, "no handle of this store: handle=" + uuid);
    }
    return handle;
  }
}
