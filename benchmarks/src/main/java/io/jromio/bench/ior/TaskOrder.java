package io.jromio.bench.ior;

/**
 * Whose blocks a rank reads back: its own, or those of another rank ({@code -C}, {@code -Z}), so
 * that a node does not find them in its own cache. The owner of a block is the rank that wrote it.
 */
final class TaskOrder {
  private final Placement placement;
  private final int taskOffset;
  private final int constant;
  private final int random;
  private final int seed;

  TaskOrder(IorOptions options, Placement placement) {
    this.placement = placement;
    this.taskOffset = options.get(IorOption.TASK_PER_NODE_OFFSET).intValue();
    this.constant = options.get(IorOption.REORDER_TASKS);
    this.random = options.get(IorOption.REORDER_TASKS_RANDOM);
    this.seed = options.get(IorOption.REORDER_TASKS_RANDOM_SEED).intValue();
  }

  /** The owner of what {@code rank} reads in the check after writing: one node beyond reading. */
  int checkOwner(int rank) {
    return constant == 0 ? rank : shifted(rank, (taskOffset + 1L) * shift());
  }

  /** The owner of what {@code rank} reads in repetition {@code repetition}. */
  int readOwner(int rank, int repetition) {
    if (random == 1) {
      return drawn(rank, repetition);
    }
    if (random > 1) {
      return permutation(repetition)[rank];
    }
    return constant == 0 ? rank : shifted(rank, (long) taskOffset * shift());
  }

  /** Ranks placed in blocks skip a whole node; otherwise the next rank is on another node. */
  private int shift() {
    return placement.inBlocks() ? placement.tasksOnNode0() : 1;
  }

  private int shifted(int rank, long by) {
    return Math.floorMod(rank + by, placement.tasks());
  }

  private int drawn(int rank, int repetition) {
    int nodesAway = Math.min(taskOffset, placement.nodes() - 1);
    GlibcRandom lots = new GlibcRandom(rank + seed(repetition));
    int offset = lots.next(placement.tasks());
    while (offset < nodesAway * placement.tasksOnNode0()) {
      offset = lots.next(placement.tasks());
    }
    return shifted(rank, offset);
  }

  private int[] permutation(int repetition) {
    GlibcRandom lots = new GlibcRandom(seed(repetition));
    int[] owners = new int[placement.tasks()];
    for (int i = 0; i < owners.length; i++) {
      owners[i] = i;
    }
    for (int i = 0; i < owners.length; i++) {
      int other = i + lots.next(owners.length - i);
      int swapped = owners[other];
      owners[other] = owners[i];
      owners[i] = swapped;
    }
    return owners;
  }

  /** A negative seed changes from repetition to repetition. */
  private int seed(int repetition) {
    return seed < 0 ? -seed + repetition : seed;
  }
}
