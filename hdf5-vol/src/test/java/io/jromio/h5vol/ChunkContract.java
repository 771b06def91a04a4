package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolCapability;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunks, filters, fill values, datasets that grow and shrink. */
abstract class ChunkContract extends H5Contract {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepElementsWhenOneDimensionGrows(int ranks) throws Exception {
    requires(VolCapability.RESIZE);
    String name = fresh("grows");
    long nx = 6;
    int turns = 5;
    RankThreads.run(
        ranks,
        world -> {
          for (int turn = 0; turn < turns; turn++) {
            try (H5File file = turn == 0 ? create(world, name) : openWritable(world, name)) {
              H5Dataset t =
                  turn == 0
                      ? file.newDataset("t")
                          .type(H5Type.I32)
                          .shape(0, nx)
                          .maxShape(Dataspace.UNLIMITED, nx)
                          .chunks(2, 4)
                          .create()
                      : file.dataset("t");
              long begin = turn * 10L;
              long[] mine = share(10, world);
              Selection part = Selection.slab(longs(begin + mine[0], 0), longs(mine[1], nx));
              if (mine[1] > 0) {
                assertError(H5Error.ARG, () -> t.at(part).write(new int[(int) (mine[1] * nx)]));
              }
              t.resize(begin + 10, nx);
              assertArrayEquals(longs(begin + 10, nx), t.shape());
              long[] shape = t.shape();
              t.at(part)
                  .writeAll(
                      Grid.values(Grid.box(shape, longs(begin + mine[0], 0), longs(mine[1], nx))));
              int[] all = new int[Grid.elements(shape)];
              t.at(Selection.all()).readAll(all);
              assertArrayEquals(Grid.all(shape), all);
            }
          }
          try (H5File file = open(world, name)) {
            H5Dataset t = file.dataset("t");
            assertArrayEquals(longs(Dataspace.UNLIMITED, nx), t.maxShape());
            assertEquals(new StorageLayout.Chunked(2, 4), t.creation().layout());
          }
        });
    outsideHolds(name, "/t", Grid.all(10L * turns, nx));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void shouldKeepElementsWhenTheOtherDimensionGrows(int ranks) throws Exception {
    requires(VolCapability.RESIZE);
    String name = fresh("wider");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            for (String dataset : new String[] {"second", "both"}) {
              long first = dataset.equals("both") ? Dataspace.UNLIMITED : 9;
              H5Dataset t =
                  file.newDataset(dataset)
                      .type(H5Type.I32)
                      .shape(9, 3)
                      .maxShape(first, Dataspace.UNLIMITED)
                      .chunks(4, 2)
                      .create();
              for (int nx = 3; nx <= 43; nx += 20) {
                t.resize(9, nx);
                long[] shape = {9, nx};
                long[] mine = share(nx, world);
                long[] start = {0, mine[0]};
                long[] count = {9, mine[1]};
                t.at(Selection.slab(start, count))
                    .writeAll(Grid.values(Grid.box(shape, start, count)));
              }
              if (dataset.equals("both")) {
                t.resize(30, 43);
                long[] shape = {30, 43};
                long[] mine = share(30, world);
                t.at(Selection.slab(longs(mine[0], 0), longs(mine[1], 43)))
                    .writeAll(Grid.values(Grid.box(shape, longs(mine[0], 0), longs(mine[1], 43))));
              }
            }
          }
          try (H5File file = open(world, name)) {
            int[] found = new int[9 * 43];
            file.dataset("second").at(Selection.all()).readAll(found);
            assertArrayEquals(Grid.all(9, 43), found);
            found = new int[30 * 43];
            file.dataset("both").at(Selection.all()).readAll(found);
            assertArrayEquals(Grid.all(30, 43), found);
          }
        });
    libraryHolds(name, "/second", Grid.all(9, 43));
    outsideHolds(name, "/both", Grid.all(30, 43));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4})
  void shouldBeWholeWhenThereAreManyChunks(int ranks) throws Exception {
    requires(VolCapability.RESIZE);
    String name = fresh("manychunks");
    int n = 9000;
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          int[] values = Grid.values(Grid.box(longs(n), longs(mine[0]), longs(mine[1])));
          try (H5File file = create(world, name)) {
            for (String dataset : new String[] {"fixed", "one", "two"}) {
              boolean flat = !dataset.equals("two");
              DatasetSpec spec = file.newDataset(dataset).type(H5Type.I32);
              if (flat) {
                spec.shape(n).chunks(2);
              } else {
                spec.shape(n, 1).chunks(2, 1);
              }
              if (dataset.equals("one")) {
                spec.maxShape(Dataspace.UNLIMITED);
              } else if (dataset.equals("two")) {
                spec.maxShape(Dataspace.UNLIMITED, Dataspace.UNLIMITED);
              }
              H5Dataset t = spec.create();
              t.at(flat ? part : Selection.slab(longs(mine[0], 0), longs(mine[1], 1)))
                  .writeAll(values);
            }
          }
          try (H5File file = open(world, name)) {
            for (String dataset : new String[] {"fixed", "one", "two"}) {
              int[] found = new int[n];
              file.dataset(dataset).at(Selection.all()).readAll(found);
              assertArrayEquals(Grid.all(n), found, dataset);
            }
          }
        });
    for (String dataset : new String[] {"/fixed", "/one", "/two"}) {
      outsideHolds(name, dataset, Grid.all(n));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeArgWhenTheNewShapeIsTooLarge(int ranks) {
    requires(VolCapability.RESIZE);
    String name = fresh("toolarge");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t =
                file.newDataset("t").type(H5Type.I32).shape(4).maxShape(6).chunks(2).create();
            assertError(H5Error.ARG, () -> t.resize(7));
            assertError(H5Error.ARG, () -> t.resize(1, 1));
            assertError(H5Error.ARG, () -> t.resize(-1));
            t.resize(6);
            H5Dataset fixed = file.newDataset("u").type(H5Type.I32).shape(4).create();
            H5Exception failure = assertThrows(H5Exception.class, () -> fixed.resize(5));
            assertTrue(
                failure.error() == H5Error.ARG || failure.error() == H5Error.UNSUPPORTED,
                failure.toString());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldBeFillValuesAgainWhenShrunkAndGrown(int ranks) throws Exception {
    requires(VolCapability.RESIZE, VolCapability.SHRINK_CLEARS, VolCapability.FILL_VALUES);
    String name = fresh("shrunk");
    int[] expected = Grid.all(20);
    Arrays.fill(expected, 7, 20, -5);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t =
                file.newDataset("t")
                    .type(H5Type.I32)
                    .shape(20)
                    .maxShape(Dataspace.UNLIMITED)
                    .chunks(4)
                    .fill(-5)
                    .create();
            long[] mine = share(20, world);
            t.at(Selection.slab(longs(mine[0]), longs(mine[1])))
                .writeAll(Grid.values(Grid.box(longs(20), longs(mine[0]), longs(mine[1]))));
            t.resize(7);
            t.resize(20);
            int[] found = new int[20];
            t.at(Selection.all()).readAll(found);
            assertArrayEquals(expected, found);
          }
          try (H5File file = open(world, name)) {
            int[] found = new int[20];
            file.dataset("t").at(Selection.all()).readAll(found);
            assertArrayEquals(expected, found);
          }
        });
    outside(name, path -> OutsideReaders.shouldHoldByLibrary(path, "/t", expected));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldBeFillValuesWhenNobodyWrote(int ranks) throws Exception {
    requires(VolCapability.FILL_VALUES);
    String name = fresh("fill");
    double[] expected = new double[30];
    Arrays.fill(expected, -1.5);
    expected[13] = 13;
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            for (String dataset : new String[] {"contiguous", "chunked", "one"}) {
              DatasetSpec spec = file.newDataset(dataset).type(H5Type.F64).shape(30).fill(-1.5);
              if (!dataset.equals("contiguous")) {
                spec.chunks(dataset.equals("one") ? 30 : 7);
              }
              H5Dataset t = spec.create();
              double[] found = new double[30];
              t.at(Selection.all()).readAll(found);
              assertEquals(-1.5, found[0]);
              assertEquals(-1.5, found[29]);
              boolean last = world.rank() == world.size() - 1;
              t.at(last ? Selection.points(longs(13)) : Selection.none())
                  .writeAll(last ? new double[] {13} : new double[0]);
              t.at(Selection.all()).readAll(found);
              assertArrayEquals(expected, found);
            }
            file.newDataset("zero").type(H5Type.I32).shape(5).create();
            file.newDataset("never")
                .type(H5Type.I32)
                .shape(5)
                .fill(3)
                .fillTime(FillSpec.Time.NEVER)
                .create();
          }
          try (H5File file = open(world, name)) {
            for (String dataset : new String[] {"contiguous", "chunked", "one"}) {
              double[] found = new double[30];
              file.dataset(dataset).at(Selection.all()).readAll(found);
              assertArrayEquals(expected, found, dataset);
              FillSpec fill = file.dataset(dataset).creation().fill();
              assertTrue(fill.value().isPresent());
            }
            int[] zero = new int[5];
            Arrays.fill(zero, 9);
            file.dataset("zero").at(Selection.all()).readAll(zero);
            assertArrayEquals(new int[5], zero);
            assertEquals(FillSpec.Time.NEVER, file.dataset("never").creation().fill().time());
          }
        });
    for (String dataset : new String[] {"/contiguous", "/chunked", "/one"}) {
      outsideHolds(name, dataset, expected);
    }
  }

  private static H5Dataset filtered(H5File file, String name, long[] shape, long[] chunk)
      throws H5Exception {
    DatasetSpec spec = file.newDataset(name).type(H5Type.I32).shape(shape).chunks(chunk);
    if (name.contains("shuffle")) {
      spec.shuffle();
    }
    if (name.contains("deflate")) {
      spec.deflate(4);
    }
    if (name.contains("fletcher")) {
      spec.fletcher32();
    }
    if (name.contains("grow")) {
      long[] max = shape.clone();
      max[0] = Dataspace.UNLIMITED;
      spec.maxShape(max);
    }
    return spec.create();
  }

  private static final List<String> FILTERED =
      List.of("deflate", "shuffle-deflate", "fletcher", "shuffle-deflate-fletcher", "deflate-grow");

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeWholeWhenChunksAreSharedAndFiltered(int ranks) throws Exception {
    requires(VolCapability.FILTERS);
    String name = fresh("filters");
    long[] shape = {11, 26};
    long[] chunk = {4, 8};
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(shape[1], world);
          long[] start = {0, mine[0]};
          long[] count = {shape[0], mine[1]};
          int[] values = Grid.values(Grid.box(shape, start, count));
          try (H5File file = create(world, name)) {
            for (String dataset : FILTERED) {
              H5Dataset t = filtered(file, dataset, shape, chunk);
              t.at(Selection.slab(start, count)).writeAll(values);
              int[] all = new int[Grid.elements(shape)];
              t.at(Selection.all()).readAll(all);
              assertArrayEquals(Grid.all(shape), all, dataset);
            }
          }
          try (H5File file = open(world, name)) {
            for (String dataset : FILTERED) {
              H5Dataset t = file.dataset(dataset);
              assertEquals(
                  dataset.split("-").length - (dataset.contains("grow") ? 1 : 0),
                  t.creation().filters().size());
              int[] part = new int[values.length];
              t.at(Selection.slab(start, count)).read(part);
              assertArrayEquals(values, part, dataset);
            }
            assertEquals(
                FilterSpec.SHUFFLE,
                file.dataset("shuffle-deflate").creation().filters().getFirst().id());
          }
        });
    for (String dataset : FILTERED) {
      outsideHolds(name, "/" + dataset, Grid.all(shape));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void shouldBeTheLastValuesWhenFilteredChunksGrowAndShrink(int ranks) throws Exception {
    requires(VolCapability.FILTERS);
    String name = fresh("rewritten");
    int n = 4000;
    int[] noise = new int[n];
    Random random = new Random(5);
    for (int i = 0; i < n; i++) {
      noise[i] = random.nextInt();
    }
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          int[] own = Arrays.copyOfRange(noise, (int) mine[0], (int) (mine[0] + mine[1]));
          try (H5File file = create(world, name)) {
            H5Dataset t = filtered(file, "deflate", longs(n), longs(300));
            t.at(part).writeAll(new int[own.length]);
            t.at(part).writeAll(own);
            t.at(part).writeAll(new int[own.length]);
            H5Dataset u = filtered(file, "deflate2", longs(n), longs(300));
            t.at(part).writeAll(own);
            u.at(part).writeAll(own);
            boolean first = world.rank() == 0;
            u.at(first ? Selection.points(longs(3999)) : Selection.none())
                .writeAll(first ? new int[] {1} : new int[0]);
          }
          try (H5File file = openWritable(world, name)) {
            int[] found = new int[n];
            file.dataset("deflate").at(Selection.all()).readAll(found);
            assertArrayEquals(noise, found);
            boolean last = world.rank() == world.size() - 1;
            file.dataset("deflate2")
                .at(last ? Selection.points(longs(0)) : Selection.none())
                .writeAll(last ? new int[] {2} : new int[0]);
          }
        });
    outsideHolds(name, "/deflate", noise);
    int[] expected = noise.clone();
    expected[3999] = 1;
    expected[0] = 2;
    outsideHolds(name, "/deflate2", expected);
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = open(world, name)) {
            int[] found = new int[n];
            file.dataset("deflate2").at(Selection.all()).readAll(found);
            assertArrayEquals(expected, found);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldRefuseWhenFilteredChunksAreWrittenIndependently(int ranks) {
    requires(VolCapability.FILTERS);
    String name = fresh("refused");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = filtered(file, "deflate", longs(4), longs(2));
            assertError(H5Error.UNSUPPORTED, () -> t.at(Selection.all()).write(new int[4]));
            int[] found = new int[4];
            t.at(Selection.all()).read(found);
            assertArrayEquals(new int[4], found);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeSmallWhenCompressed(int ranks) {
    requires(VolCapability.FILTERS);
    String name = fresh("small");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = filtered(file, "deflate", longs(100_000), longs(20_000));
            long[] mine = share(100_000, world);
            t.at(Selection.slab(longs(mine[0]), longs(mine[1]))).writeAll(new int[(int) mine[1]]);
            assertEquals(5, t.storage().chunks());
            assertTrue(t.storage().bytes() < 10_000, t.storage().toString());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldReadWhatIsWrittenWhenCompact(int ranks) throws Exception {
    requires(VolCapability.COMPACT_LAYOUT);
    String name = fresh("compact");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(2, 5).compact().create();
            t.at(Selection.all()).writeAll(Grid.all(2, 5));
            int[] found = new int[10];
            t.at(Selection.all()).read(found);
            assertArrayEquals(Grid.all(2, 5), found);
          }
          try (H5File file = open(world, name)) {
            int[] found = new int[5];
            file.dataset("t").at(Selection.slice("1, :")).readAll(found);
            assertArrayEquals(Arrays.copyOfRange(Grid.all(2, 5), 5, 10), found);
            assertEquals(new StorageLayout.Compact(), file.dataset("t").creation().layout());
          }
        });
    outsideHolds(name, "/t", Grid.all(2, 5));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void shouldReadNewElementsWhenOthersWroteThemAfterAnEarlierRead(int ranks) {
    requires(VolCapability.RESIZE);
    String name = fresh("stale");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset t =
                file.newDataset("t")
                    .type(H5Type.I32)
                    .shape(8)
                    .maxShape(Dataspace.UNLIMITED)
                    .chunks(8)
                    .create();
            int[] found = new int[8];
            for (int turn = 1; turn < 4; turn++) {
              int[] values = new int[8];
              Arrays.fill(values, turn);
              boolean writer = world.rank() == turn % world.size();
              t.at(writer ? Selection.all() : Selection.none())
                  .writeAll(writer ? values : new int[0]);
              t.at(Selection.all()).readAll(found);
              assertArrayEquals(values, found);
              t.resize(8 + turn);
              t.resize(8);
            }
          }
        });
  }
}
