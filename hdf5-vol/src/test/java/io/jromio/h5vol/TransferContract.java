package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.model.TransferReport.Reason;
import io.jromio.h5vol.vol.VolCapability;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several datasets at once, reports, and errors that all ranks get. */
abstract class TransferContract extends H5Contract {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveAllWhenSeveralDatasetsAreGiven(int ranks) throws Exception {
    String name = fresh("multi");
    int n = 24;
    int datasets = 5;
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(n, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          try (H5File file = create(world, name)) {
            Map<Region, Object> values = new HashMap<>();
            for (int k = 0; k < datasets; k++) {
              DatasetSpec spec = file.newDataset("t" + k).type(H5Type.I32).shape(n);
              H5Dataset t = (k % 2 == 0 ? spec : spec.chunks(5)).create();
              int[] own = Grid.values(Grid.box(longs(n), longs(mine[0]), longs(mine[1])));
              for (int i = 0; i < own.length; i++) {
                own[i] += k;
              }
              values.put(t.at(part), own);
            }
            TransferReport report = file.writeAll(values);
            assertEquals(datasets * mine[1], report.elements());
          }
          try (H5File file = open(world, name)) {
            Map<Region, int[]> targets = new LinkedHashMap<>();
            for (int k = datasets - 1; k >= 0; k--) {
              targets.put(file.dataset("t" + k).at(Selection.all()), new int[n]);
            }
            file.readAll(targets);
            int k = datasets - 1;
            for (int[] found : targets.values()) {
              for (int i = 0; i < n; i++) {
                assertEquals(Grid.value(i) + k, found[i]);
              }
              k--;
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldBeTheSameErrorEverywhereWhenOneRankIsWrong(int ranks) throws Exception {
    String name = fresh("wrong");
    RankThreads.run(
        ranks,
        world -> {
          boolean wrong = world.rank() == world.size() / 2;
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(10).create();
            H5Dataset u = file.newDataset("u").type(H5Type.I32).shape(10).chunks(3).create();
            for (H5Dataset dataset : new H5Dataset[] {t, u}) {
              Selection outside = Selection.slab(longs(8), longs(3));
              Selection inside = Selection.slab(longs(0), longs(3));
              H5Exception failure =
                  assertError(
                      H5Error.ARG, () -> dataset.at(wrong ? outside : inside).writeAll(new int[3]));
              if (wrong) {
                assertTrue(failure.detail().contains("shape=[10]"), failure.detail());
              }
              assertError(
                  H5Error.ARG, () -> dataset.at(inside).writeAll(wrong ? new int[4] : new int[3]));
              assertError(
                  H5Error.ARG, () -> dataset.at(inside).readAll(wrong ? new Object() : new int[3]));
              assertError(
                  H5Error.ARG,
                  () ->
                      dataset
                          .at(inside)
                          .memory(Selection.slab(longs(wrong ? 3 : 2), longs(3)), 5)
                          .readAll(new int[5]));
              int[] found = new int[10];
              dataset.at(Selection.all()).readAll(found);
              assertArrayEquals(new int[10], found);
            }
            assertError(
                H5Error.CONVERSION,
                () ->
                    t.at(wrong ? Selection.slab(longs(0), longs(2)) : Selection.none())
                        .writeAll(wrong ? new String[] {"a", "b"} : new int[0]));
            t.at(world.rank() == 0 ? Selection.all() : Selection.none())
                .writeAll(world.rank() == 0 ? Grid.all(10) : new int[0]);
          }
        });
    outsideHolds(name, "/t", Grid.all(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeArgWhenARegionIsOfAnotherFile(int ranks) {
    String left = fresh("a");
    String right = fresh("b");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File a = create(world, left);
              H5File b = create(world, right)) {
            H5Dataset t = a.newDataset("t").type(H5Type.I32).shape(1).create();
            b.newDataset("t").type(H5Type.I32).shape(1).create();
            Map<Region, Object> parts = new HashMap<>();
            parts.put(t.at(Selection.all()), new int[1]);
            assertError(H5Error.ARG, () -> b.writeAll(parts));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldSayWhatHappenedWhenDone(int ranks) throws Exception {
    String name = fresh("reports");
    RankThreads.run(
        ranks,
        world -> {
          long[] mine = share(100, world);
          Selection part = Selection.slab(longs(mine[0]), longs(mine[1]));
          int n = (int) mine[1];
          try (H5File file = create(world, name)) {
            H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(100).create();
            TransferReport report = t.at(part).writeAll(new int[n]);
            assertEquals(n, report.elements());
            assertEquals(4L * n, report.bytes());
            assertFalse(report.reasons().contains(Reason.TYPE_CONVERSION));
            if (capabilities().contains(VolCapability.COLLECTIVE_TRANSFERS)) {
              assertTrue(report.collective(), report::toString);
            } else {
              assertTrue(report.reasons().contains(Reason.CONNECTOR_INDEPENDENT));
            }
            report = t.at(part).writeAll(new double[n]);
            assertTrue(report.reasons().contains(Reason.TYPE_CONVERSION), report::toString);
            report = t.at(part).write(new int[n]);
            assertFalse(report.collective());
            assertTrue(report.reasons().contains(Reason.INDEPENDENT_REQUESTED));
            if (capabilities().contains(VolCapability.FILTERS)) {
              H5Dataset f =
                  file.newDataset("f").type(H5Type.I32).shape(100).chunks(10).deflate(1).create();
              report = f.at(part).writeAll(new double[n]);
              assertTrue(report.reasons().contains(Reason.FILTERS), report::toString);
              if (capabilities().contains(VolCapability.COLLECTIVE_TRANSFERS)) {
                assertTrue(report.collective(), report::toString);
              }
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void shouldBeOneOfTheTwoWhenRanksWriteTheSameElements(int ranks) {
    String name = fresh("overlap");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            for (String dataset : new String[] {"t", "u"}) {
              DatasetSpec spec = file.newDataset(dataset).type(H5Type.I32).shape(50);
              H5Dataset t = (dataset.equals("t") ? spec : spec.chunks(7)).create();
              int[] values = new int[50];
              java.util.Arrays.fill(values, world.rank() + 1);
              t.at(Selection.all()).writeAll(values);
              int[] found = new int[50];
              t.at(Selection.all()).readAll(found);
              for (int value : found) {
                assertTrue(value >= 1 && value <= world.size(), "value=" + value);
              }
            }
          }
        });
  }
}
