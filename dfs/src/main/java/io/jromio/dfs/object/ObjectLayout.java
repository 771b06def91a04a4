package io.jromio.dfs.object;

import java.util.Arrays;

/**
 * Where an object lies: for each of its redundancy groups the targets of its shards. Computed from
 * the id and the number of targets alone, equal at every client, so that nobody need be asked.
 *
 * <p>A dkey belongs to the group that jump hash gives for it: for its number where dkeys are
 * integers, else for its murmur hash. Shard {@code s} lies on the target that jump hash gives for
 * (id, s, attempt), with attempts until the target is one that the object does not use yet; when it
 * uses all, it begins a new round. If there is no such target by chance after many attempts, the
 * next one by number is taken.
 *
 * <pre>
 * group 0  shards 0 ... size-1       targets, one for each shard
 * group 1  shards size ... 2*size-1
 * </pre>
 *
 * @source DAOS src/placement/jump_map.c; src/object/cli_obj.c, obj_dkey2grpidx
 */
public final class ObjectLayout {
  private static final int SEED = 5731;
  private static final int ATTEMPTS = 64;

  private final ObjectId object;
  private final boolean integerDkeys;
  private final int targetCount;
  private final int groupSize;
  private final int[] targets;

  private ObjectLayout(ObjectId object, int targetCount, int groupSize, int[] targets) {
    this.object = object;
    this.integerDkeys = object.type().hasIntegerDkeys();
    this.targetCount = targetCount;
    this.groupSize = groupSize;
    this.targets = targets;
  }

  /**
   * The layout of an object.
   *
   * @param targetCount targets of the pool, 1 or more
   * @throws IllegalArgumentException if the id has no known type or class
   */
  public static ObjectLayout of(ObjectId object, int targetCount) {
    if (targetCount < 1) {
      throw new IllegalArgumentException("no targets: targets=%d".formatted(targetCount));
    }
    int groupSize = ObjectClass.of(object).groupSize();
    int[] targets = new int[object.groups() * groupSize];
    boolean[] used = new boolean[targetCount];
    for (int shard = 0; shard < targets.length; shard++) {
      if (shard % targetCount == 0) {
        Arrays.fill(used, false);
      }
      targets[shard] = place(object, shard, used);
      used[targets[shard]] = true;
    }
    return new ObjectLayout(object, targetCount, groupSize, targets);
  }

  private static int place(ObjectId object, int shard, boolean[] used) {
    int target = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long key = PlacementHash.murmur(SEED, object.hi(), object.lo(), shard, attempt);
      target = PlacementHash.jump(key, used.length);
      if (!used[target]) {
        return target;
      }
    }
    while (used[target]) {
      target = (target + 1) % used.length;
    }
    return target;
  }

  public ObjectId object() {
    return object;
  }

  /** The number of redundancy groups. */
  public int groups() {
    return targets.length / groupSize;
  }

  /** How many shards each group has. */
  public int groupSize() {
    return groupSize;
  }

  /** The target of a shard of a group. */
  public int target(int group, int shard) {
    if (shard < 0 || shard >= groupSize) {
      throw new IllegalArgumentException(
          "no shard: shard=%d size=%d object=%s".formatted(shard, groupSize, object));
    }
    return targets[group * groupSize + shard];
  }

  /** The group of a dkey. */
  public int group(Key dkey) {
    if (!integerDkeys) {
      return PlacementHash.jump(PlacementHash.murmur(dkey.bytes(), SEED), groups());
    }
    if (dkey.length() != Long.BYTES) {
      throw new IllegalArgumentException(
          "no integer: dkey=%s length=%d object=%s".formatted(dkey, dkey.length(), object));
    }
    return PlacementHash.jump(dkey.number(), groups());
  }

  /** The target of the first shard of a dkey's group. */
  public int target(Key dkey) {
    return targets[group(dkey) * groupSize];
  }

  /** Every target that holds a shard, once, in the order of the shards. */
  public int[] distinctTargets() {
    return Arrays.copyOf(targets, Math.min(targets.length, targetCount));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("object=" + object);
    for (int group = 0; group < groups(); group++) {
      text.append(" group=").append(group).append(" targets=");
      for (int shard = 0; shard < groupSize; shard++) {
        text.append(shard == 0 ? "" : ",").append(target(group, shard));
      }
    }
    return text.toString();
  }
}
