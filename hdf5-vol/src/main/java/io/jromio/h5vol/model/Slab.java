package io.jromio.h5vol.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * Blocks at regular distances; see {@link Selection#slab(long[], long[], long[], long[])}. Equal if
 * written equally. No elements if a count or a block is 0; a slab without dimensions is the element
 * of a scalar.
 *
 * @param start the first element of the first block, in each dimension
 * @param stride from the beginning of a block to that of the next
 * @param count blocks in each dimension
 * @param block elements of a block in each dimension
 * @source H5Sselect_hyperslab
 */
public record Slab(long[] start, long[] stride, long[] count, long[] block) implements Selection {

  /**
   * @throws IllegalArgumentException if the lengths of the arrays differ, a number is negative, or
   *     blocks overlap
   */
  public Slab {
    start = start.clone();
    stride = stride.clone();
    count = count.clone();
    block = block.clone();
    int rank = start.length;
    if (stride.length != rank || count.length != rank || block.length != rank) {
      throw new IllegalArgumentException(
          "slab of several ranks: start=%d stride=%d count=%d block=%d"
              .formatted(rank, stride.length, count.length, block.length));
    }
    if (rank > Dataspace.MAX_RANK) {
      throw new IllegalArgumentException(
          "slab of too many dimensions: rank=%d largest=%d".formatted(rank, Dataspace.MAX_RANK));
    }
    for (int d = 0; d < rank; d++) {
      boolean valid = start[d] >= 0 && stride[d] >= 1 && count[d] >= 0 && block[d] >= 0;
      if (!valid
          || (count[d] > 1 && stride[d] < block[d])
          || overflows(start, stride, count, block, d)) {
        throw new IllegalArgumentException(
            "no slab: dimension=%d start=%d stride=%d count=%d block=%d"
                .formatted(d, start[d], stride[d], count[d], block[d]));
      }
    }
  }

  private static boolean overflows(long[] start, long[] stride, long[] count, long[] block, int d) {
    long room = Long.MAX_VALUE - start[d];
    if (count[d] > 1 && stride[d] > room / (count[d] - 1)) {
      return true;
    }
    return count[d] > 0 && block[d] > room - (count[d] - 1) * (count[d] > 1 ? stride[d] : 0);
  }

  /** One block from {@code start} on. */
  static Slab box(long[] start, long[] block) {
    long[] ones = ones(start.length);
    return new Slab(start, ones, ones, block);
  }

  /** No element. */
  static Slab empty(int rank) {
    long[] ones = ones(rank);
    return new Slab(new long[rank], ones, new long[rank], ones);
  }

  private static long[] ones(int rank) {
    long[] ones = new long[rank];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public long[] start() {
    return start.clone();
  }

  @Override
  public long[] stride() {
    return stride.clone();
  }

  @Override
  public long[] count() {
    return count.clone();
  }

  @Override
  public long[] block() {
    return block.clone();
  }

  public int rank() {
    return start.length;
  }

  /** As {@link #start()} of one dimension, without a copy; the others likewise. */
  public long start(int dimension) {
    return start[dimension];
  }

  public long stride(int dimension) {
    return stride[dimension];
  }

  public long count(int dimension) {
    return count[dimension];
  }

  public long block(int dimension) {
    return block[dimension];
  }

  /** Whether there are no elements. */
  public boolean isEmpty() {
    for (int d = 0; d < start.length; d++) {
      if (count[d] == 0 || block[d] == 0) {
        return true;
      }
    }
    return false;
  }

  /** Behind the last element in a dimension, if there are elements. */
  private long end(int d) {
    return start[d] + (count[d] - 1) * stride[d] + block[d];
  }

  @Override
  public long elements(Dataspace space) {
    requireFit(space);
    if (isEmpty()) {
      return 0;
    }
    long elements = 1;
    for (int d = 0; d < start.length; d++) {
      elements *= count[d] * block[d];
    }
    return elements;
  }

  @Override
  public Runs runs(Dataspace space) {
    requireFit(space);
    if (isEmpty()) {
      return new SingleRun(0, 0);
    }
    return start.length == 0 ? new SingleRun(0, 1) : SlabRuns.of(normalized(), space);
  }

  /**
   * Blocks that touch become one block; so a dimension in which neighbours are selected always has
   * count 1. Empty slabs are all alike.
   */
  @Override
  public Optional<Slab> regular(Dataspace space) {
    requireFit(space);
    return start.length == 0 ? Optional.empty() : Optional.of(normalized());
  }

  private Slab normalized() {
    if (isEmpty()) {
      return empty(start.length);
    }
    long[] strides = stride.clone();
    long[] counts = count.clone();
    long[] blocks = block.clone();
    for (int d = 0; d < start.length; d++) {
      if (counts[d] == 1 || strides[d] == blocks[d]) {
        blocks[d] *= counts[d];
        counts[d] = 1;
        strides[d] = 1;
      }
    }
    return new Slab(start, strides, counts, blocks);
  }

  private void requireFit(Dataspace space) {
    if (space.rank() != start.length || space.kind() == Dataspace.Kind.NULL) {
      throw new IllegalArgumentException(
          "selection of another rank: selection=%s rank=%d space=%s rank=%d"
              .formatted(this, start.length, space, space.rank()));
    }
    if (isEmpty()) {
      return;
    }
    for (int d = 0; d < start.length; d++) {
      if (end(d) > space.length(d)) {
        throw new IllegalArgumentException(
            "selection outside the extent: dimension=%d end=%d extent=%d selection=%s"
                .formatted(d, end(d), space.length(d), this));
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Slab slab
        && Arrays.equals(slab.start, start)
        && Arrays.equals(slab.stride, stride)
        && Arrays.equals(slab.count, count)
        && Arrays.equals(slab.block, block);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(start) + Arrays.hashCode(count)) + Arrays.hashCode(block);
  }

  @Override
  public String toString() {
    return "Slab[start=%s, stride=%s, count=%s, block=%s]"
        .formatted(
            Arrays.toString(start),
            Arrays.toString(stride),
            Arrays.toString(count),
            Arrays.toString(block));
  }
}
