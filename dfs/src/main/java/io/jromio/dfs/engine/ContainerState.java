package io.jromio.dfs.engine;

import io.jromio.dfs.wire.Checksums;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** A container of a running engine, with what its properties mean for the targets. */
final class ContainerState {
  private final PoolState pool;
  private final UUID uuid;
  private final Optional<Checksums> checksums;
  private final boolean verified;
  private final boolean power;
  private final AtomicLong modified = new AtomicLong();
  private final AtomicLongArray bulk;
  private final AtomicLongArray index;
  private volatile Map<String, String> properties;

  ContainerState(PoolState pool, UUID uuid, Map<String, String> properties, int targets) {
    this.pool = pool;
    this.uuid = uuid;
    this.properties = Map.copyOf(properties);
    this.checksums = Properties.checksums(properties);
    this.verified = Properties.isVerified(properties);
    this.power = Properties.isPowerSafe(properties);
    this.bulk = new AtomicLongArray(targets);
    this.index = new AtomicLongArray(targets);
  }

  PoolState pool() {
    return pool;
  }

  UUID uuid() {
    return uuid;
  }

  /** Empty if it has none. */
  String label() {
    return properties.getOrDefault(Properties.LABEL, "");
  }

  Map<String, String> properties() {
    return properties;
  }

  void setProperties(Map<String, String> changed) {
    properties = Map.copyOf(changed);
  }

  /** How its arrays are cut for checksums; empty if it has none. */
  Optional<Checksums> checksums() {
    return checksums;
  }

  /** Bytes of a checksum chunk; 1 without checksums. */
  long chunk() {
    return checksums.isPresent() ? checksums.get().chunk() : 1;
  }

  /** Whether the engine verifies what clients send. */
  boolean isVerified() {
    return verified;
  }

  /** Whether what is acknowledged survives a power loss. */
  boolean isPowerSafe() {
    return power;
  }

  long modified() {
    return modified.get();
  }

  void modify(long epoch) {
    modified.accumulateAndGet(epoch, (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
  }

  void use(int target, long bulkBytes, long indexBytes) {
    bulk.addAndGet(target, bulkBytes);
    index.addAndGet(target, indexBytes);
    pool.use(target, bulkBytes, indexBytes);
  }

  /** Takes all that it has of a target off the pool's account. */
  void forget(int target) {
    pool.use(target, -bulk.getAndSet(target, 0), -index.getAndSet(target, 0));
  }

  @Override
  public String toString() {
    String name = label();
    return name.isEmpty() ? uuid.toString() : name;
  }
}
