package io.jromio.bench.h5bench;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Selection;

/**
 * What one rank moves of every variable.
 *
 * @param fileShape elements of a dataset in each dimension
 * @param memoryShape elements in memory in each dimension
 * @param selection in the dataset
 * @param elements of the selection
 */
record Share(long[] fileShape, long[] memoryShape, Selection selection, long elements) {

  /** Blocks of whole rows, in rank order. */
  static Share rows(BenchConfig config, int rank, int ranks) {
    long[] memory = config.shape();
    long[] file = memory.clone();
    file[0] = memory[0] * ranks;
    long[] start = new long[memory.length];
    start[0] = memory[0] * rank;
    return new Share(file, memory, Selection.slab(start, memory), config.particles());
  }

  /** Blocks at distances within the rows of the rank. */
  static Share strided(BenchConfig config, int rank, int ranks) {
    long perRank = config.shape()[0];
    long block = config.number("BLOCK_SIZE", 0);
    long count = config.number("BLOCK_CNT", 0);
    return new Share(
        new long[] {perRank * ranks},
        new long[] {block * count},
        Selection.slab(
            new long[] {perRank * rank},
            new long[] {config.number("STRIDE_SIZE", 0)},
            new long[] {count},
            new long[] {block}),
        block * count);
  }

  /** What a rank writes. */
  static Share ofWriter(BenchConfig config, int rank, int ranks) {
    return config.file() == BenchConfig.Pattern.STRIDED
        ? strided(config, rank, ranks)
        : rows(config, rank, ranks);
  }

  /** What a rank reads of a file whose datasets have this shape. */
  static Share ofReader(BenchConfig config, long[] fileShape, int rank, int ranks) {
    return switch (config.readOption()) {
      case FULL -> rows(config, rank, ranks);
      case PARTIAL -> partial(config, fileShape, rank, ranks);
      case STRIDED -> strided(config, rank, ranks);
      case LDC, RDC, PRL, CS -> rank == 0 ? corners(config, fileShape) : nothing(fileShape);
    };
  }

  private static Share nothing(long[] fileShape) {
    return new Share(fileShape, new long[] {0}, Selection.none(), 0);
  }

  private static Share partial(BenchConfig config, long[] fileShape, int rank, int ranks) {
    long available = fileShape[0] / ranks;
    long wanted = config.number("TO_READ_NUM_PARTICLES", available);
    if (fileShape.length != 1 || wanted < 1 || wanted > available) {
      throw new IllegalArgumentException(
          "TO_READ_NUM_PARTICLES=%d, want 1 to %d of a one-dimensional file: file=%s"
              .formatted(wanted, available, config.name()));
    }
    return new Share(
        fileShape,
        new long[] {wanted},
        Selection.slab(new long[] {available * rank}, new long[] {wanted}),
        wanted);
  }

  /** Blocks in the corners, along the rim or the diagonal of the part of one rank. */
  private static Share corners(BenchConfig config, long[] fileShape) {
    if (config.dimensions() != 2) {
      throw new IllegalArgumentException(
          "READ_OPTION=%s, want NUM_DIMS=2: file=%s".formatted(config.readOption(), config.name()));
    }
    long[] shape = config.shape();
    long[] block = {config.number("BLOCK_SIZE", 0), config.number("BLOCK_SIZE_2", 0)};
    for (int d = 0; d < 2; d++) {
      if (block[d] < 1 || 2 * block[d] > shape[d]) {
        throw new IllegalArgumentException(
            "block=%d, want 1 to half of %d in dimension %d: file=%s"
                .formatted(block[d], shape[d], d + 1, config.name()));
      }
    }
    long low = shape[0] - block[0];
    long right = shape[1] - block[1];
    Selection selection =
        switch (config.readOption()) {
          case LDC -> box(0, 0, block).or(box(low, right, block));
          case RDC -> box(low, 0, block).or(box(0, right, block));
          case PRL ->
              box(0, 0, shape).minus(box(block[0], block[1], low - block[0], right - block[1]));
          default -> diagonal(config, shape, block);
        };
    long elements = selection.elements(Dataspace.of(fileShape));
    return new Share(fileShape, new long[] {elements}, selection, elements);
  }

  private static Selection diagonal(BenchConfig config, long[] shape, long[] block) {
    long[] stride = {config.number("STRIDE_SIZE", 0), config.number("STRIDE_SIZE_2", 0)};
    if (stride[0] < 1 || stride[1] < 1) {
      throw new IllegalArgumentException(
          "STRIDE_SIZE=%d STRIDE_SIZE_2=%d, want 1 or more: file=%s"
              .formatted(stride[0], stride[1], config.name()));
    }
    Selection selection = box(0, 0, block);
    for (long i = 1; ; i++) {
      long row = i * stride[0];
      long column = i * stride[1];
      if (row + block[0] >= shape[0] || column + block[1] >= shape[1]) {
        return selection;
      }
      selection = selection.or(box(row, column, block));
    }
  }

  private static Selection box(long row, long column, long... counts) {
    return Selection.slab(new long[] {row, column}, counts);
  }
}
