package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over MPI-IO; what one API writes the other must find. */
final class IorMpiioTest {
  private static final String VIEW = " --mpiio.useFileView";
  private static final String STRIDED = VIEW + " --mpiio.useStridedDatatype";
  private static final List<String> MODES =
      List.of("", "-c", VIEW, "-c" + VIEW, STRIDED, "-c" + STRIDED);

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private static List<ExpectedFile> files(int ranks) {
    return List.of(
        new ExpectedFile(ranks, 8, 8, 1, 1),
        new ExpectedFile(ranks, 21, 7, 3, -3),
        new ExpectedFile(ranks, 65536, 16384, 2, 77),
        new ExpectedFile(ranks, 47008, 47008, 5, 2000000000));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldWriteTheLayoutWhenFileIsShared(int ranks) throws IOException {
    Path file = dir.resolve("f");
    for (String mode : MODES) {
      for (ExpectedFile expected : files(ranks)) {
        String options = "%s -k -o %s".formatted(expected.options(), file);
        IorRun.of(ranks, "-a MPIIO -wWrR %s %s".formatted(mode, options)).ok();
        assertArrayEquals(expected.shared(), Files.readAllBytes(file), mode + " " + options);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldVerifyWhatTheOtherApiWroteWhenSeedIsKnown(int ranks) throws IOException {
    Path file = dir.resolve("f");
    for (String mode : MODES) {
      for (ExpectedFile expected : files(ranks)) {
        String options = "%s -k -o %s".formatted(expected.options(), file);
        IorRun.of(ranks, "-a POSIX -w " + options).ok();
        IorRun.of(ranks, "-a MPIIO -R %s %s".formatted(mode, options)).ok();
        IorRun.of(ranks, "-a MPIIO -w %s %s".formatted(mode, options)).ok();
        IorRun.of(ranks, "-a POSIX -R " + options).ok();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldReportPlaceExpectedAndFoundWhenAByteIsWrong(int ranks) throws IOException {
    Path file = dir.resolve("f");
    for (String mode : MODES) {
      IorRun.of(ranks, "-a MPIIO -w -k -G 77 -b 1600 -t 800 -s 3 -o " + file).ok();
      byte[] bytes = Files.readAllBytes(file);
      int at = 2 * 1600 * ranks + 801;
      bytes[at] ^= (byte) 0xff;
      Files.write(file, bytes);
      ProgramRun run =
          IorRun.of(ranks, "-a MPIIO -R -G 77 -b 1600 -t 800 -s 3 %s -o %s".formatted(mode, file));
      assertEquals(1, run.code(), run::toString);
      assertTrue(
          run.out().contains("file=%s offset=%d expected=0x00 found=0xff".formatted(file, at)),
          run::toString);
      assertTrue(run.out().contains("(1 errors found)"), run::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-C",
        "-Z -X 5",
        "-ZZ",
        "-c -ZZ",
        "-z",
        "-z -F",
        "-F",
        "-F -c",
        "-F -C" + VIEW,
        "-F -c" + STRIDED,
        "-c -C -Q 0" + STRIDED,
        "-e -g -Y",
        "-x -E -m",
        "--mpiio.preallocate",
        "-F -u --mpiio.preallocate"
      })
  void shouldFindEveryByteWhenOrderAndSyncChange(String options) {
    for (int ranks : new int[] {1, 2, 3, 4}) {
      ProgramRun run =
          IorRun.of(
                  ranks,
                  "-a MPIIO -wWrR -i 2 -b 4000 -t 1000 -s 3 %s -o %s/f".formatted(options, dir))
              .ok();
      assertTrue(!run.out().contains("WARNING"), run::toString);
    }
  }

  @Test
  void shouldUseTheHintsOfTheFileWhenOneIsGiven() throws IOException {
    Path hints = dir.resolve("hints");
    Files.writeString(
        hints, "IOR_HINT__MPI__romio_cb_write = enable\nIOR_HINT__MPI__cb_nodes=1\nnonsense\n");
    String show = " --mpiio.showHints --mpiio.hintsFileName=" + hints;
    ProgramRun run =
        IorRun.of(3, "-a MPIIO -c -wWrR -b 4000 -t 1000 -s 3 -o %s/f".formatted(dir) + show).ok();
    assertTrue(
        run.out()
            .contains(
                """

                hints passed to MPI_File_open() {
                \tromio_cb_write = enable
                \tcb_nodes = 1
                }

                hints returned from opened file {
                \tcb_buffer_size = 16777216
                """),
        run::toString);
    assertTrue(run.out().contains("\n\tromio_cb_write = enable\n\tcb_nodes = 1\n"));
    assertTrue(run.out().contains("WARNING: ignored in hints file"), run::toString);
  }

  @ParameterizedTest
  @CsvSource({"-w, write", "-r, read", "-w -F, write", "-c -w, write", "-c -r, read"})
  void shouldNameRankPhaseFileAndClassWhenDirectoryIsMissing(String options, String phase) {
    for (int ranks : new int[] {1, 3}) {
      ProgramRun run =
          IorRun.of(ranks, "-a MPIIO %s -b 8 -t 8 -o %s/nix/f".formatted(options, dir));
      assertEquals(1, run.code(), run::toString);
      assertTrue(run.err().contains("phase=%s file=%s/nix/".formatted(phase, dir)), run::toString);
      assertTrue(run.err().contains("class=MPI_ERR_NO_SUCH_FILE"), run::toString);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-c", "-c" + VIEW, STRIDED})
  void shouldFailWhenReadingPastTheEnd(String mode) throws IOException {
    Path file = Files.write(dir.resolve("f"), new byte[100]);
    ProgramRun run = IorRun.of(2, "-a MPIIO -r -k -b 64 -t 32 %s -o %s".formatted(mode, file));
    assertEquals(1, run.code(), run::toString);
    assertTrue(run.err().contains("incomplete read: file=" + file), run::toString);
  }

  @Test
  void shouldKeepFilesInMemoryWhenDriverIsMem() {
    IorRun.of(3, "-a MPIIO -c -wWrR -b 4000 -t 1000 -s 3 -o mem:ior").ok();
  }
}
