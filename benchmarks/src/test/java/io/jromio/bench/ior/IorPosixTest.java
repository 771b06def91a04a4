package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs over plain file channels, and over nothing. */
final class IorPosixTest {
  private static final List<ExpectedFile> SHAPES =
      List.of(
          new ExpectedFile(1, 8, 8, 1, 1),
          new ExpectedFile(1, 7, 7, 3, -3),
          new ExpectedFile(1, 65536, 16384, 2, 77),
          new ExpectedFile(1, 47008, 47008, 5, 2000000000));

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path dir;

  private static ExpectedFile on(int ranks, ExpectedFile shape) {
    return new ExpectedFile(ranks, shape.block(), shape.transfer(), shape.segments(), shape.seed());
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> dir.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldWriteTheLayoutWhenFileIsShared(int ranks) throws IOException {
    for (ExpectedFile shape : SHAPES) {
      ExpectedFile expected = on(ranks, shape);
      IorRun.of(ranks, "-a POSIX -wWrR -k %s -o %s/f".formatted(expected.options(), dir)).ok();
      assertArrayEquals(expected.shared(), Files.readAllBytes(dir.resolve("f")));
      IorRun.of(ranks, "-a POSIX -R %s -o %s/f".formatted(expected.options(), dir)).ok();
      assertEquals(List.of(), left());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldWriteOneFilePerRankWhenAsked(int ranks) throws IOException {
    for (ExpectedFile shape : SHAPES) {
      ExpectedFile expected = on(ranks, shape);
      IorRun.of(ranks, "-a POSIX -F -wWR -k %s -o %s/f".formatted(expected.options(), dir)).ok();
      for (int r = 0; r < ranks; r++) {
        Path file = dir.resolve("f.%08d".formatted(r));
        assertArrayEquals(expected.own(r), Files.readAllBytes(file));
      }
      IorRun.of(ranks, "-a POSIX -F -r %s -o %s/f".formatted(expected.options(), dir)).ok();
      assertEquals(List.of(), left());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-C",
        "-Z -X 5",
        "-ZZ -X -5",
        "-C -F",
        "-Z -F",
        "-ZZ -F",
        "-z",
        "-z -F",
        "-z -F -C",
        "-Y",
        "-e -g",
        "-x",
        "-E",
        "-u -F",
        "-Q 0 -C",
        "-z --random-offset-seed=99",
        "-T 1"
      })
  void shouldFindEveryByteWhenOrderAndSyncChange(String options) throws IOException {
    for (int ranks : new int[] {1, 2, 3, 4}) {
      ProgramRun run =
          IorRun.of(
              ranks, "-a POSIX -wWrR -i 2 -b 4000 -t 1000 -s 3 %s -o %s/f".formatted(options, dir));
      run.ok();
      assertEquals(
          4,
          run.out()
              .lines()
              .filter(line -> line.matches("(write|read) .* \\d+ *") && line.length() < 130)
              .count(),
          run::toString);
      assertFalse(run.out().contains("WARNING"), run::toString);
      assertEquals(List.of(), left(), options);
    }
  }

  @Test
  void shouldKeepOneFilePerRepetitionWhenAsked() throws IOException {
    IorRun.of(2, "-w -m -k -i 3 -b 8 -t 8 -o %s/f".formatted(dir)).ok();
    assertEquals(List.of("f.0", "f.1", "f.2"), left());
  }

  @Test
  void shouldDealFilesToDirectoriesWhenPathsAreJoined() throws IOException {
    Files.createDirectory(dir.resolve("a"));
    Files.createDirectory(dir.resolve("b"));
    IorRun.of(3, "-wWrR -F -k -b 8 -t 8 -o %s/a/f@%s/b/g".formatted(dir, dir)).ok();
    assertEquals(List.of("a/f.00000000", "a/f.00000002", "b/g.00000001"), left());
    IorRun.of(2, "-w -F -u -k -b 8 -t 8 -o %s/h".formatted(dir)).ok();
    assertTrue(Files.exists(dir.resolve("1/h.00000001")));
  }

  @Test
  void shouldWarnAndReplaceWhenFileExists() throws IOException {
    Path file = Files.writeString(dir.resolve("f"), "x".repeat(100));
    ProgramRun run = IorRun.of(2, "-w -k -b 8 -t 8 -o %s".formatted(file)).ok();
    assertTrue(run.out().contains("exists already and will be deleted"), run::toString);
    assertEquals(16, Files.size(file));
    Files.writeString(file, "x".repeat(100));
    run = IorRun.of(2, "-w -E -k -b 8 -t 8 -o %s".formatted(file)).ok();
    assertTrue(run.out().contains("exists already and will be overwritten"), run::toString);
    assertTrue(run.out().contains("WARNING: Stat() of aggregate file size      = 100"));
    assertEquals(100, Files.size(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void shouldReportPlaceExpectedAndFoundWhenAByteIsWrong(int ranks) throws IOException {
    Path file = dir.resolve("f");
    IorRun.of(ranks, "-w -k -G 77 -b 1600 -t 800 -s 2 -o %s".formatted(file)).ok();
    byte[] bytes = Files.readAllBytes(file);
    int at = 1600 * ranks + 801;
    bytes[at] ^= (byte) 0xff;
    Files.write(file, bytes);
    ProgramRun run = IorRun.of(ranks, "-R -G 77 -b 1600 -t 800 -s 2 -o %s".formatted(file));
    assertEquals(1, run.code(), run::toString);
    assertTrue(
        run.out().contains("file=%s offset=%d expected=0x00 found=0xff".formatted(file, at)),
        run::toString);
    assertTrue(run.out().contains("Incorrect data on read (1 errors found)."), run::toString);
    assertTrue(run.out().contains("Used Time Stamp 77 (0x4d) for Data Signature"));
    assertEquals("ior: wrong data: transfers=1\n", run.err());
    assertFalse(Files.exists(file));
  }

  @Test
  void shouldKeepTheFileWhenItHasErrorsAndKIsGiven() throws IOException {
    Path file = dir.resolve("f");
    IorRun.of(1, "-w -k -G 77 -b 80 -t 80 -o %s".formatted(file)).ok();
    ProgramRun run = IorRun.of(1, "-R -K -G 78 -b 80 -t 80 -o %s".formatted(file));
    assertEquals(1, run.code());
    assertTrue(Files.exists(file));
  }

  @Test
  void shouldMoveNothingWhenApiIsDummyOrRunIsDry() throws IOException {
    IorRun.of(2, "-a DUMMY -b 1g -t 1m -i 2 -o %s/f".formatted(dir)).ok();
    ProgramRun dry =
        IorRun.of(2, "-a POSIX --dryRun -b 1g -t 1m -C -F -o %s/f".formatted(dir)).ok();
    assertTrue(dry.out().contains("dryRun              : 1"), dry::toString);
    assertEquals(List.of(), left());
  }

  @Test
  void shouldSayMoreWhenVerbose() {
    ProgramRun run = IorRun.of(2, "-vvv -wWr -b 16 -t 8 -G 5 -o %s/f".formatted(dir)).ok();
    for (String line :
        List.of(
            "Parameters: ",
            "Using Time Stamp 5 (0x5) for Data Signature",
            "task 1 writing " + dir + "/f",
            "Verifying contents of the file(s) just written.",
            "Max Write: ",
            "Test 0: Iter=0, Task=1, Time=",
            "remove    -")) {
      assertTrue(run.out().contains(line), () -> line + " in " + run);
    }
  }

  @Test
  void shouldPrintHelpWhenAsked() {
    ProgramRun run = IorRun.of(2, "-w -h -b").ok();
    assertTrue(run.out().contains("Examples"), run::toString);
  }
}
