package io.jromio.dfs.engine;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLongArray;

/** A pool of a running engine. */
final class PoolState {
  private final UUID uuid;
  private final String label;
  private final long size;
  private final AtomicLongArray bulk;
  private final AtomicLongArray index;

  /**
   * @param size bytes, 0 for no limit
   */
  PoolState(UUID uuid, String label, long size, int targets) {
    this.uuid = uuid;
    this.label = label;
    this.size = size;
    this.bulk = new AtomicLongArray(targets);
    this.index = new AtomicLongArray(targets);
  }

  UUID uuid() {
    return uuid;
  }

  String label() {
    return label;
  }

  long size() {
    return size;
  }

  /** The bytes that one target may hold of it; the largest long if there is no limit. */
  long share() {
    return size == 0 ? Long.MAX_VALUE : size / bulk.length();
  }

  long bulk(int target) {
    return bulk.get(target);
  }

  long index(int target) {
    return index.get(target);
  }

  void use(int target, long bulkBytes, long indexBytes) {
    bulk.addAndGet(target, bulkBytes);
    index.addAndGet(target, indexBytes);
  }

  @Override
  public String toString() {
    return label.isEmpty() ? uuid.toString() : label;
  }
}
