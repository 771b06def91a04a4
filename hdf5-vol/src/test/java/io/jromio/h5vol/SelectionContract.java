package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.VolCapability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which elements are moved, by whom, from where in memory. */
abstract class SelectionContract extends H5Contract {
  private static final long[] SHAPE = {12, 10};

  /** Datasets of the same elements that are stored differently. */
  private List<H5Dataset> datasets(H5File file, long... shape) throws H5Exception {
    List<H5Dataset> made = new ArrayList<>();
    long[] chunk = new long[shape.length];
    for (int d = 0; d < chunk.length; d++) {
      chunk[d] = Math.min(4, shape[d]);
    }
    made.add(file.newDataset("contiguous").type(H5Type.I32).shape(shape).create());
    made.add(file.newDataset("chunked").type(H5Type.I32).shape(shape).chunks(chunk).create());
    made.add(file.newDataset("one").type(H5Type.I32).shape(shape).chunks(shape).create());
    if (capabilities().contains(VolCapability.FILTERS)) {
      made.add(
          file.newDataset("filtered")
              .type(H5Type.I32)
              .shape(shape)
              .chunks(chunk)
              .shuffle()
              .deflate(1)
              .create());
    }
    return made;
  }

  private static List<H5Dataset> opened(H5File file, List<String> names) throws H5Exception {
    List<H5Dataset> found = new ArrayList<>();
    for (String name : names) {
      found.add(file.dataset(name));
    }
    return found;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>(List.of("contiguous", "chunked", "one"));
    if (capabilities().contains(VolCapability.FILTERS)) {
      names.add("filtered");
    }
    return names;
  }

  private void checkAll(String name, int[] expected) throws Exception {
    for (String dataset : names()) {
      if (dataset.equals("filtered")) {
        libraryHolds(name, "/" + dataset, expected);
      } else {
        outsideHolds(name, "/" + dataset, expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeWholeWhenRanksWriteRowsOrColumns(int ranks) throws Exception {
    for (boolean byRows : new boolean[] {true, false}) {
      String name = fresh(byRows ? "rows" : "columns");
      RankThreads.run(
          ranks,
          world -> {
            long[] mine = share(byRows ? SHAPE[0] : SHAPE[1], world);
            long[] start = byRows ? longs(mine[0], 0) : longs(0, mine[0]);
            long[] count = byRows ? longs(mine[1], SHAPE[1]) : longs(SHAPE[0], mine[1]);
            Selection part = Selection.slab(start, count);
            int[] values = Grid.values(Grid.box(SHAPE, start, count));
            try (H5File file = create(world, name)) {
              for (H5Dataset t : datasets(file, SHAPE)) {
                t.at(part).writeAll(values);
              }
            }
            try (H5File file = open(world, name)) {
              for (H5Dataset t : opened(file, names())) {
                int[] found = new int[values.length];
                t.at(part).readAll(found);
                assertArrayEquals(values, found, t.path());
                int[] all = new int[Grid.elements(SHAPE)];
                t.at(Selection.all()).read(all);
                assertArrayEquals(Grid.all(SHAPE), all, t.path());
              }
            }
          });
      checkAll(name, Grid.all(SHAPE));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeWholeWhenRanksWriteAndReadIndependently(int ranks) throws Exception {
    String name = fresh("independent");
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(SHAPE[1], world);
          long[] start = {0, mine[0]};
          long[] count = {SHAPE[0], mine[1]};
          int[] values = Grid.values(Grid.box(SHAPE, start, count));
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, SHAPE)) {
              if (!t.path().equals("/filtered")) {
                t.at(Selection.slab(start, count)).write(values);
              } else {
                t.at(Selection.slab(start, count)).writeAll(values);
              }
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              if (world.rank() % 2 == 0) {
                int[] all = new int[Grid.elements(SHAPE)];
                t.at(Selection.all()).read(all);
                assertArrayEquals(Grid.all(SHAPE), all, t.path());
              }
            }
          }
        });
    checkAll(name, Grid.all(SHAPE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldTakePartWhenNothingIsSelected(int ranks) throws Exception {
    String name = fresh("none");
    RankThreads.run(
        ranks,
        world -> {
          boolean writer = world.rank() == world.size() - 1;
          int n = writer ? Grid.elements(SHAPE) : 0;
          Selection mine = writer ? Selection.all() : Selection.none();
          int[] values = writer ? Grid.all(SHAPE) : new int[0];
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, SHAPE)) {
              t.at(mine).writeAll(values);
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              int[] found = new int[n];
              assertEquals(n, t.at(mine).readAll(found).elements());
              assertArrayEquals(values, found);
              Selection empty = Selection.slab(longs(3, 3), longs(0, 2));
              assertEquals(0, t.at(empty).readAll(new int[0]).elements());
            }
          }
        });
    checkAll(name, Grid.all(SHAPE));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldWriteThemOnlyWhenPointsAreSelected(int ranks) throws Exception {
    String name = fresh("points");
    long[][] parts = new long[ranks][];
    for (int r = 0; r < ranks; r++) {
      int rank = r;
      parts[r] = Grid.where(SHAPE, i -> i % (ranks + 1) == rank);
    }
    RankThreads.run(
        ranks,
        world -> {
          List<Long> order = new ArrayList<>();
          for (long index : parts[world.rank()]) {
            order.add(index);
          }
          Collections.shuffle(order, new Random(world.rank()));
          long[][] points = new long[order.size()][];
          long[] indices = new long[order.size()];
          for (int i = 0; i < points.length; i++) {
            indices[i] = order.get(i);
            points[i] = Grid.at(SHAPE, indices[i]);
          }
          Selection mine = Selection.points(points);
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, SHAPE)) {
              t.at(mine).writeAll(Grid.values(indices));
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              int[] found = new int[indices.length];
              t.at(mine).readAll(found);
              assertArrayEquals(Grid.values(indices), found, t.path());
            }
          }
        });
    checkAll(name, Grid.written(SHAPE, parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldWriteThemOnlyWhenBlocksAreStrided(int ranks) throws Exception {
    String name = fresh("strided");
    long[] shape = {13, 22};
    long[] stride = {5, 4};
    long[] count = {2, 4};
    long[] block = {3, 2};
    long[][] parts = new long[ranks][];
    for (int r = 0; r < ranks; r++) {
      parts[r] =
          r < 4
              ? Grid.slab(shape, longs(r % 2 * 3L, r / 2 * 2L), stride, count, new long[] {2, 2})
              : new long[0];
    }
    RankThreads.run(
        ranks,
        world -> {
          int r = world.rank();
          Selection mine =
              r < 4
                  ? Selection.slab(longs(r % 2 * 3L, r / 2 * 2L), stride, count, new long[] {2, 2})
                  : Selection.none();
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, shape)) {
              t.at(mine).writeAll(Grid.values(parts[r]));
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              int[] found = new int[parts[r].length];
              t.at(mine).readAll(found);
              assertArrayEquals(Grid.values(parts[r]), found, t.path());
              Selection wide = Selection.slab(longs(0, 1), stride, count, block);
              int[] some = new int[2 * 4 * 3 * 2];
              t.at(wide).readAll(some);
              int[] all = Grid.written(shape, parts);
              long[] indices = Grid.slab(shape, longs(0, 1), stride, count, block);
              for (int i = 0; i < some.length; i++) {
                assertEquals(all[(int) indices[i]], some[i], t.path());
              }
            }
          }
        });
    checkAll(name, Grid.written(shape, parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldWriteThemOnlyWhenSelectionsAreCombined(int ranks) throws Exception {
    String name = fresh("combined");
    long[] shape = {4L * ranks, 11};
    long[][] parts = new long[ranks][];
    for (int r = 0; r < ranks; r++) {
      long[] one = Grid.box(shape, longs(4L * r, 1), longs(2, 3));
      long[] two = Grid.box(shape, longs(4L * r + 1, 2), longs(3, 6));
      long top = 4L * r + 2;
      long[] all = Grid.union(one, two);
      parts[r] =
          Grid.where(
              shape,
              i -> {
                long[] at = Grid.at(shape, i);
                return Arrays.binarySearch(all, i) >= 0 && !(at[0] == top && at[1] < 5);
              });
    }
    RankThreads.run(
        ranks,
        world -> {
          long r = world.rank();
          Selection mine =
              Selection.slab(longs(4 * r, 1), longs(2, 3))
                  .or(Selection.slab(longs(4 * r + 1, 2), longs(3, 6)))
                  .minus(Selection.slab(longs(4 * r + 2, 0), longs(1, 5)));
          int[] values = Grid.values(parts[world.rank()]);
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, shape)) {
              t.at(mine).writeAll(values);
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              int[] found = new int[values.length];
              t.at(mine).readAll(found);
              assertArrayEquals(values, found, t.path());
              int[] column = new int[(int) shape[0]];
              t.at(Selection.slice(":, 3")).readAll(column);
              int[] all = Grid.written(shape, parts);
              for (int i = 0; i < column.length; i++) {
                assertEquals(all[(int) Grid.index(shape, i, 3)], column[i]);
              }
            }
          }
        });
    checkAll(name, Grid.written(shape, parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldPairElementsInOrderWhenMemoryHasAnotherShape(int ranks) throws Exception {
    String name = fresh("memory");
    long[] shape = {ranks, 6, 4};
    RankThreads.run(
        ranks,
        world -> {
          long r = world.rank();
          Selection mine = Selection.slab(longs(r, 0, 0), longs(1, 6, 4));
          long[] indices = Grid.box(shape, longs(r, 0, 0), longs(1, 6, 4));
          long[] memoryShape = {5, 9};
          Selection inner = Selection.slab(longs(1, 1), longs(3, 8));
          int[] memory = new int[45];
          Arrays.fill(memory, -1);
          long[] places = Grid.box(memoryShape, longs(1, 1), longs(3, 8));
          for (int i = 0; i < places.length; i++) {
            memory[(int) places[i]] = Grid.value(indices[i]);
          }
          try (H5File file = create(world, name)) {
            for (H5Dataset t : datasets(file, shape)) {
              t.at(mine).memory(inner, memoryShape).writeAll(memory);
            }
          }
          try (H5File file = open(world, name)) {
            for (H5Dataset t : opened(file, names())) {
              int[] found = new int[45];
              Arrays.fill(found, -1);
              t.at(mine).memory(inner, memoryShape).readAll(found);
              assertArrayEquals(memory, found, t.path());
              double[] other = new double[48];
              Selection everySecond = Selection.slab(longs(1), longs(2), longs(24), longs(1));
              t.at(mine).memory(everySecond, 48).readAll(other);
              for (int i = 0; i < 24; i++) {
                assertEquals(0, other[2 * i]);
                assertEquals(Grid.value(indices[i]), other[2 * i + 1]);
              }
              long[][] reversed = new long[24][];
              for (int i = 0; i < 24; i++) {
                reversed[i] = longs(23 - i);
              }
              int[] back = new int[24];
              t.at(mine).memory(Selection.points(reversed), 24).read(back);
              for (int i = 0; i < 24; i++) {
                assertEquals(Grid.value(indices[23 - i]), back[i]);
              }
            }
          }
        });
    checkAll(name, Grid.all(shape));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldEqualTheOracleWhenSelectionsAreRandom(int ranks) throws Exception {
    long seed = 20261126;
    for (int turn = 0; turn < 6; turn++) {
      Random random = new Random(seed + turn);
      int rank = 1 + random.nextInt(3);
      long[] shape = new long[rank + 1];
      shape[0] = ranks;
      for (int d = 1; d <= rank; d++) {
        shape[d] = 3L + random.nextInt(9);
      }
      String name = fresh("random-" + turn);
      long[][] starts = new long[ranks][];
      long[][] strides = new long[ranks][];
      long[][] counts = new long[ranks][];
      long[][] blocks = new long[ranks][];
      long[][] parts = new long[ranks][];
      for (int r = 0; r < ranks; r++) {
        starts[r] = new long[rank + 1];
        strides[r] = new long[rank + 1];
        counts[r] = new long[rank + 1];
        blocks[r] = new long[rank + 1];
        starts[r][0] = r;
        strides[r][0] = counts[r][0] = blocks[r][0] = 1;
        for (int d = 1; d <= rank; d++) {
          starts[r][d] = random.nextInt((int) shape[d]);
          blocks[r][d] = 1L + random.nextInt((int) Math.min(3, shape[d] - starts[r][d]));
          strides[r][d] = blocks[r][d] + random.nextInt(3);
          long room = shape[d] - starts[r][d] - blocks[r][d];
          counts[r][d] = random.nextInt((int) (room / strides[r][d]) + 2);
        }
        parts[r] = Grid.slab(shape, starts[r], strides[r], counts[r], blocks[r]);
      }
      String message = "seed=%d shape=%s".formatted(seed + turn, Arrays.toString(shape));
      RankThreads.run(
          ranks,
          world -> {
            int r = world.rank();
            Selection mine = Selection.slab(starts[r], strides[r], counts[r], blocks[r]);
            try (H5File file = create(world, name)) {
              for (H5Dataset t : datasets(file, shape)) {
                t.at(mine).writeAll(Grid.values(parts[r]));
              }
            }
            int[] expected = Grid.written(shape, parts);
            try (H5File file = open(world, name)) {
              for (H5Dataset t : opened(file, names())) {
                int[] all = new int[expected.length];
                t.at(Selection.all()).readAll(all);
                assertArrayEquals(expected, all, message + t.path());
                int next = (r + 1) % ranks;
                int[] found = new int[parts[next].length];
                t.at(Selection.slab(starts[next], strides[next], counts[next], blocks[next]))
                    .readAll(found);
                assertArrayEquals(Grid.values(parts[next]), found, message + t.path());
              }
            }
          });
      checkAll(name, Grid.written(shape, parts));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldHoldOneElementWhenScalar(int ranks) throws Exception {
    String name = fresh("scalar");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.F64).shape().create();
            boolean first = world.rank() == 0;
            t.at(first ? Selection.all() : Selection.none())
                .writeAll(first ? new double[] {2.5} : new double[0]);
          }
          try (H5File file = open(world, name)) {
            double[] found = new double[1];
            file.dataset("t").at(Selection.all()).readAll(found);
            assertEquals(2.5, found[0]);
          }
        });
    outsideHolds(name, "/t", new double[] {2.5});
  }
}
