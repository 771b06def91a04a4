package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.contiguous;
import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.ints;
import static io.jromio.h5vol.nativefile.NativeFiles.numbers;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.refused;
import static io.jromio.h5vol.nativefile.NativeFiles.request;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AdioDrivers;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyDriver;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.mem.MemDriver;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when a writer dies, ranks differ, files are damaged or the file system fails. */
final class NativeSafetyTest {
  @TempDir private Path folder = Path.of("/");

  private String name(String file) {
    return folder.resolve(file).toString();
  }

  /** A file as it is after a flush, when its writer has not closed it. */
  private Path abandoned() {
    Path copy = folder.resolve("abandoned.h5");
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name("living.h5"))) {
            VolDataset dataset = file.root().createDataset("d", contiguous(H5Type.I32, 7, 5));
            dataset.putAttribute(ints("n", 5));
            writeNumbers(dataset);
            file.flush();
            if (world.rank() == 0) {
              Files.copy(Path.of(name("living.h5")), copy);
            }
            world.barrier();
            file.root().createGroup("later");
          }
        });
    return copy;
  }

  @Test
  void shouldRefuseAndRepairWhenTheWriterDiedAfterAFlush() throws Exception {
    Path file = abandoned();
    RankThreads.run(
        2,
        world -> {
          H5Exception refusal =
              refused(H5Error.IN_USE, () -> open(world, file.toString(), Access.READ));
          assertTrue(refusal.detail().contains("jromio h5 clear"), refusal::getMessage);
          refused(H5Error.IN_USE, () -> open(world, file.toString(), Access.WRITE));
        });
    if (OutsideReaders.has("h5dump")) {
      assertNotEquals(0, OutsideReaders.run("/usr/bin/h5dump", file.toString()).code());
    }
    assertEquals(List.of(), FileCheck.check(file.toString()));
    assertEquals(List.of(), FileCheck.clear(file.toString(), false));
    OutsideReaders.shouldHold(file, "/d", numbers(35));
    RankThreads.run(
        3,
        world -> {
          try (VolFile again = open(world, file.toString(), Access.READ)) {
            assertArrayEquals(numbers(35), read(dataset(again, "/d")));
          }
        });
  }

  @Test
  void shouldBeRepairedByTheToolOfHdf5WhenTheWriterDied() throws Exception {
    OutsideReaders.assumeTool("h5clear");
    Path file = abandoned();
    OutsideReaders.succeed("/usr/bin/h5clear", "-s", file.toString());
    OutsideReaders.shouldHold(file, "/d", numbers(35));
  }

  @Test
  void shouldNotRepairWhatIsTooShortUnlessForced() throws IOException {
    Path file = abandoned();
    try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
      raw.setLength(raw.length() - 1);
    }
    List<String> findings = FileCheck.clear(file.toString(), false);
    assertEquals(1, findings.size(), findings::toString);
    RankThreads.run(
        2, world -> refused(H5Error.IN_USE, () -> open(world, file.toString(), Access.READ)));
    assertEquals(findings, FileCheck.clear(file.toString(), true));
    assertEquals(List.of(), FileCheck.check(file.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldThrowTheSameEverywhereWhenThereIsNoGoodFile(int ranks) throws IOException {
    Files.write(folder.resolve("text"), "no file of this kind".getBytes(StandardCharsets.UTF_8));
    Files.write(folder.resolve("empty"), new byte[0]);
    Path cut = abandoned();
    assertEquals(List.of(), FileCheck.clear(cut.toString(), false));
    try (RandomAccessFile raw = new RandomAccessFile(cut.toFile(), "rw")) {
      raw.setLength(raw.length() - 1);
    }
    RankThreads.run(
        ranks,
        world -> {
          refused(H5Error.NOT_FOUND, () -> open(world, name("none"), Access.READ));
          refused(H5Error.BAD_FILE, () -> open(world, name("text"), Access.READ));
          refused(H5Error.BAD_FILE, () -> open(world, name("empty"), Access.WRITE));
          refused(H5Error.BAD_FILE, () -> open(world, cut.toString(), Access.READ));
          NativeConnector connector = new NativeConnector();
          FileProperties reading = FileProperties.of(Access.READ);
          assertFalse(connector.isAccessible(request(world, name("none"), reading)));
          assertFalse(connector.isAccessible(request(world, name("text"), reading)));
          assertTrue(connector.isAccessible(request(world, name("living.h5"), reading)));
          FileProperties exclusive = FileProperties.of(Access.EXCLUSIVE);
          refused(H5Error.EXISTS, () -> NativeFiles.create(world, name("living.h5"), exclusive));
          refused(H5Error.NOT_FOUND, () -> connector.delete(request(world, name("none"), reading)));
          connector.delete(request(world, name("text"), reading));
          assertFalse(Files.exists(folder.resolve("text")));
        });
  }

  @Test
  void shouldNameTheCallWhenRanksDifferInCheckedMode() {
    RankThreads.run(
        3,
        world -> {
          FileProperties checked = FileProperties.of(Access.TRUNCATE).checked(true);
          VolFile file = NativeFiles.create(world, name("checked.h5"), checked);
          file.root().createGroup("same");
          String mine = world.rank() == 2 ? "other" : "one";
          H5Exception difference = refused(H5Error.NOT_SAME, () -> file.root().createGroup(mine));
          assertTrue(difference.detail().contains("create group " + mine));
          refused(H5Error.NOT_SAME, file::close);
          refused(H5Error.IN_USE, () -> open(world, name("checked.h5"), Access.READ));
        });
  }

  @Test
  void shouldFindOutAtFlushWhenRanksDiffer() {
    RankThreads.run(
        4,
        world -> {
          VolFile file = NativeFiles.create(world, name("differs.h5"));
          VolDataset dataset = file.root().createDataset("d", contiguous(H5Type.I32, 4));
          dataset.putAttribute(ints("n", world.rank() == 3 ? 1 : 0));
          refused(H5Error.NOT_SAME, file::flush);
          refused(H5Error.NOT_SAME, file::close);
          file.close();
          refused(H5Error.IN_USE, () -> open(world, name("differs.h5"), Access.READ));
        });
  }

  @Test
  void shouldRefuseChangesWhenOpenedForReadingOrClosed() {
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name("r.h5"))) {
            file.root().createDataset("d", contiguous(H5Type.I32, 4));
          }
          VolFile file = open(world, name("r.h5"), Access.READ);
          VolDataset dataset = dataset(file, "/d");
          refused(H5Error.READ_ONLY, () -> file.root().createGroup("g"));
          refused(H5Error.READ_ONLY, () -> dataset.putAttribute(ints("n", 1)));
          refused(H5Error.READ_ONLY, () -> writeNumbers(dataset));
          file.flush();
          file.close();
          file.close();
          refused(H5Error.CLOSED, file::root);
          refused(H5Error.CLOSED, dataset::attributes);
          refused(H5Error.CLOSED, () -> read(dataset));
        });
  }

  /** Structural work of several calls, each of which may meet the fault. */
  private static void work(VolFile file) throws H5Exception {
    VolDataset dataset = file.root().createDataset("d", contiguous(H5Type.I32, 7, 5));
    dataset.putAttribute(ints("n", 5));
    file.flush();
    file.root().createGroup("g");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldThrowTheSameEverywhereWhenRankZeroCannotWrite(int kth) throws Exception {
    Faults faults = new Faults().fail(FileCall.WRITE, kth, ErrorClass.NO_SPACE);
    try (AdioDrivers.Registration _ =
        AdioDrivers.register(new FaultyDriver("broken", new MemDriver(), faults))) {
      RankThreads.run(
          3,
          world ->
              refused(
                  H5Error.NO_SPACE,
                  () -> {
                    try (VolFile file = NativeFiles.create(world, "broken:file" + kth)) {
                      work(file);
                    }
                  }));
    }
    assertTrue(faults.calls(FileCall.WRITE) >= kth);
  }

  @Test
  void shouldThrowTheSameEverywhereWhenRankZeroCannotRead() throws Exception {
    MemDriver memory = new MemDriver();
    try (AdioDrivers.Registration _ =
        AdioDrivers.register(new FaultyDriver("broken", memory, new Faults()))) {
      RankThreads.run(
          1,
          world -> {
            try (VolFile file = NativeFiles.create(world, "broken:read")) {
              NativeFileTest.fill(file);
            }
          });
    }
    for (int kth = 1; kth <= 2; kth++) {
      Faults faults = new Faults().fail(FileCall.READ, kth, ErrorClass.IO);
      try (AdioDrivers.Registration _ =
          AdioDrivers.register(new FaultyDriver("broken", memory, faults))) {
        RankThreads.run(
            3,
            world ->
                refused(
                    H5Error.IO,
                    () -> {
                      try (VolFile file = open(world, "broken:read", Access.READ)) {
                        dataset(file, "/chunks/tree").storage();
                        read(dataset(file, "/chunks/filtered"));
                      }
                    }));
      }
    }
  }

  @Test
  void shouldFailAtCloseButStayClosedWhenTheDiskIsFull() throws Exception {
    Faults faults = new Faults();
    try (AdioDrivers.Registration _ =
        AdioDrivers.register(new FaultyDriver("broken", new MemDriver(), faults))) {
      RankThreads.run(
          2,
          world -> {
            VolFile file = NativeFiles.create(world, "broken:full");
            file.root().createGroup("g");
            world.barrier();
            faults.fullAfter(0);
            world.barrier();
            H5Exception full = assertThrows(H5Exception.class, file::close);
            assertEquals(H5Error.NO_SPACE, full.error());
            file.close();
            refused(H5Error.CLOSED, file::root);
          });
    }
  }
}
