package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.dist.JromioCommand.Result;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code jromio run}: ranks in real processes, with every launcher. */
@Timeout(200)
class RunIT {
  private final Path folder;

  RunIT(@TempDir(factory = FolderInMemory.class) Path folder) {
    this.folder = folder;
  }

  /** A launcher with its options. */
  enum Way {
    LOCAL("local", "--launcher local"),
    THREADS("threads", "--launcher threads"),
    MULTICORE("mpj", "--launcher mpj"),
    NIODEV("mpj", "--launcher mpj --mpj-device niodev");

    private final String provider;
    private final String options;

    Way(String provider, String options) {
      this.provider = provider;
      this.options = options;
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunEveryRankWithItsArgumentsAndTagItsLines(Way way) throws Exception {
    Result result = behave(way, 3, List.of("--tag-output"), "hello", "-x", "b c", "");
    assertEquals(0, result.code(), result.err());
    for (int rank = 0; rank < 3; rank++) {
      String line =
          "[%d] rank=%d size=3 provider=%s words=[-x, b c, ]\n".formatted(rank, rank, way.provider);
      assertTrue(result.out().contains(line), result.out());
    }
    assertEquals(3, result.out().lines().count(), result.out());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @EnumSource
  void shouldReturnCodeWhenRankExits(Way way) throws Exception {
    Result result = behave(way, 3, List.of(), "exit", "7");
    assertEquals(7, result.code(), result.err());
    assertTrue(result.err().contains("ended with exit code 7"), result.err());
    if (way == Way.LOCAL || way == Way.NIODEV) {
      assertTrue(result.err().contains("jromio: rank 2 ended"), result.err());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "NIODEV"})
  void shouldFailWhenAwaitedRankExitsAsIfAllWereWell(Way way) throws Exception {
    Result result = behave(way, 3, List.of(), "exit", "0");
    assertEquals(1, result.code(), result.err());
    String news = "rank 2 of 3 has finished, but rank 0 still waits ";
    assertTrue(result.err().contains(news), result.err());
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL", "NIODEV"})
  void shouldEndWellWhenRankExitsBeforeOthersHaveItsLastMessage(Way way) throws Exception {
    Result result = behave(way, 3, List.of(), "leave");
    assertEquals(0, result.code(), result.err());
    assertEquals("", result.err());
  }

  @ParameterizedTest
  @EnumSource
  void shouldReturnCodeWhenProgramFails(Way way) throws Exception {
    Result result = behave(way, 2, List.of(), "fail", "9");
    assertEquals(9, result.code(), result.err());
    assertFalse(result.err().contains("ProgramFailure"), result.err());
  }

  @ParameterizedTest
  @EnumSource
  void shouldShowExceptionAndReturnOneWhenRankThrows(Way way) throws Exception {
    Result result = behave(way, 3, List.of(), "throw");
    assertEquals(1, result.code(), result.err());
    String head = "Exception in rank 2: java.lang.IllegalStateException: on purpose\n\tat ";
    assertTrue(result.err().contains(head), result.err());
  }

  @ParameterizedTest
  @EnumSource
  void shouldReturnCodeWhenRankAborts(Way way) throws Exception {
    assertEquals(17, behave(way, 3, List.of(), "abort", "17").code());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveFlagsToJvmsOfRanks(Way way) throws Exception {
    Result result = behave(way, 1, List.of("-J", "-Xmx77m", "-J-XX:+UseParallelGC"), "memory");
    assertEquals(0, result.code(), result.err());
    assertTrue(result.out().matches("maxMiB=(6[0-9]|7[0-9])\n"), result.out());
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveInputToRankZeroOnly(Way way) throws Exception {
    skipWithoutMpj(way);
    JromioCommand jromio = JromioCommand.in(folder);
    Process process = jromio.start(JromioCommand.behaviour(options(way, 3), "stdin"));
    process.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
    Result result = jromio.await(process);
    assertEquals(0, result.code(), result.err());
    assertEquals(
        "rank=0 bytes=5\nrank=1 bytes=0\nrank=2 bytes=0",
        result.out().lines().sorted().collect(Collectors.joining("\n")));
  }

  @ParameterizedTest
  @CsvSource({"LOCAL, wait", "NIODEV, wait", "LOCAL, write", "NIODEV, write"})
  void shouldEndJobWhenRankIsKilled(Way way, String behaviour) throws Exception {
    skipWithoutMpj(way);
    JromioCommand jromio = JromioCommand.in(folder);
    String[] words = {behaviour, folder.toString()};
    Process process = jromio.start(JromioCommand.behaviour(options(way, 4), words));
    WaitingRanks ranks = WaitingRanks.await(folder, 4);
    ranks.signal(2, "KILL");
    Result result = jromio.await(process);
    assertEquals(137, result.code(), result.err());
    assertTrue(
        result.err().contains("jromio: rank 2 was ended by signal 9 (exit code 137)"),
        result.err());
    // Ranks that do not wait for rank 2 hear of its end too, those in a collective write as well.
    for (int rank : new int[] {0, 1, 3}) {
      String news = Files.readString(folder.resolve("news-" + rank));
      assertEquals("rank 2 of 4 is gone (exit code 137)", news);
    }
    ranks.assertNothingIsLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "LOCAL, TERM, 143",
    "LOCAL, INT, 130",
    "LOCAL, HUP, 129",
    "THREADS, TERM, 143",
    "MULTICORE, TERM, 143",
    "NIODEV, TERM, 143",
    "NIODEV, INT, 130"
  })
  void shouldStopRanksInSilenceWhenLauncherIsToldToEnd(Way way, String signal, int code)
      throws Exception {
    skipWithoutMpj(way);
    JromioCommand jromio = JromioCommand.in(folder);
    Process process = jromio.start(JromioCommand.behaviour(options(way, 3), waiting()));
    WaitingRanks ranks = WaitingRanks.await(folder, 3);
    WaitingRanks.signal(process.pid(), signal);
    Result result = jromio.await(process);
    assertEquals(code, result.code());
    assertEquals("", result.out() + result.err());
    ranks.assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource
  void shouldEndRanksAndLeaveNothingWhenLauncherIsKilled(Way way) throws Exception {
    skipWithoutMpj(way);
    JromioCommand jromio = JromioCommand.in(folder);
    Process process = jromio.start(JromioCommand.behaviour(options(way, 3), waiting()));
    WaitingRanks ranks = WaitingRanks.await(folder, 3);
    process.destroyForcibly().waitFor();
    ranks.awaitEnd();
    ranks.assertNothingIsLeft();
    // The first to see it ends, and the others may see that end before they look themselves.
    boolean told = false;
    for (int rank = 0; rank < 3; rank++) {
      String news = Files.readString(folder.resolve("news-" + rank));
      told |= news.equals("the launcher of this job is gone");
    }
    assertTrue(told);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunIorOnSharedFile(Way way) throws Exception {
    skipWithoutMpj(way);
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(options(way, 4));
    args.addAll(List.of("ior", "-a", "MPIIO", "-c", "-b", "47008", "-t", "47008", "-s", "10"));
    args.addAll(List.of("-w", "-W", "-r", "-R", "-k", "-o", folder.resolve("file").toString()));
    Result result = JromioCommand.run(folder, args.toArray(String[]::new));
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.out().contains("\ntasks               : 4\n"), result.out());
    assertTrue(result.out().contains("\nFinished            : "), result.out());
    assertEquals(4 * 10 * 47008, Files.size(folder.resolve("file")));
  }

  @ParameterizedTest
  @EnumSource
  void shouldMeasureArrayOfBlocks(Way way) throws Exception {
    skipWithoutMpj(way);
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(options(way, 4));
    Path file = folder.resolve("file");
    args.addAll(List.of("coll-perf", "-n", "30", "-fname", file.toString()));
    Result result = JromioCommand.run(folder, args.toArray(String[]::new));
    assertEquals(0, result.code(), result.out() + result.err());
    assertTrue(result.out().contains("Collective read bandwidth = "), result.out());
    assertEquals(30 * 30 * 30 * 4, Files.size(file));
  }

  private String[] waiting() {
    return new String[] {"wait", folder.toString()};
  }

  private Result behave(Way way, int ranks, List<String> more, String... words) throws Exception {
    skipWithoutMpj(way);
    List<String> options = new ArrayList<>(options(way, ranks));
    options.addAll(more);
    return JromioCommand.run(folder, JromioCommand.behaviour(options, words));
  }

  private static List<String> options(Way way, int ranks) {
    List<String> options = new ArrayList<>(List.of("-n", Integer.toString(ranks)));
    options.addAll(List.of(way.options.split(" ")));
    return options;
  }

  private static void skipWithoutMpj(Way way) {
    assumeTrue(
        !way.provider.equals("mpj") || Files.exists(Path.of("/usr/share/mpj/lib/mpj.jar")),
        "MPJ Express is not installed: bin/install-mpj installs it");
  }
}
