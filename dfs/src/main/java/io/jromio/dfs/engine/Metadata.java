package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * The pools and containers of a store, and the transactions that are half done. In memory, and in
 * an index of its own whose every change is synced.
 *
 * <pre>
 * F                 format | number of targets
 * S                 number of starts
 * E                 an epoch above all that were given, as of the last time somebody looked
 * P pool            size | label
 * C container       pool | opened | modified | properties
 * A container name  attribute
 * N container       first object id that was not reserved
 * T number          transaction: target, or -1 for this index, and batch, several times
 * X container       is being removed
 * </pre>
 *
 * Used by the coordinator's thread only, once it is open.
 */
final class Metadata implements AutoCloseable {
  private static final int FORMAT = 1;
  private static final byte[] FORMAT_KEY = key('F', "");
  private static final byte[] STARTS_KEY = key('S', "");
  private static final byte[] EPOCH_KEY = key('E', "");
  private static final long ID_RESERVE = 1 << 16;
  private static final int THIS_INDEX = -1;

  private final Index index;
  private final int targets;
  private final long starts;
  private final Map<UUID, PoolState> pools = new LinkedHashMap<>();
  private final Map<UUID, ContainerState> containers = new LinkedHashMap<>();
  private final Map<UUID, Long> opened = new HashMap<>();
  private final Map<UUID, long[]> ids = new HashMap<>();
  private long nextTransaction;

  private Metadata(Index index, Path folder, int targets) throws StoreException {
    this.index = index;
    byte[] format = index.get(FORMAT_KEY);
    if (format == null) {
      this.targets = targets;
      ByteWriter value = new ByteWriter(8).put32(FORMAT).put32(targets);
      IndexBatch batch = new IndexBatch();
      batch.put(FORMAT_KEY, value);
      index.write(batch.toBytes(), true);
    } else {
      ByteReader reader = new ByteReader(format);
      int found = reader.get32();
      if (found != FORMAT) {
        throw new StoreException(
            Der.INVAL,
            "store of another format: format=%d expected=%d folder=%s"
                .formatted(found, FORMAT, folder));
      }
      this.targets = reader.get32();
    }
    byte[] started = index.get(STARTS_KEY);
    starts = (started == null ? 0 : new ByteReader(started).get64()) + 1;
    IndexBatch batch = new IndexBatch();
    batch.put(STARTS_KEY, new ByteWriter(8).put64(starts));
    index.write(batch.toBytes(), false);
  }

  /**
   * @param targets of a new store
   */
  static Metadata open(Path folder, int targets) throws StoreException {
    Index index = Index.open(folder, 1 << 20);
    try {
      return new Metadata(index, folder, targets);
    } catch (StoreException e) {
      index.close();
      throw e;
    }
  }

  /** The number of targets that the store was made with. */
  int targets() {
    return targets;
  }

  long starts() {
    return starts;
  }

  private static byte[] key(char kind, String name) {
    return (kind + name).getBytes(StandardCharsets.UTF_8);
  }

  /** Reads pools and containers; after {@link #transactions} are done. */
  void load(Clock clock) throws StoreException {
    byte[] epoch = index.get(EPOCH_KEY);
    if (epoch != null) {
      clock.merge(new ByteReader(epoch).get64());
    }
    for (Map.Entry<String, byte[]> entry : entries('P', "").entrySet()) {
      UUID uuid = UUID.fromString(entry.getKey());
      ByteReader value = new ByteReader(entry.getValue());
      long size = value.get64();
      pools.put(uuid, new PoolState(uuid, value.getText(), size, targets));
    }
    for (Map.Entry<String, byte[]> entry : entries('C', "").entrySet()) {
      UUID uuid = UUID.fromString(entry.getKey());
      ByteReader value = new ByteReader(entry.getValue());
      PoolState pool = pools.get(new UUID(value.get64(), value.get64()));
      if (pool == null) {
        throw new StoreException(Der.IO, "no pool of container=" + uuid);
      }
      long lastOpened = value.get64();
      long modified = value.get64();
      Map<String, String> properties = new TreeMap<>();
      while (value.hasMore()) {
        properties.put(value.getText(), value.getText());
      }
      ContainerState container = new ContainerState(pool, uuid, properties, targets);
      container.modify(modified);
      clock.merge(modified);
      clock.merge(lastOpened);
      containers.put(uuid, container);
      opened.put(uuid, lastOpened);
    }
  }

  private Map<String, byte[]> entries(char kind, String prefix) throws StoreException {
    Map<String, byte[]> found = new TreeMap<>();
    byte[] from = key(kind, prefix);
    try (RocksIterator entries = index.iterator()) {
      for (entries.seek(from); entries.isValid(); entries.next()) {
        if (!IndexKeys.startsWith(entries.key(), from)) {
          break;
        }
        byte[] key = entries.key();
        found.put(
            new String(key, from.length, key.length - from.length, StandardCharsets.UTF_8),
            entries.value());
      }
      index.check(entries);
    }
    return found;
  }

  List<PoolState> pools() {
    return List.copyOf(pools.values());
  }

  /** Those of a pool. */
  List<ContainerState> containers(PoolState pool) {
    List<ContainerState> found = new ArrayList<>();
    for (ContainerState container : containers.values()) {
      if (container.pool() == pool) {
        found.add(container);
      }
    }
    return found;
  }

  @Nullable ContainerState container(UUID uuid) {
    return containers.get(uuid);
  }

  /** The pool with a label or UUID. */
  PoolState pool(String name) throws StoreException {
    Optional<UUID> uuid = Properties.uuid(name);
    for (PoolState pool : pools.values()) {
      if (uuid.isPresent() ? pool.uuid().equals(uuid.get()) : pool.label().equals(name)) {
        return pool;
      }
    }
    throw new StoreException(Der.NONEXIST, "no such pool: pool=" + name);
  }

  /** The container with a label or UUID. */
  ContainerState container(String pool, String name) throws StoreException {
    PoolState in = pool(pool);
    Optional<UUID> uuid = Properties.uuid(name);
    for (ContainerState container : containers(in)) {
      if (uuid.isPresent() ? container.uuid().equals(uuid.get()) : container.label().equals(name)) {
        return container;
      }
    }
    throw new StoreException(
        Der.NONEXIST, "no such container: container=%s pool=%s".formatted(name, pool));
  }

  void add(PoolState pool) throws StoreException {
    IndexBatch batch = new IndexBatch();
    batch.put(
        key('P', pool.uuid().toString()),
        new ByteWriter(64).put64(pool.size()).putText(pool.label()));
    index.write(batch.toBytes(), true);
    pools.put(pool.uuid(), pool);
  }

  /** The change of this index that makes a container. */
  byte[] batchOf(ContainerState container) {
    IndexBatch batch = new IndexBatch();
    put(batch, container);
    return batch.toBytes();
  }

  /** The container's batch is written. */
  void added(ContainerState container) {
    containers.put(container.uuid(), container);
  }

  private void put(IndexBatch batch, ContainerState container) {
    ByteWriter value =
        new ByteWriter(1024)
            .put64(container.pool().uuid().getMostSignificantBits())
            .put64(container.pool().uuid().getLeastSignificantBits())
            .put64(opened(container))
            .put64(container.modified());
    for (Map.Entry<String, String> property : new TreeMap<>(container.properties()).entrySet()) {
      value.putText(property.getKey()).putText(property.getValue());
    }
    batch.put(key('C', container.uuid().toString()), value);
  }

  /**
   * Writes what is known of a container.
   *
   * @param power false for times that may be lost
   */
  void save(ContainerState container, boolean power) throws StoreException {
    IndexBatch batch = new IndexBatch();
    put(batch, container);
    index.write(batch.toBytes(), power);
  }

  long opened(ContainerState container) {
    return opened.getOrDefault(container.uuid(), 0L);
  }

  void setOpened(ContainerState container, long epoch) {
    opened.put(container.uuid(), epoch);
  }

  /** Takes a container off the list and remembers that its contents are to be removed. */
  void remove(ContainerState container) throws StoreException {
    String uuid = container.uuid().toString();
    IndexBatch batch = new IndexBatch();
    batch.delete(key('C', uuid));
    batch.delete(key('N', uuid));
    batch.deleteRange(key('A', uuid), IndexKeys.after(key('A', uuid)));
    batch.put(key('X', uuid), new byte[0]);
    index.write(batch.toBytes(), true);
    containers.remove(container.uuid());
    opened.remove(container.uuid());
    ids.remove(container.uuid());
  }

  /** The contents of a container are removed. */
  void removed(UUID container) throws StoreException {
    IndexBatch batch = new IndexBatch();
    batch.delete(key('X', container.toString()));
    index.write(batch.toBytes(), true);
  }

  /** Containers whose removal was begun. */
  List<UUID> removals() throws StoreException {
    List<UUID> found = new ArrayList<>();
    for (String uuid : entries('X', "").keySet()) {
      found.add(UUID.fromString(uuid));
    }
    return found;
  }

  Map<String, byte[]> attributes(ContainerState container) throws StoreException {
    return entries('A', container.uuid().toString());
  }

  /**
   * @param changes by name; null removes
   */
  void setAttributes(ContainerState container, Map<String, byte @Nullable []> changes)
      throws StoreException {
    IndexBatch batch = new IndexBatch();
    for (Map.Entry<String, byte @Nullable []> entry : changes.entrySet()) {
      byte[] key = key('A', container.uuid() + entry.getKey());
      byte[] value = entry.getValue();
      if (value == null) {
        batch.delete(key);
      } else {
        batch.put(key, value);
      }
    }
    index.write(batch.toBytes(), true);
  }

  /** Numbers that nobody else gets; they are reserved on disk before they are given. */
  long allocate(ContainerState container, long count) throws StoreException {
    byte[] key = key('N', container.uuid().toString());
    long[] range = ids.get(container.uuid());
    if (range == null) {
      byte[] value = index.get(key);
      long next = value == null ? 1 : new ByteReader(value).get64();
      range = new long[] {next, next};
      ids.put(container.uuid(), range);
    }
    if (count < 1 || range[0] > Long.MAX_VALUE - count - ID_RESERVE) {
      throw new StoreException(
          Der.INVAL, "no ids: count=%d next=%d container=%s".formatted(count, range[0], container));
    }
    if (range[0] + count > range[1]) {
      IndexBatch batch = new IndexBatch();
      long reserved = range[0] + count + ID_RESERVE;
      batch.put(key, new ByteWriter(8).put64(reserved));
      index.write(batch.toBytes(), true);
      range[1] = reserved;
    }
    range[0] += count;
    return range[0] - count;
  }

  /** The next number that {@link #allocate} gives. */
  long nextId(ContainerState container) throws StoreException {
    long[] range = ids.get(container.uuid());
    byte[] value = index.get(key('N', container.uuid().toString()));
    return range != null ? range[0] : value == null ? 1 : new ByteReader(value).get64();
  }

  void saveEpoch(long epoch) throws StoreException {
    IndexBatch batch = new IndexBatch();
    batch.put(EPOCH_KEY, new ByteWriter(8).put64(epoch));
    index.write(batch.toBytes(), true);
  }

  /** A transaction: what is written to targets and to this index, all of it or nothing. */
  record Transaction(String name, Map<Integer, byte[]> batches, byte @Nullable [] own) {}

  /** From here on it will be carried out, whatever happens. */
  Transaction begin(Map<Integer, byte[]> batches, byte @Nullable [] own, boolean power)
      throws StoreException {
    Transaction transaction = new Transaction("%016x".formatted(nextTransaction++), batches, own);
    ByteWriter value = new ByteWriter(4096);
    for (Map.Entry<Integer, byte[]> entry : batches.entrySet()) {
      value.put32(entry.getKey()).putBytes(entry.getValue());
    }
    if (own != null) {
      value.put32(THIS_INDEX).putBytes(own);
    }
    IndexBatch batch = new IndexBatch();
    batch.put(key('T', transaction.name), value);
    index.write(batch.toBytes(), power);
    return transaction;
  }

  /** All targets have it. */
  void end(Transaction transaction, boolean power) throws StoreException {
    byte[] own = transaction.own();
    if (own != null) {
      index.write(own, power);
    }
    IndexBatch batch = new IndexBatch();
    batch.delete(key('T', transaction.name()));
    index.write(batch.toBytes(), power);
  }

  /** Those that were begun and not ended. */
  List<Transaction> transactions() throws StoreException {
    List<Transaction> found = new ArrayList<>();
    for (Map.Entry<String, byte[]> entry : entries('T', "").entrySet()) {
      Map<Integer, byte[]> batches = new TreeMap<>();
      byte[] own = null;
      ByteReader value = new ByteReader(entry.getValue());
      while (value.hasMore()) {
        int target = value.get32();
        byte[] batch = value.getBytes();
        if (target == THIS_INDEX) {
          own = batch;
        } else {
          batches.put(target, batch);
        }
      }
      found.add(new Transaction(entry.getKey(), batches, own));
    }
    return found;
  }

  @Override
  public void close() {
    index.close();
  }
}
