package io.jromio.dfs.object;

import java.util.List;
import java.util.UUID;

/**
 * A pool as a query found it.
 *
 * @param label empty if it has none
 * @param targets one entry for each target
 */
public record PoolInfo(UUID uuid, String label, int version, List<TargetSpace> targets) {
  public PoolInfo {
    targets = List.copyOf(targets);
  }

  /**
   * The space of one target, in bytes: of its index and small values, and of its bulk bytes.
   *
   * @param indexTotal as far as the file system or the pool's size allows
   */
  public record TargetSpace(long indexTotal, long indexFree, long bulkTotal, long bulkFree) {}
}
