package io.jromio.comm.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.launch.RankProcesses.Patience;
import io.jromio.comm.launch.RankProcesses.RankCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Supervision, with shells in the place of ranks. */
@Timeout(60)
class RankProcessesTest {
  private static final Patience LONG = new Patience(30_000, 30_000);
  private static final Patience SHORT = new Patience(50, 50);
  private static final Patience SHORT_THEN_LONG = new Patience(50, 30_000);

  private final Path folder;
  private final Map<Integer, Integer> ended = new TreeMap<>();

  RankProcessesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldReturnZeroWhenAllEndWell() throws Exception {
    assertEquals(0, run(LONG, "exit 0", "exit 0", "exit 0"));
    assertEquals(Map.of(0, 0, 1, 0, 2, 0), ended);
  }

  @Test
  void shouldReturnFirstFailureWhenOthersFailAfterIt() throws Exception {
    String wait = "while [ ! -e %s ]; do sleep 0.02; done; exit 4".formatted(folder.resolve("go"));
    int code =
        processes(LONG, wait, "exit 3", wait)
            .run(
                false,
                (rank, exit) -> {
                  ended.put(rank, exit);
                  if (rank == 1) {
                    create(folder.resolve("go"));
                  }
                });
    assertEquals(3, code);
    assertEquals(Map.of(0, 4, 1, 3, 2, 4), ended);
  }

  @Test
  void shouldNotNameTheFirstWhenAllEndByThemselvesWithItsCode() throws Exception {
    assertEquals("", errors(2, LONG, "exit 2", "exit 2", "exit 2"));
    assertEquals("", errors(2, LONG, "exit 2"));
  }

  @Test
  void shouldNameTheFirstWhenAnotherEndsDifferently() throws Exception {
    String named = "jromio: shell ended with exit code 2\n";
    assertEquals(named, errors(2, LONG, "exit 0", "exit 2", "exit 2"));
    Path go = folder.resolve("go");
    String second = "while [ ! -e %s ]; do sleep 0.02; done; exit 3".formatted(go);
    assertEquals(named, errors(2, LONG, "exit 2", second));
  }

  @Test
  void shouldNameTheFirstWhenOthersMustBeStopped() throws Exception {
    String stopping = "; stopping the other 1\n";
    assertEquals(
        "jromio: shell ended with exit code 2" + stopping,
        errors(2, SHORT_THEN_LONG, "exit 2", "exec sleep 100"));
    assertEquals(
        "jromio: shell was ended by signal 9 (exit code 137)" + stopping,
        errors(137, SHORT_THEN_LONG, "kill -9 $$", "exec sleep 100"));
  }

  @Test
  void shouldNameProcessThatHoldsSeveralRanksWhenItFails() throws Exception {
    RankCommand two = new RankCommand("both", 2, shell("exit 2").builder());
    RankProcesses job = new RankProcesses(List.of(two), LONG);
    assertEquals("jromio: both ended with exit code 2\n", errors(2, job));
  }

  private String errors(int code, Patience patience, String... scripts) throws Exception {
    return errors(code, processes(patience, scripts));
  }

  /** What a job says that ends with {@code code}; its first end lets others go on. */
  private String errors(int code, RankProcesses job) throws Exception {
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    PrintStream usual = System.err;
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    Path go = folder.resolve("go");
    Files.deleteIfExists(go);
    try {
      assertEquals(code, job.run(false, (rank, exit) -> createIfAbsent(go)));
    } finally {
      System.setErr(usual);
    }
    return errors.toString(StandardCharsets.UTF_8);
  }

  private static void createIfAbsent(Path file) {
    if (!Files.exists(file)) {
      create(file);
    }
  }

  @Test
  void shouldReturnSignalWhenRankIsKilled() throws Exception {
    assertEquals(137, run(SHORT_THEN_LONG, "kill -9 $$", "exec sleep 100"));
    assertEquals(Map.of(0, 137, 1, 143), ended);
  }

  @Test
  void shouldKillWhenRankIgnoresTermination() throws Exception {
    String ready = folder.resolve("ready").toString();
    String stubborn = "trap '' TERM; : > %s; while :; do sleep 0.1; done".formatted(ready);
    String failing = "while [ ! -e %s ]; do sleep 0.02; done; exit 7".formatted(ready);
    assertEquals(7, run(SHORT, stubborn, failing));
    assertEquals(Map.of(0, 137, 1, 7), ended);
  }

  @Test
  void shouldPassOnLastWordsWhenRankIsTerminated() throws Exception {
    String ready = folder.resolve("ready").toString();
    String talking =
        "trap 'echo last words; exit 5' TERM; : > %s; while :; do sleep 0.1; done".formatted(ready);
    String failing = "while [ ! -e %s ]; do sleep 0.02; done; exit 7".formatted(ready);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream usual = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertEquals(7, run(SHORT_THEN_LONG, talking, failing));
    } finally {
      System.setOut(usual);
    }
    assertEquals("last words\n", out.toString(StandardCharsets.UTF_8));
    assertEquals(Map.of(0, 5, 1, 7), ended);
  }

  @Test
  void shouldStopOthersWhenOneCannotStart() {
    Path pid = folder.resolve("pid");
    RankProcesses job =
        new RankProcesses(
            List.of(
                shell("echo $$ > %s; exec sleep 100".formatted(pid)),
                new RankCommand(
                    "rank 1", 1, new ProcessBuilder(folder.resolve("none").toString()))),
            SHORT);
    assertThrows(IOException.class, () -> job.run(false, ended::put));
    assertTrue(ended.isEmpty());
    assertFalse(ProcessHandle.current().children().anyMatch(RankProcessesTest::sleeps));
  }

  @Test
  void shouldReturnWhenStoppedFromElsewhere() throws Exception {
    Path ready = folder.resolve("ready");
    RankProcesses job = processes(LONG, ": > %s; exec sleep 100".formatted(ready));
    Thread other = stopWhenThere(job, ready);
    assertEquals(143, job.run(false, ended::put));
    other.join();
  }

  @Test
  void shouldStartNothingWhenStoppedBefore() throws Exception {
    Path started = folder.resolve("started");
    RankProcesses job = processes(LONG, ": > %s".formatted(started));
    job.stop();
    assertEquals(143, job.run(false, ended::put));
    assertTrue(ended.isEmpty());
    assertFalse(Files.exists(started));
  }

  @Test
  void shouldStartNoMoreWhenStoppedWhileStarting() throws Exception {
    for (int i = 0; i < 20; i++) {
      Path ready = folder.resolve("ready" + i);
      String script = ": > %s; exec sleep 100".formatted(ready);
      RankProcesses job = processes(LONG, script, script, script, script);
      ended.clear();
      Thread other = stopWhenThere(job, ready);
      assertEquals(143, job.run(false, ended::put));
      other.join();
      assertFalse(ended.isEmpty());
      assertTrue(ended.values().stream().allMatch(code -> code == 143), ended::toString);
    }
  }

  private int run(Patience patience, String... scripts) throws Exception {
    return processes(patience, scripts).run(false, ended::put);
  }

  private static Thread stopWhenThere(RankProcesses job, Path ready) {
    Thread other =
        new Thread(
            () -> {
              while (!Files.exists(ready)) {
                Thread.onSpinWait();
              }
              job.stop();
            });
    other.start();
    return other;
  }

  private static RankProcesses processes(Patience patience, String... scripts) {
    List<RankCommand> commands = new ArrayList<>();
    for (String script : scripts) {
      commands.add(shell(script));
    }
    return new RankProcesses(commands, patience);
  }

  private static RankCommand shell(String script) {
    return new RankCommand("shell", 1, new ProcessBuilder("/bin/sh", "-c", script));
  }

  private static boolean sleeps(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("sleep") && process.isAlive();
  }

  private static void create(Path file) {
    try {
      Files.createFile(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
