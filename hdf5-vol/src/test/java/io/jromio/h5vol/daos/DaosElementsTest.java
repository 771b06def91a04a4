package io.jromio.h5vol.daos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.Runs;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.model.TransferReport.Reason;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements between memory and chunks. */
final class DaosElementsTest extends DaosTest {
  private static final int ROUNDS = 12;

  private static VolDataset dataset(VolFile file, String name) throws Exception {
    return (VolDataset)
        file.object(((LinkTarget.Hard) file.root().link(name).orElseThrow().target()).token());
  }

  /** A random box, or blocks at distances. */
  private static Selection random(Random random, long... shape) {
    long[] start = new long[shape.length];
    long[] stride = new long[shape.length];
    long[] count = new long[shape.length];
    long[] block = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      int length = (int) shape[d];
      start[d] = random.nextInt(length);
      block[d] = 1L + random.nextInt((int) Math.min(3, length - start[d]));
      stride[d] = block[d] + random.nextInt(3);
      long room = (length - start[d] - block[d]) / stride[d] + 1;
      count[d] = 1L + random.nextInt((int) room);
    }
    return Selection.slab(start, stride, count, block);
  }

  private static long[][] shapes() {
    return new long[][] {{1}, {7}, {64}, {5, 9}, {16, 16}, {3, 4, 5}, {2, 3, 4, 5}};
  }

  @Test
  void shouldEqualAnArrayWhateverIsSelected() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    onFile(
        1,
        StorePlace.newName(),
        Access.TRUNCATE,
        (world, file) -> {
          for (long[] shape : shapes()) {
            for (int round = 0; round < ROUNDS; round++) {
              long[] chunk = new long[shape.length];
              for (int d = 0; d < chunk.length; d++) {
                chunk[d] = 1L + random.nextInt((int) shape[d] + 2);
              }
              String name = Arrays.toString(shape) + round;
              VolDataset data =
                  file.root()
                      .createDataset(
                          name,
                          round == 0
                              ? contiguous(H5Type.I32, shape)
                              : chunked(H5Type.I32, shape, shape, chunk));
              compare(random, data, "seed=%d dataset=%s".formatted(seed, name));
            }
          }
        });
  }

  private static void compare(Random random, VolDataset data, String what) throws Exception {
    Dataspace space = data.creation().space();
    int[] model = new int[(int) space.elements()];
    for (int i = 0; i < 4; i++) {
      Selection selection = random(random, space.shape());
      int[] values = random.ints(selection.elements(space)).toArray();
      writeAll(data, selection, ints(values));
      int next = 0;
      for (Runs runs = selection.runs(space); runs.next(); ) {
        for (long e = 0; e < runs.length(); e++) {
          model[(int) (runs.start() + e)] = values[next++];
        }
      }
      Selection read = random(random, space.shape());
      int[] expected = new int[(int) read.elements(space)];
      next = 0;
      for (Runs runs = read.runs(space); runs.next(); ) {
        for (long e = 0; e < runs.length(); e++) {
          expected[next++] = model[(int) (runs.start() + e)];
        }
      }
      assertArrayEquals(expected, readInts(data, read), what);
    }
    assertArrayEquals(model, readInts(data, Selection.all()), what);
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldReadWhatAllRanksWroteWhenReopened(int ranks) {
    String name = StorePlace.newName();
    long columns = 300_000;
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          VolDataset rows =
              file.root().createDataset("rows", contiguous(H5Type.I32, ranks, columns));
          long[] shape = {6, 2L * ranks};
          VolDataset cut =
              file.root().createDataset("columns", chunked(H5Type.I32, shape, shape, 4, 3));
          int[] row = new int[(int) columns];
          Arrays.setAll(row, i -> world.rank() * 1_000_000 + i);
          int[] pair = new int[12];
          Arrays.setAll(pair, i -> world.rank() * 100 + i);
          TransferReport report =
              move(
                  file,
                  Direction.WRITE,
                  TransferMode.COLLECTIVE,
                  packed(
                      rows,
                      Selection.slab(new long[] {world.rank(), 0}, new long[] {1, columns}),
                      ints(row)),
                  packed(
                      cut,
                      Selection.slab(new long[] {0, 2L * world.rank()}, new long[] {6, 2}),
                      ints(pair)));
          assertFalse(report.collective());
          assertEquals(Set.of(Reason.CONNECTOR_INDEPENDENT), report.reasons());
          assertEquals(columns + 12, report.elements());
          assertEquals(4 * (columns + 12), report.bytes());
          assertEquals(2, report.requests());
          assertArrayEquals(new int[] {1000}, readInts(rows, point(0, 1000)));
        });
    onFile(
        ranks,
        name,
        Access.READ,
        (world, file) -> {
          int[] rows = readInts(dataset(file, "rows"), Selection.all());
          for (int r = 0; r < ranks; r++) {
            for (int i = 0; i < columns; i += 997) {
              assertEquals(r * 1_000_000 + i, rows[(int) (r * columns + i)]);
            }
          }
          int[] cut = readInts(dataset(file, "columns"), Selection.all());
          for (int i = 0; i < cut.length; i++) {
            int row = i / (2 * ranks);
            int column = i % (2 * ranks);
            assertEquals(column / 2 * 100 + row * 2 + column % 2, cut[i]);
          }
          refused(
              H5Error.READ_ONLY, () -> writeAll(dataset(file, "rows"), Selection.none(), ints()));
        });
  }

  private static Selection point(long... coordinates) {
    return Selection.points(coordinates);
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldConvertBetweenTypesAndSelectInMemory(int ranks) {
    onFile(
        ranks,
        StorePlace.newName(),
        Access.TRUNCATE,
        (world, file) -> {
          H5Type big = H5Type.I16.order(ByteOrder.BIG_ENDIAN);
          long[] shape = {ranks, 10};
          VolDataset data = file.root().createDataset("data", chunked(big, shape, shape, 2, 3));
          double[] memory = new double[40];
          Arrays.setAll(memory, i -> world.rank() * 100 + i + 0.5);
          Elements elements = Elements.of(H5Type.F64, MemorySegment.ofArray(memory));
          Selection column =
              Selection.slab(
                  new long[] {0, 1}, new long[] {1, 1}, new long[] {10, 1}, new long[] {1, 1});
          Selection row = Selection.slab(new long[] {world.rank(), 0}, new long[] {1, 10});
          Transfer part = new Transfer(data, row, elements, Dataspace.of(10, 4), column);
          TransferReport report = move(file, Direction.WRITE, TransferMode.COLLECTIVE, part);
          assertTrue(report.reasons().contains(Reason.TYPE_CONVERSION));
          int[] read = readInts(data, Selection.all());
          for (int i = 0; i < read.length; i++) {
            assertEquals(i / 10 * 100 + i % 10 * 4 + 1, read[i]);
          }
          double[] back = new double[40];
          Arrays.fill(back, -1);
          Elements target = Elements.of(H5Type.F64, MemorySegment.ofArray(back));
          report =
              move(
                  file,
                  Direction.READ,
                  TransferMode.INDEPENDENT,
                  new Transfer(data, row, target, Dataspace.of(10, 4), column));
          assertTrue(report.reasons().contains(Reason.INDEPENDENT_REQUESTED));
          for (int i = 0; i < 40; i++) {
            assertEquals(i % 4 == 1 ? world.rank() * 100 + i : -1, back[i]);
          }
          file.flush();
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldGiveFillValuesWhereNobodyWroteAndAfterShrinking(int ranks) {
    String name = StorePlace.newName();
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          long[] unlimited = {Dataspace.UNLIMITED, Dataspace.UNLIMITED};
          DatasetCreation creation =
              filled(chunked(H5Type.I32, new long[] {5, 7}, unlimited, 2, 3), ints(-9));
          VolDataset data = file.root().createDataset("data", creation);
          VolDataset zeros = file.root().createDataset("zeros", contiguous(H5Type.I32, 9));
          assertArrayEquals(new int[9], readInts(zeros, Selection.all()));
          int[] all = new int[35];
          Arrays.fill(all, -9);
          assertArrayEquals(all, readInts(data, Selection.all()));
          Selection one = world.rank() == 0 ? point(1, 4) : Selection.none();
          writeAll(data, one, ints(world.rank() == 0 ? new int[] {5} : new int[0]));
          all[11] = 5;
          assertArrayEquals(all, readInts(data, Selection.all()));
          int[] values = new int[35];
          Arrays.setAll(values, i -> i);
          if (world.rank() == ranks - 1) {
            move(
                file,
                Direction.WRITE,
                TransferMode.INDEPENDENT,
                packed(data, Selection.all(), ints(values)));
          }
          refused(H5Error.ARG, () -> data.resize(3));
          refused(H5Error.ARG, () -> data.resize(-1, 2));
          refused(H5Error.UNSUPPORTED, () -> zeros.resize(3));
          data.resize(3, 4);
          assertArrayEquals(
              new int[] {0, 1, 2, 3, 7, 8, 9, 10, 14, 15, 16, 17}, readInts(data, Selection.all()));
          refused(H5Error.ARG, () -> writeAll(data, point(3, 0), ints(1)));
          data.resize(6, 8);
          int[] grown = new int[48];
          for (int i = 0; i < grown.length; i++) {
            grown[i] = i / 8 < 3 && i % 8 < 4 ? i / 8 * 7 + i % 8 : -9;
          }
          assertArrayEquals(grown, readInts(data, Selection.all()));
          assertEquals(4, data.storage().chunks());
        });
    onFile(
        ranks,
        name,
        Access.WRITE,
        (world, file) -> {
          VolDataset data = dataset(file, "data");
          assertArrayEquals(new long[] {6, 8}, data.creation().space().shape());
          assertArrayEquals(new int[] {-9}, readInts(data, point(5, 7)));
          data.resize(0, 8);
          assertEquals(0, readInts(data, Selection.all()).length);
          data.resize(1, 2);
          assertArrayEquals(new int[] {-9, -9}, readInts(data, Selection.all()));
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldWriteMembersOfCompoundsWithoutTouchingOthers(int ranks) {
    CompoundType.Member x = new CompoundType.Member("x", 8, H5Type.F64);
    CompoundType.Member id = new CompoundType.Member("id", 0, H5Type.I32);
    CompoundType.Member count = new CompoundType.Member("count", 16, H5Type.I64);
    H5Type stored = H5Type.compound(24, id, x, count);
    onFile(
        ranks,
        StorePlace.newName(),
        Access.TRUNCATE,
        (world, file) -> {
          VolDataset data =
              file.root()
                  .createDataset("points", chunked(stored, new long[] {50}, new long[] {50}, 7));
          Selection mine =
              Selection.slab(
                  new long[] {world.rank()}, new long[] {ranks}, new long[] {7}, new long[] {1});
          int[] ids = new int[7];
          Arrays.setAll(ids, i -> world.rank() + i * ranks);
          H5Type onlyId = H5Type.compound(4, new CompoundType.Member("id", 0, H5Type.I32));
          H5Type onlyCount = H5Type.compound(4, new CompoundType.Member("count", 0, H5Type.I32));
          Elements idElements = Elements.of(onlyId, MemorySegment.ofArray(ids));
          Elements countElements = Elements.of(onlyCount, MemorySegment.ofArray(ids));
          writeAll(data, mine, idElements);
          writeAll(data, mine, countElements);
          MemorySegment all = MemorySegment.ofArray(new byte[50 * 24]);
          move(
              file,
              Direction.READ,
              TransferMode.COLLECTIVE,
              packed(data, Selection.all(), Elements.of(stored, all)));
          for (int i = 0; i < 50; i++) {
            int expected = i < 7 * ranks ? i : 0;
            assertEquals(expected, all.get(ValueLayout.JAVA_INT_UNALIGNED, i * 24L));
            assertEquals(0, all.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, i * 24L + 8));
            assertEquals(expected, all.get(ValueLayout.JAVA_LONG_UNALIGNED, i * 24L + 16));
          }
        });
  }

  private static Elements sequences(int... lengths) {
    Blobs blobs = new Blobs();
    MemorySegment bytes = MemorySegment.ofArray(new byte[16 * lengths.length]);
    for (int i = 0; i < lengths.length; i++) {
      int[] values = new int[lengths[i]];
      Arrays.fill(values, lengths[i]);
      bytes.set(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i, lengths[i]);
      if (lengths[i] > 0) {
        bytes.set(
            ValueLayout.JAVA_LONG_UNALIGNED, 16L * i + 8, blobs.add(MemorySegment.ofArray(values)));
      }
    }
    return new Elements(H5Type.vlen(H5Type.I32), bytes, blobs);
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldKeepSequencesOfEachRank(int ranks) {
    String name = StorePlace.newName();
    H5Type type = H5Type.vlen(H5Type.I32);
    onFile(
        ranks,
        name,
        Access.TRUNCATE,
        (world, file) -> {
          long[] shape = {4L * ranks + 2};
          DatasetCreation creation = filled(chunked(type, shape, shape, 3), sequences(2));
          VolDataset data = file.root().createDataset("data", creation);
          int first = 1 + 4 * world.rank();
          TransferReport report =
              move(
                  file,
                  Direction.WRITE,
                  TransferMode.COLLECTIVE,
                  packed(
                      data,
                      Selection.slab(new long[] {first}, new long[] {4}),
                      sequences(first, 0, 1000 * first, 3)));
          assertTrue(report.reasons().contains(Reason.VARIABLE_LENGTH));
        });
    onFile(
        ranks,
        name,
        Access.READ,
        (world, file) -> {
          Elements read = sequences(new int[4 * ranks + 2]);
          move(
              file,
              Direction.READ,
              TransferMode.COLLECTIVE,
              packed(dataset(file, "data"), Selection.all(), read));
          for (int i = 0; i < read.count(); i++) {
            int first = 1 + (i - 1) / 4 * 4;
            int length =
                i == 0 || i == 4 * ranks + 1
                    ? 2
                    : new int[] {first, 0, 1000 * first, 3}[(i - 1) % 4];
            assertEquals(length, read.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i));
            if (length > 0) {
              long slot = read.bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 16L * i + 8);
              int[] expected = new int[length];
              Arrays.fill(expected, length);
              assertArrayEquals(
                  expected, read.blobs().get(slot).toArray(ValueLayout.JAVA_INT_UNALIGNED));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldThrowTheSameEverywhereAndMoveNothingWhenOneRankIsWrong(int ranks) {
    onFile(
        ranks,
        StorePlace.newName(),
        Access.TRUNCATE,
        (world, file) -> {
          VolDataset data = file.root().createDataset("data", contiguous(H5Type.I32, 20));
          boolean last = world.rank() == ranks - 1;
          Selection mine =
              Selection.slab(new long[] {last ? 19 : 2L * world.rank()}, new long[] {2});
          refused(H5Error.ARG, () -> writeAll(data, mine, ints(1, 2)));
          assertArrayEquals(new int[20], readInts(data, Selection.all()));
          Elements memory = last ? ints(1) : ints(1, 2);
          Selection two = Selection.slab(new long[] {2}, new long[] {2});
          refused(H5Error.ARG, () -> writeAll(data, two, memory));
          H5Type type = last ? H5Type.opaque(4, "tag") : H5Type.I32;
          Elements other = Elements.of(type, MemorySegment.ofArray(new int[2]));
          refused(H5Error.CONVERSION, () -> writeAll(data, two, other));
          assertArrayEquals(new int[20], readInts(data, Selection.all()));
          assertEquals(0, data.storage().bytes());
        });
  }

  @Test
  void shouldMoveScalarsNullsAndConfinedMemory() {
    onFile(
        2,
        StorePlace.newName(),
        Access.TRUNCATE,
        (world, file) -> {
          try (Arena arena = Arena.ofConfined()) {
            VolDataset scalar = file.root().createDataset("scalar", contiguous(H5Type.I32));
            Elements memory = Elements.of(H5Type.I32, arena.allocateFrom(ValueLayout.JAVA_INT, 42));
            Dataspace one = Dataspace.scalar();
            Transfer part = new Transfer(scalar, Selection.all(), memory, one, Selection.all());
            move(file, Direction.WRITE, TransferMode.COLLECTIVE, part);
            Elements back = Elements.of(H5Type.I32, arena.allocate(4));
            part = new Transfer(scalar, Selection.all(), back, one, Selection.all());
            move(file, Direction.READ, TransferMode.COLLECTIVE, part);
            assertEquals(42, back.bytes().get(ValueLayout.JAVA_INT, 0));
            DatasetCreation nothing =
                new DatasetCreation(
                    H5Type.I32,
                    Dataspace.nothing(),
                    new StorageLayout.Contiguous(),
                    List.of(),
                    FillSpec.NONE);
            VolDataset none = file.root().createDataset("none", nothing);
            part =
                new Transfer(none, Selection.all(), ints(), Dataspace.nothing(), Selection.all());
            assertEquals(0, move(file, Direction.WRITE, TransferMode.COLLECTIVE, part).elements());
          }
        });
  }
}
