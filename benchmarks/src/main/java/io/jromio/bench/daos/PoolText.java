package io.jromio.bench.daos;

import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.PoolInfo.TargetSpace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * Pools as {@code daos pool} shows them. A store has one engine, of rank 0, which leads its pools;
 * no target is ever disabled and nothing to be rebuilt, because nothing is kept twice.
 *
 * @source DAOS 2.6 src/control/cmd/daos/pretty/pool.go
 */
final class PoolText {
  private static final String READY = "Ready";

  private PoolText() {}

  /** Space of one kind over all targets; bytes. */
  private record Tier(String media, long total, List<Long> free) {

    static List<Tier> of(PoolInfo pool) {
      return List.of(
          of("scm", pool, TargetSpace::indexTotal, TargetSpace::indexFree),
          of("nvme", pool, TargetSpace::bulkTotal, TargetSpace::bulkFree));
    }

    private static Tier of(
        String media,
        PoolInfo pool,
        ToLongFunction<TargetSpace> total,
        ToLongFunction<TargetSpace> free) {
      List<Long> each = new ArrayList<>();
      long sum = 0;
      for (TargetSpace target : pool.targets()) {
        sum += total.applyAsLong(target);
        each.add(free.applyAsLong(target));
      }
      return new Tier(media, sum, each);
    }

    long freeTotal() {
      return free.stream().mapToLong(Long::longValue).sum();
    }

    long min() {
      return free.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    long max() {
      return free.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    long mean() {
      return free.isEmpty() ? 0 : freeTotal() / free.size();
    }

    /** Percent, rounded down. */
    long used() {
      return total == 0 ? 0 : Math.max(0, (long) ((double) (total - freeTotal()) / total * 100));
    }

    /** How far targets are apart, percent of a target's space. */
    long imbalance() {
      long each = free.isEmpty() ? 0 : total / free.size();
      return each == 0 ? 0 : (long) ((double) (max() - min()) / each * 100);
    }

    Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("total", total);
      json.put("free", freeTotal());
      json.put("min", min());
      json.put("max", max());
      json.put("mean", mean());
      json.put("media_type", media);
      return json;
    }
  }

  static Answer created(PoolInfo pool) {
    Map<String, String> block = new LinkedHashMap<>();
    block.put("Pool UUID", pool.uuid().toString());
    block.put("Pool Label", pool.label());
    block.put("Targets", Integer.toString(pool.targets().size()));
    block.put("Total Size", Sizes.decimal(shown(pool).total()));
    return new Answer(
        "Successfully created pool %s\n%s".formatted(pool.uuid(), TextTable.entity(block)),
        json(pool));
  }

  static Answer query(PoolInfo pool) {
    StringBuilder text = new StringBuilder();
    text.append(
        "Pool %s, ntarget=%d, disabled=0, leader=0, version=%d, state=%s\n"
            .formatted(pool.uuid(), pool.targets().size(), pool.version(), READY));
    text.append("Pool health info:\n- Rebuild idle, 0 objs, 0 recs\nPool space info:\n");
    text.append("- Target(VOS) count:%d\n".formatted(pool.targets().size()));
    List<Tier> tiers = Tier.of(pool);
    for (int i = 0; i < tiers.size(); i++) {
      Tier tier = tiers.get(i);
      text.append("- Storage tier %d (%s):\n".formatted(i, i == 0 ? "SCM" : "NVMe"));
      text.append("  Total size: %s\n".formatted(Sizes.decimal(tier.total())));
      text.append(
          "  Free: %s, min:%s, max:%s, mean:%s\n"
              .formatted(
                  Sizes.decimal(tier.freeTotal()),
                  Sizes.decimal(tier.min()),
                  Sizes.decimal(tier.max()),
                  Sizes.decimal(tier.mean())));
    }
    return new Answer(text.toString(), json(pool));
  }

  /**
   * A table of pools.
   *
   * @param space whether it tells sizes
   */
  static Answer list(List<PoolInfo> pools, boolean space) {
    Map<String, Object> json = Map.of("pools", pools.stream().<Object>map(PoolText::json).toList());
    if (pools.isEmpty()) {
      return new Answer("No pools in system\n", json);
    }
    TextTable table =
        space
            ? new TextTable("Pool", "Size", "State", "Used", "Imbalance", "Disabled")
            : new TextTable("Pool", "State");
    for (PoolInfo pool : pools) {
      if (space) {
        Tier tier = shown(pool);
        table.add(
            name(pool),
            Sizes.decimal(tier.total()),
            READY,
            tier.used() + "%",
            tier.imbalance() + "%",
            "0/" + pool.targets().size());
      } else {
        table.add(name(pool), READY);
      }
    }
    return new Answer(table + "\n", json);
  }

  /** A table of pools with all columns. */
  static Answer listVerbose(List<PoolInfo> pools) {
    if (pools.isEmpty()) {
      return list(pools, true);
    }
    TextTable table =
        new TextTable(
            "Label",
            "UUID",
            "State",
            "SvcReps",
            "SCM Size",
            "SCM Used",
            "SCM Imbalance",
            "NVME Size",
            "NVME Used",
            "NVME Imbalance",
            "Disabled",
            "UpgradeNeeded?",
            "Rebuild State");
    for (PoolInfo pool : pools) {
      List<String> row = new ArrayList<>();
      row.addAll(List.of(pool.label().isEmpty() ? "-" : pool.label(), pool.uuid().toString()));
      row.addAll(List.of(READY, "0"));
      for (Tier tier : Tier.of(pool)) {
        row.add(Sizes.decimal(tier.total()));
        row.add(Sizes.decimal(Math.max(0, tier.total() - tier.freeTotal())));
        row.add(tier.imbalance() + "%");
      }
      row.addAll(List.of("0/" + pool.targets().size(), "None", "idle"));
      table.add(row.toArray(String[]::new));
    }
    return new Answer(table + "\n", list(pools, true).json());
  }

  /** The tier that the table is about: the last one that is not empty. */
  private static Tier shown(PoolInfo pool) {
    List<Tier> tiers = Tier.of(pool);
    return tiers.getLast().total() > 0 ? tiers.getLast() : tiers.getFirst();
  }

  private static String name(PoolInfo pool) {
    return pool.label().isEmpty() ? pool.uuid().toString().substring(0, 8) : pool.label();
  }

  private static Map<String, Object> json(PoolInfo pool) {
    int targets = pool.targets().size();
    Map<String, Object> rebuild = new LinkedHashMap<>();
    rebuild.put("status", 0);
    rebuild.put("state", "idle");
    rebuild.put("objects", 0);
    rebuild.put("records", 0);
    rebuild.put("total_objects", 0);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("query_mask", "disabled_engines,rebuild,space");
    json.put("state", READY);
    json.put("uuid", pool.uuid().toString());
    json.put("label", pool.label());
    json.put("total_targets", targets);
    json.put("active_targets", targets);
    json.put("total_engines", 1);
    json.put("disabled_targets", 0);
    json.put("version", pool.version());
    json.put("svc_ldr", 0);
    json.put("svc_reps", List.of(0));
    json.put("rebuild", rebuild);
    json.put("tier_stats", Tier.of(pool).stream().<Object>map(Tier::json).toList());
    json.put("enabled_ranks", "0");
    json.put("disabled_ranks", "");
    json.put("dead_ranks", "");
    return json;
  }
}
