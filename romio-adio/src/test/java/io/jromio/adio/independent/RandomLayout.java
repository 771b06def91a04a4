package io.jromio.adio.independent;

import io.jromio.adio.datatype.Datatype;
import java.util.Arrays;
import java.util.Random;

/**
 * A random datatype together with its type map, spelled out byte by byte without the library's
 * help.
 */
final class RandomLayout {
  private static final int[] LENGTHS = {0, 1, 1, 2, 7, 64, 300, 1021};
  private static final int[] HOLES = {0, 0, 1, 3, 50, 700, 4999};

  private final Datatype type;
  private final long[] map;
  private final long extent;

  private RandomLayout(Datatype type, long[] map, long extent) {
    this.type = type;
    this.map = map;
    this.extent = extent;
  }

  /** Ascending blocks without overlap, sometimes with tiles that interleave. */
  static RandomLayout ascending(Random random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        return interleaving(random);
      }
      case 1, 2 -> {
        return regular(random);
      }
      default -> {}
    }
    int blocks = 1 + random.nextInt(6);
    long[] lengths = new long[blocks];
    long[] displacements = new long[blocks];
    long at = random.nextInt(3) * 11L;
    for (int i = 0; i < blocks; i++) {
      lengths[i] = i == 0 ? 1 + random.nextInt(40) : LENGTHS[random.nextInt(LENGTHS.length)];
      displacements[i] = at;
      at += lengths[i] + HOLES[random.nextInt(HOLES.length)];
    }
    long end = displacements[blocks - 1] + lengths[blocks - 1];
    return of(lengths, displacements, Math.max(at, end));
  }

  /** Many equal blocks at equal distances. */
  private static RandomLayout regular(Random random) {
    int blocks = 1 + random.nextInt(60);
    int length = 1 + random.nextInt(1 + random.nextInt(100));
    long stride = (long) length + HOLES[random.nextInt(HOLES.length - 1)];
    long[] map = new long[blocks * length];
    Arrays.setAll(map, i -> i / length * stride + i % length);
    Datatype vector = Datatype.hvector(blocks, length, stride, Datatype.BYTE);
    return new RandomLayout(Datatype.resized(vector, 0, blocks * stride), map, blocks * stride);
  }

  /** Blocks of at most 5 bytes at 0 and at 10 past some multiple of the extent 20. */
  private static RandomLayout interleaving(Random random) {
    long[] lengths = {1 + random.nextInt(5), 1 + random.nextInt(5)};
    return of(lengths, new long[] {0, 20L * random.nextInt(9) + 10}, 20);
  }

  /** Any order of blocks, as memory may have them; often none but contiguous bytes. */
  static RandomLayout shuffled(Random random) {
    if (random.nextInt(3) == 0) {
      return of(new long[] {8}, new long[] {0}, 8);
    }
    RandomLayout ordered = ascending(random);
    int blocks = 1 + random.nextInt(5);
    long[] lengths = new long[blocks];
    long[] displacements = new long[blocks];
    Arrays.setAll(lengths, i -> 1 + random.nextInt(1 + random.nextInt(1500)));
    for (int i = 0; i < blocks; i++) {
      displacements[i] = (blocks - 1 - i) * 1600L;
    }
    return random.nextBoolean() ? ordered : of(lengths, displacements, blocks * 1600L);
  }

  private static RandomLayout of(long[] lengths, long[] displacements, long extent) {
    long[] map = new long[(int) Arrays.stream(lengths).sum()];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      for (long b = 0; b < lengths[i]; b++) {
        map[at++] = displacements[i] + b;
      }
    }
    Datatype blocks = Datatype.hindexed(lengths, displacements, Datatype.BYTE);
    return new RandomLayout(Datatype.resized(blocks, 0, extent), map, extent);
  }

  Datatype type() {
    return type;
  }

  int size() {
    return map.length;
  }

  /** Where byte {@code i} of the data lies when instances follow each other. */
  long place(long i) {
    return i / map.length * extent + map[(int) (i % map.length)];
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
