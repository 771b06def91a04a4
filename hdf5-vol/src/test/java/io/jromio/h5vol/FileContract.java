package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.VolCapability;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Creating, opening, closing and removing files. */
abstract class FileContract extends H5Contract {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldReadBackWhenTheProgramOfTheReadmeHasRun(int ranks) throws Exception {
    String name = fresh("readme");
    long ny = 192;
    long nx = 40;
    RankThreads.run(
        ranks,
        world -> {
          long[] rows = share(ny, world);
          long[] offset = {rows[0], 0};
          long[] count = {rows[1], nx};
          double[] block = new double[(int) (rows[1] * nx)];
          for (int i = 0; i < block.length; i++) {
            block[i] = (rows[0] * nx + i) * 0.5;
          }
          try (var file = create(world, name)) {
            var t =
                file.group("run1")
                    .newDataset("t")
                    .type(H5Type.F64)
                    .shape(ny, nx)
                    .chunks(64, nx)
                    .create();
            t.at(Selection.slab(offset, count)).writeAll(block);
            t.attributes().put("units", "kelvin");
          }
        });
    double[] expected = new double[(int) (ny * nx)];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = i * 0.5;
    }
    RankThreads.run(
        ranks,
        world -> {
          try (var file = open(world, name)) {
            var t = file.dataset("/run1/t");
            assertArrayEquals(longs(ny, nx), t.shape());
            assertEquals(H5Type.F64, t.type());
            double[] found = new double[expected.length];
            t.at(Selection.all()).readAll(found);
            assertArrayEquals(expected, found);
            assertEquals("kelvin", t.attributes().get("units"));
          }
        });
    outsideHolds(name, "/run1/t", expected);
    outside(
        name,
        file ->
            OutsideReaders.shouldHoldAttribute(file, "/run1/t", "units", new String[] {"kelvin"}));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldFailWhenTheNameIsTakenAndMustBeNew(int ranks) {
    String name = fresh("exclusive");
    RankThreads.run(
        ranks,
        world -> {
          create(world, name, FileOption.exclusive()).close();
          assertError(H5Error.EXISTS, () -> create(world, name, FileOption.exclusive()));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeEmptyWhenCreatedAgain(int ranks) {
    String name = fresh("again");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            file.group("old");
          }
          try (H5File file = create(world, name)) {
            assertTrue(file.links().isEmpty());
            assertFalse(file.exists("old"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldSayWhatIsThereWhenAskedAndRemoved(int ranks) {
    String name = fresh("gone");
    RankThreads.run(
        ranks,
        world -> {
          FileOption[] options = subject().with();
          assertFalse(H5File.isAccessible(world, name, options));
          assertError(H5Error.NOT_FOUND, () -> open(world, name));
          assertError(H5Error.NOT_FOUND, () -> H5File.delete(world, name, options));
          create(world, name).close();
          assertTrue(H5File.isAccessible(world, name, options));
          H5File.delete(world, name, options);
          assertFalse(H5File.isAccessible(world, name, options));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldRefuseChangesWhenOpenedForReading(int ranks) {
    String name = fresh("readonly");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = create(world, name)) {
            H5Dataset made = file.newDataset("t").type(H5Type.I32).shape(4).create();
            made.attributes().put("a", 1);
          }
          try (H5File file = open(world, name)) {
            H5Dataset t = file.dataset("t");
            assertError(H5Error.NOT_FOUND, () -> file.group("new"));
            assertError(
                H5Error.READ_ONLY, () -> file.newDataset("u").type(H5Type.I32).shape(1).create());
            assertError(H5Error.READ_ONLY, () -> t.attributes().put("a", 2));
            assertError(H5Error.READ_ONLY, () -> t.attributes().delete("a"));
            assertError(H5Error.READ_ONLY, () -> file.softLink("s", "t"));
            assertError(H5Error.READ_ONLY, () -> file.delete("t"));
            assertError(H5Error.READ_ONLY, () -> t.at(Selection.all()).writeAll(new int[4]));
            assertEquals(1, t.attributes().get("a"));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeClosedWhenTheFileIs(int ranks) {
    String name = fresh("closed");
    RankThreads.run(
        ranks,
        world -> {
          H5File file = create(world, name);
          H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(4).create();
          file.close();
          file.close();
          assertError(H5Error.CLOSED, () -> t.attributes().put("a", 1));
          assertError(H5Error.CLOSED, () -> t.at(Selection.all()).readAll(new int[4]));
          assertError(H5Error.CLOSED, () -> file.group("g"));
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldBeThereForAllWhenHalfOfTheRanksMadeIt(int ranks) {
    String name = fresh("split");
    RankThreads.run(
        ranks,
        world -> {
          int color = world.rank() % 2;
          try (Communicator half = world.split(color, 0)) {
            if (color == 0) {
              try (H5File file = create(half, name)) {
                H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(10).create();
                long[] mine = share(10, half);
                long[] part = Grid.box(longs(10), longs(mine[0]), longs(mine[1]));
                t.at(Selection.slab(longs(mine[0]), longs(mine[1]))).writeAll(Grid.values(part));
              }
            }
            world.barrier();
            try (H5File file = open(half, name)) {
              int[] found = new int[10];
              file.dataset("t").at(Selection.all()).readAll(found);
              assertArrayEquals(Grid.all(10), found);
            }
          }
          world.barrier();
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldKeepFilesApartWhenTwoAreOpen(int ranks) {
    String left = fresh("left");
    String right = fresh("right");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File a = create(world, left);
              H5File b = create(world, right)) {
            H5Dataset one = a.newDataset("t").type(H5Type.I32).shape(3).create();
            H5Dataset two = b.newDataset("t").type(H5Type.I32).shape(3).create();
            Selection mine = world.rank() == 0 ? Selection.all() : Selection.none();
            int n = world.rank() == 0 ? 3 : 0;
            two.at(mine).writeAll(new int[n]);
            one.at(mine).writeAll(n == 0 ? new int[0] : new int[] {1, 2, 3});
            assertError(H5Error.ARG, () -> b.link("foreign", one));
          }
          try (H5File a = open(world, left)) {
            int[] found = new int[3];
            a.dataset("t").at(Selection.all()).readAll(found);
            assertArrayEquals(new int[] {1, 2, 3}, found);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void shouldKeepWhatWasThereWhenReopenedForWriting(int ranks) throws Exception {
    String name = fresh("reopened");
    RankThreads.run(
        ranks,
        world -> {
          for (int turn = 0; turn < 4; turn++) {
            try (H5File file = turn == 0 ? create(world, name) : openWritable(world, name)) {
              H5Group group = file.group("turn-" + turn);
              H5Dataset t = group.newDataset("t").type(H5Type.I32).shape(8).create();
              t.attributes().put("turn", turn);
              long[] mine = share(8, world);
              int[] values = new int[(int) mine[1]];
              java.util.Arrays.fill(values, turn);
              t.at(Selection.slab(longs(mine[0]), longs(mine[1]))).writeAll(values);
              file.attributes().put("turns", turn + 1);
              for (int k = 0; k <= turn; k++) {
                int[] found = new int[8];
                H5Dataset old = file.dataset("turn-%d/t".formatted(k));
                old.at(Selection.all()).readAll(found);
                for (int value : found) {
                  assertEquals(k, value);
                }
                assertEquals(k, old.attributes().get("turn"));
              }
            }
          }
          try (H5File file = open(world, name)) {
            assertEquals(4, file.attributes().get("turns"));
            assertEquals(4, file.links().size());
          }
        });
    outsideHolds(name, "/turn-2/t", new int[] {2, 2, 2, 2, 2, 2, 2, 2});
    outside(name, file -> OutsideReaders.shouldHoldAttribute(file, "/", "turns", new int[] {4}));
  }

  @Test
  void shouldBeBadFileWhenItIsNone() throws Exception {
    requires(VolCapability.NATIVE_FILES);
    String name = fresh("none");
    outside(
        name,
        file -> {
          Files.writeString(file, "no HDF5 at all, but longer than a superblock is. ".repeat(9));
          RankThreads.run(
              3,
              world -> {
                assertError(H5Error.BAD_FILE, () -> open(world, name));
                assertFalse(H5File.isAccessible(world, name, subject().with()));
              });
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldBeRecognisedWhenNotClosed(int ranks) throws Exception {
    requires(VolCapability.CRASH_DETECTION, VolCapability.NATIVE_FILES);
    String name = fresh("crashed");
    String copy = fresh("copy");
    outside(
        name,
        path ->
            RankThreads.run(
                ranks,
                world -> {
                  try (H5File file = create(world, name)) {
                    H5Dataset t = file.newDataset("t").type(H5Type.I32).shape(4).create();
                    t.at(Selection.all()).writeAll(new int[] {1, 2, 3, 4});
                    file.flush();
                    if (world.rank() == 0) {
                      Files.copy(path, subject().local(copy).orElseThrow());
                    }
                    world.barrier();
                    assertError(H5Error.IN_USE, () -> open(world, copy));
                    assertFalse(LibHdf5.opens(subject().local(copy).orElseThrow()));
                  }
                }));
    outside(name, path -> assertTrue(LibHdf5.opens(path)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldBeSameOnAllRanksWhenConnectorIsUnknown(int ranks) {
    String name = fresh("unknown");
    RankThreads.run(
        ranks,
        world -> {
          var failure =
              assertError(
                  H5Error.NOT_FOUND,
                  () -> H5File.create(world, name, FileOption.connector("nosuch")));
          assertTrue(failure.detail().contains("nosuch"), failure.detail());
          assertError(
              H5Error.ARG,
              () -> H5File.create(world, name, FileOption.connector("log under_info={")));
        });
  }

  @Test
  void shouldTellItsCapabilitiesWhenOpen() {
    String name = fresh("capabilities");
    RankThreads.run(
        2,
        world -> {
          try (H5File file = create(world, name)) {
            assertEquals(capabilities(), file.capabilities());
            assertEquals(name, file.name());
          }
        });
  }
}
