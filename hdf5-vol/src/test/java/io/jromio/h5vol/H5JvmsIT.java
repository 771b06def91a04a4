package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.comm.launch.LaunchSpec;
import io.jromio.comm.launch.LocalLauncher;
import io.jromio.comm.launch.RankProgram;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.nativefile.FileCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks in JVMs of their own. */
@Timeout(300)
final class H5JvmsIT {
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder(@TempDir Path directory) {
    folder = directory;
  }

  private static int run(int ranks, String... args) throws Exception {
    String own = System.getProperty("java.class.path");
    String classPath = System.getProperty("surefire.test.class.path", own);
    RankProgram program = new RankProgram(JvmMain.class.getName(), classPath, List.of(args));
    List<String> flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");
    return new LocalLauncher().run(new LaunchSpec(ranks, program, flags, true));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void shouldBeTheFileOfThreadsWhenTheProgramOfTheReadmeRuns(int ranks) throws Exception {
    Path threads = folder.resolve("threads.h5");
    Path jvms = folder.resolve("jvms.h5");
    RankThreads.run(3, world -> Programs.readme(world, threads.toString()));
    assertEquals(0, run(ranks, "readme", jvms.toString()));
    assertArrayEquals(Files.readAllBytes(threads), Files.readAllBytes(jvms));
    double[] expected = Programs.readmeValues(0, Programs.ROWS);
    OutsideReaders.shouldHold(jvms, "/run1/t", expected);
    OutsideReaders.shouldHoldAttribute(jvms, "/run1/t", "units", new String[] {"kelvin"});
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void shouldBeTheFileOfThreadsWhenARandomProgramRuns(int ranks) throws Exception {
    Path threads = folder.resolve("threads.h5");
    Path jvms = folder.resolve("jvms.h5");
    long seed = 77L + ranks;
    RankThreads.run(1, world -> Programs.random(world, threads.toString(), seed));
    assertEquals(0, run(ranks, "random", jvms.toString(), Long.toString(seed)));
    assertArrayEquals(Files.readAllBytes(threads), Files.readAllBytes(jvms), "seed=" + seed);
  }

  @Test
  void shouldFailForAllAndKeepWhatWasFlushedWhenARankDies() throws Exception {
    Path file = folder.resolve("died.h5");
    assertNotEquals(0, run(3, "die", file.toString()));
    for (int rank = 0; rank < 2; rank++) {
      String seen = Files.readString(folder.resolve("died.h5.rank-" + rank));
      assertFalse(seen.isEmpty(), "rank %d saw nothing".formatted(rank));
    }
    assertFalse(LibHdf5.opens(file));
    RankThreads.run(
        2,
        world -> H5Contract.assertError(H5Error.IN_USE, () -> H5File.open(world, file.toString())));
    OutsideReaders.assumeTool("h5dump");
    OutsideReaders.Output refused = OutsideReaders.run("h5dump", file.toString());
    assertNotEquals(0, refused.code());
    assertTrue(refused.text().contains("unable to open file"), refused.text());
    OutsideReaders.succeed("h5clear", "-s", file.toString());
    OutsideReaders.shouldHold(file, "/t", Grid.all(JvmMain.FLUSHED));
    RankThreads.run(
        2,
        world -> {
          try (H5File cleared = H5File.open(world, file.toString())) {
            int[] found = new int[JvmMain.FLUSHED];
            cleared.dataset("t").at(Selection.all()).readAll(found);
            assertArrayEquals(Grid.all(JvmMain.FLUSHED), found);
          }
        });
  }

  /** Ends with a file whose last rank got SIGKILL, which nobody opens. */
  private Path killed(String when) throws Exception {
    Path file = folder.resolve(when + ".h5");
    assertNotEquals(0, run(3, "kill", file.toString(), when));
    for (int rank = 0; rank < 2; rank++) {
      String seen = Files.readString(folder.resolve(when + ".h5.rank-" + rank));
      assertFalse(seen.isEmpty(), "rank %d saw nothing".formatted(rank));
    }
    assertFalse(LibHdf5.opens(file));
    if (OutsideReaders.has("h5dump")) {
      assertNotEquals(0, OutsideReaders.run("h5dump", file.toString()).code());
    }
    RankThreads.run(
        2,
        world -> H5Contract.assertError(H5Error.IN_USE, () -> H5File.open(world, file.toString())));
    return file;
  }

  @Test
  void shouldBeRepairedWithAllThatWasFlushedWhenARankIsKilled() throws Exception {
    Path file = killed("flushed");
    assertEquals(List.of(), FileCheck.check(file.toString()));
    assertEquals(List.of(), FileCheck.clear(file.toString(), false));
    OutsideReaders.shouldHold(file, "/t", Grid.all(JvmMain.FLUSHED));
    RankThreads.run(
        2,
        world -> {
          try (H5File again = H5File.open(world, file.toString(), FileOption.writable())) {
            int[] found = new int[JvmMain.FLUSHED];
            again.dataset("t").at(Selection.all()).readAll(found);
            assertArrayEquals(Grid.all(JvmMain.FLUSHED), found);
            assertFalse(again.exists("u"));
            H5Dataset next = again.newDataset("u").type(H5Type.I32).shape(1000).create();
            int[] zeros = new int[1000];
            next.at(Selection.all()).readAll(zeros);
            assertArrayEquals(new int[1000], zeros);
          }
        });
    OutsideReaders.shouldHold(file, "/u", new int[1000]);
  }

  /** What was not flushed is lost, but the file is a good one: it is empty. */
  @Test
  void shouldBeRepairedAsAnEmptyFileWhenARankIsKilledBeforeTheFirstFlush() throws Exception {
    Path file = killed("created");
    assertEquals(List.of(), FileCheck.clear(file.toString(), false));
    assertTrue(LibHdf5.opens(file));
    RankThreads.run(
        2,
        world -> {
          try (H5File again = H5File.open(world, file.toString(), FileOption.writable())) {
            assertEquals(List.of(), again.links());
            H5Dataset next = again.newDataset("t").type(H5Type.I32).shape(1000).create();
            int[] zeros = new int[1000];
            next.at(Selection.all()).readAll(zeros);
            assertArrayEquals(new int[1000], zeros);
          }
        });
    OutsideReaders.shouldHold(file, "/t", new int[1000]);
  }
}
