package io.jromio.h5vol.nativefile.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.model.TransferReport.Reason;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be moved fails on all ranks alike; what has no place; what the report says. */
final class TransferErrorsTest {
  private static final int RANKS = 3;

  private interface Body {
    void run(World world, TestSpace space, Transfers transfers) throws Exception;
  }

  private static void ranks(int ranks, Body body) {
    String name = TestSpace.name();
    RankThreads.run(
        ranks,
        world -> {
          try (TestSpace space = new TestSpace(world, name)) {
            space.abortIfFails(() -> body.run(world, space, new Transfers(space)));
          }
        });
  }

  private static Transfers.Part part(
      StoredDataset dataset, Selection selection, H5Type type, int elements) {
    byte[] bytes = new byte[elements * type.size()];
    Arrays.fill(bytes, (byte) 7);
    return new Transfers.Part(
        dataset,
        selection,
        Elements.of(type, MemorySegment.ofArray(bytes)),
        Dataspace.of(elements),
        Selection.all());
  }

  private static Selection row(long row) {
    return Selection.slab(new long[] {row, 0}, new long[] {1, 4});
  }

  @ParameterizedTest
  @EnumSource(Direction.class)
  void shouldFailAlikeOnAllRanksWhenOneHasABadSelection(Direction direction) {
    ranks(
        RANKS,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6, 4);
          long mine = world.rank() == 1 ? 6 : world.rank();
          Transfers.Part part = part(dataset, row(mine), H5Type.I32, 4);
          H5Exception e =
              assertThrows(
                  H5Exception.class,
                  () -> transfers.move(direction, TransferMode.COLLECTIVE, List.of(part)));
          assertEquals(H5Error.ARG, e.error());
          assertEquals(0, space.file().size());
          // The next call works.
          Transfers.Part good = part(dataset, row(world.rank()), H5Type.I32, 4);
          transfers.move(direction, TransferMode.COLLECTIVE, List.of(good));
        });
  }

  @Test
  void shouldFailAlikeWhenOneRankHasTypesThatDoNotGoTogether() {
    ranks(
        RANKS,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6, 4);
          H5Type type = world.rank() == 2 ? H5Type.opaque(4, "x") : H5Type.I32;
          Transfers.Part part = part(dataset, row(world.rank()), type, 4);
          assertError(H5Error.CONVERSION, transfers, Direction.WRITE, part);
        });
  }

  @Test
  void shouldFailAlikeWhenOneRankWritesAnElementTwice() {
    ranks(
        RANKS,
        (world, space, transfers) -> {
          for (TestDataset dataset :
              List.of(
                  TestDataset.contiguous(space, H5Type.I32, 6),
                  TestDataset.chunked(
                      H5Type.I32, TestDataset.Chunks.plain(4).with(FilterSpec.deflate(1)), 6))) {
            long other = world.rank() == 0 ? 3 : 4;
            Selection twice = Selection.points(new long[] {3}, new long[] {0}, new long[] {other});
            Transfers.Part part = part(dataset, twice, H5Type.I32, 3);
            assertError(H5Error.ARG, transfers, Direction.WRITE, part);
          }
        });
  }

  @Test
  void shouldFailAlikeWhenNumbersOrMemoryDoNotFit() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6, 4);
          int elements = world.rank() == 0 ? 4 : 5;
          assertError(
              H5Error.ARG, transfers, Direction.READ, part(dataset, row(0), H5Type.I32, elements));
          Transfers.Part small =
              new Transfers.Part(
                  dataset,
                  row(0),
                  Elements.of(H5Type.I32, MemorySegment.ofArray(new int[elements - 1])),
                  Dataspace.of(4),
                  Selection.all());
          assertError(H5Error.ARG, transfers, Direction.READ, small);
        });
  }

  private static void assertError(
      H5Error error, Transfers transfers, Direction direction, Transfers.Part part) {
    H5Exception e =
        assertThrows(
            H5Exception.class,
            () -> transfers.move(direction, TransferMode.COLLECTIVE, List.of(part)));
    assertEquals(error, e.error(), e.getMessage());
  }

  @Test
  void shouldFailAlikeWhenRanksMoveOtherNumbersOfDatasets() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6, 4);
          Transfers.Part part = part(dataset, row(0), H5Type.I32, 4);
          List<Transfers.Part> parts = world.rank() == 0 ? List.of(part) : List.of(part, part);
          H5Exception e =
              assertThrows(
                  H5Exception.class,
                  () -> transfers.move(Direction.READ, TransferMode.COLLECTIVE, parts));
          assertEquals(H5Error.NOT_SAME, e.error());
        });
  }

  @Test
  void shouldRefuseIndependentWritesThatNeedAllRanks() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset filtered =
              TestDataset.chunked(
                  H5Type.I32, TestDataset.Chunks.plain(4).with(FilterSpec.deflate(1)), 6);
          TestDataset strings = TestDataset.contiguous(space, H5Type.STRING, 6);
          TestDataset compact = TestDataset.compact(H5Type.I32, 6);
          TestDataset late = TestDataset.chunked(H5Type.I32, TestDataset.Chunks.plain(4), 6);
          for (TestDataset dataset : List.of(filtered, strings, compact, late)) {
            Transfers.Part part = part(dataset, Selection.all(), dataset.creation().type(), 6);
            H5Exception e =
                assertThrows(
                    H5Exception.class,
                    () -> transfers.move(Direction.WRITE, TransferMode.INDEPENDENT, List.of(part)));
            assertEquals(H5Error.UNSUPPORTED, e.error());
          }
        });
  }

  @Test
  void shouldReadAnElementAsOftenAsItIsListed() {
    ranks(
        1,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6);
          int[] values = {10, 11, 12, 13, 14, 15};
          transfers.move(
              Direction.WRITE,
              TransferMode.COLLECTIVE,
              List.of(memory(dataset, Selection.all(), values)));
          int[] read = new int[7];
          Selection points =
              Selection.points(
                  new long[] {3},
                  new long[] {4},
                  new long[] {3},
                  new long[] {0},
                  new long[] {4},
                  new long[] {5},
                  new long[] {3});
          transfers.move(
              Direction.READ, TransferMode.INDEPENDENT, List.of(memory(dataset, points, read)));
          assertArrayEquals(new int[] {13, 14, 13, 10, 14, 15, 13}, read);
        });
  }

  private static Transfers.Part memory(TestDataset dataset, Selection selection, int... elements) {
    return new Transfers.Part(
        dataset,
        selection,
        Elements.of(H5Type.I32, MemorySegment.ofArray(elements)),
        Dataspace.of(elements.length),
        Selection.all());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveSeveralDatasetsInOneCallWhenSomeRanksHaveNothing(int size) {
    ranks(
        size,
        (world, space, transfers) -> {
          TestDataset one = TestDataset.contiguous(space, H5Type.I32, size, 5);
          TestDataset two =
              TestDataset.chunked(H5Type.I32, TestDataset.Chunks.plain(2, 2), size, 5)
                  .placed(space, false, new Random(5));
          TestDataset three =
              TestDataset.chunked(
                  H5Type.I32, TestDataset.Chunks.plain(2, 3).with(FilterSpec.deflate(1)), size, 5);
          TestDataset four = TestDataset.compact(H5Type.I32, size, 5);
          List<TestDataset> datasets = List.of(one, two, three, four);
          int rank = world.rank();
          boolean idle = rank == 1;
          Selection mine =
              idle ? Selection.none() : Selection.slab(new long[] {rank, 0}, new long[] {1, 5});
          int[][] values = new int[4][idle ? 0 : 5];
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < values[i].length; j++) {
              values[i][j] = 1000 * i + 10 * rank + j;
            }
          }
          transfers.move(Direction.WRITE, TransferMode.COLLECTIVE, parts(datasets, mine, values));
          int[][] read = new int[4][5 * size];
          transfers.move(
              Direction.READ, TransferMode.COLLECTIVE, parts(datasets, Selection.all(), read));
          for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 5 * size; j++) {
              int wanted = j / 5 == 1 ? 0 : 1000 * i + 10 * (j / 5) + j % 5;
              assertEquals(wanted, read[i][j]);
            }
          }
        });
  }

  private static List<Transfers.Part> parts(
      List<TestDataset> datasets, Selection selection, int[]... memory) {
    List<Transfers.Part> parts = new java.util.ArrayList<>();
    for (int i = 0; i < memory.length; i++) {
      parts.add(memory(datasets.get(i), selection, memory[i]));
    }
    return parts;
  }

  @Test
  void shouldMoveNothingWhenThereAreNoParts() {
    ranks(
        RANKS,
        (world, space, transfers) -> {
          for (TransferMode mode : TransferMode.values()) {
            TransferReport report = transfers.move(Direction.WRITE, mode, List.of());
            assertEquals(0, report.elements());
            assertEquals(0, report.requests());
          }
        });
  }

  private static FillSpec fill(int value) {
    return new FillSpec(
        Optional.of(Elements.of(H5Type.I32, MemorySegment.ofArray(new int[] {value}))),
        FillSpec.Time.IF_SET,
        FillSpec.Allocation.LATE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldGiveFillValuesWhereNothingWasWritten(int size) {
    ranks(
        size,
        (world, space, transfers) -> {
          TestDataset plain =
              TestDataset.chunked(
                  H5Type.I32, TestDataset.Chunks.plain(4, 3).with(fill(-5)), 10, 10);
          TestDataset filtered =
              TestDataset.chunked(
                  H5Type.I32,
                  TestDataset.Chunks.plain(4, 3).with(fill(-5)).with(FilterSpec.deflate(2)),
                  10,
                  10);
          for (TestDataset dataset : List.of(plain, filtered)) {
            int[] read = new int[100];
            Transfers.Part all = memory(dataset, Selection.all(), read);
            transfers.move(Direction.READ, TransferMode.COLLECTIVE, List.of(all));
            int[] wanted = new int[100];
            Arrays.fill(wanted, -5);
            assertArrayEquals(wanted, read);
            Selection one = Selection.points(new long[] {5, 5});
            transfers.move(
                Direction.WRITE,
                TransferMode.COLLECTIVE,
                List.of(
                    world.rank() == 0
                        ? memory(dataset, one, 77)
                        : memory(dataset, Selection.none())));
            transfers.move(Direction.READ, TransferMode.COLLECTIVE, List.of(all));
            wanted[55] = 77;
            assertArrayEquals(wanted, read);
            assertEquals(1, dataset.table().placed());
            assertEquals(1, dataset.changes());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldFillNewChunksTogether(int size) {
    ranks(
        size,
        (world, space, transfers) -> {
          TestDataset dataset =
              TestDataset.chunked(H5Type.I32, TestDataset.Chunks.plain(4, 3).with(fill(9)), 10, 10)
                  .placed(space, false, new Random(3));
          transfers.fill(dataset, 0, 1, 5, 6);
          int[] read = new int[100];
          transfers.move(
              Direction.READ,
              TransferMode.COLLECTIVE,
              List.of(memory(dataset, Selection.all(), read)));
          for (int i = 0; i < 100; i++) {
            int chunk = i / 10 / 4 * 4 + i % 10 / 3;
            boolean filled = chunk == 0 || chunk == 1 || chunk == 5 || chunk == 6;
            assertEquals(filled ? 9 : 0, read[i]);
          }
        });
  }

  @Test
  void shouldSayWhatHappened() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I32, 6, 4);
          Transfers.Part plain = part(dataset, row(world.rank()), H5Type.I32, 4);
          TransferReport report =
              transfers.move(Direction.WRITE, TransferMode.COLLECTIVE, List.of(plain));
          assertEquals(new TransferReport(true, Set.of(), 4, 16, 1), report);
          Transfers.Part converted = part(dataset, row(world.rank()), H5Type.I64, 4);
          report = transfers.move(Direction.READ, TransferMode.COLLECTIVE, List.of(converted));
          assertEquals(new TransferReport(true, Set.of(Reason.TYPE_CONVERSION), 4, 16, 1), report);
          report = transfers.move(Direction.READ, TransferMode.INDEPENDENT, List.of(plain));
          assertFalse(report.collective());
          assertEquals(Set.of(Reason.INDEPENDENT_REQUESTED), report.reasons());
          TestDataset compact = TestDataset.compact(H5Type.I32, 6, 4);
          Transfers.Part kept = part(compact, row(world.rank()), H5Type.I32, 4);
          report = transfers.move(Direction.WRITE, TransferMode.COLLECTIVE, List.of(kept));
          assertEquals(new TransferReport(false, Set.of(Reason.COMPACT_DATASET), 4, 0, 0), report);
        });
  }

  @Test
  void shouldMoveScalarsAndNothingOfNullSpaces() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset dataset = TestDataset.contiguous(space, H5Type.I64);
          MemorySegment memory = MemorySegment.ofArray(new long[] {42});
          Transfers.Part scalar =
              new Transfers.Part(
                  dataset,
                  world.rank() == 0 ? Selection.all() : Selection.none(),
                  Elements.of(H5Type.I64, memory),
                  Dataspace.scalar(),
                  world.rank() == 0 ? Selection.all() : Selection.none());
          transfers.move(Direction.WRITE, TransferMode.COLLECTIVE, List.of(scalar));
          memory.set(ValueLayout.JAVA_LONG, 0, 0);
          Transfers.Part all =
              new Transfers.Part(
                  dataset,
                  Selection.all(),
                  Elements.of(H5Type.I64, memory),
                  Dataspace.scalar(),
                  Selection.all());
          transfers.move(Direction.READ, TransferMode.COLLECTIVE, List.of(all));
          assertEquals(42, memory.get(ValueLayout.JAVA_LONG, 0));
        });
  }

  @Test
  void shouldFailAlikeWhenAStoredChunkIsDamaged() {
    ranks(
        2,
        (world, space, transfers) -> {
          TestDataset dataset =
              TestDataset.chunked(
                  H5Type.I32, TestDataset.Chunks.plain(4).with(FilterSpec.fletcher32()), 8);
          Selection half = Selection.slab(new long[] {world.rank() * 4L}, new long[] {4});
          transfers.move(
              Direction.WRITE, TransferMode.COLLECTIVE, List.of(memory(dataset, half, 1, 2, 3, 4)));
          if (world.rank() == 0) {
            MemorySegment wrong = MemorySegment.ofArray(new byte[] {99});
            space.file().writeAt(TestSpace.BASE + dataset.table().address(1), wrong);
          }
          world.barrier();
          H5Exception e =
              assertThrows(
                  H5Exception.class,
                  () ->
                      transfers.move(
                          Direction.READ,
                          TransferMode.COLLECTIVE,
                          List.of(memory(dataset, half, 0, 0, 0, 0))));
          assertEquals(H5Error.BAD_FILE, e.error());
          assertTrue(e.detail().contains("chunk=1"), e.detail());
        });
  }
}
