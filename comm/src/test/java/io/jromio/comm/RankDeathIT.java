package io.jromio.comm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ranks in JVMs of their own see when one of them, or the launcher, is gone. */
@Timeout(60)
class RankDeathIT {
  private static final int SIGKILL_CODE = 137;

  private final Path directory;

  RankDeathIT(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"transfer", "board"})
  void shouldFailEverywhereWhenRankIsKilled(String mode) throws Exception {
    try (RankJvms jvms = start(4, mode)) {
      for (int r = 0; r < 4; r++) {
        RankJvms.awaitMark(directory, r);
      }
      jvms.process(2).destroyForcibly();
      int[] codes = jvms.await();
      assertEquals(SIGKILL_CODE, codes[2]);
      for (int r : new int[] {0, 1, 3}) {
        String output = jvms.output(r);
        assertEquals(FaultMain.SAW_FAULT, codes[r], output);
        // The first to fail ends with a code of its own, and the next may see that one first.
        assertTrue(output.contains(" of 4 is gone (exit code "), output);
      }
    }
  }

  @Test
  void shouldFailEverywhereWhenRankAborts() throws Exception {
    try (RankJvms jvms = start(3, "abort")) {
      int[] codes = jvms.await();
      for (int r = 0; r < 3; r++) {
        assertEquals(FaultMain.SAW_FAULT, codes[r], jvms.output(r));
        assertTrue(
            jvms.output(r).contains("rank 2 of 3 aborted the job with code 17"), jvms.output(r));
      }
      assertEquals(OptionalInt.of(FaultMain.ABORT_CODE), jvms.abortCode());
    }
  }

  @Test
  void shouldFailWhenAwaitedRankExitsWithoutClosing() throws Exception {
    try (RankJvms jvms = start(3, "exit")) {
      int[] codes = jvms.await();
      assertEquals(0, codes[1], jvms.output(1));
      for (int r : new int[] {0, 2}) {
        assertEquals(FaultMain.SAW_FAULT, codes[r], jvms.output(r));
      }
    }
  }

  @Test
  void shouldFailWhenAwaitedRankLeavesTheBoard() throws Exception {
    try (RankJvms jvms = start(3, "leaveBoard")) {
      int[] codes = jvms.await();
      assertEquals(0, codes[1], jvms.output(1));
      for (int r : new int[] {0, 2}) {
        assertEquals(FaultMain.SAW_FAULT, codes[r], jvms.output(r));
        assertTrue(jvms.output(r).contains("rank "), jvms.output(r));
      }
    }
  }

  @Test
  void shouldFailEverywhereWhenRankThrows() throws Exception {
    try (RankJvms jvms = start(3, "throw")) {
      int[] codes = jvms.await();
      assertEquals(1, codes[1], jvms.output(1));
      assertTrue(jvms.output(1).contains("on purpose"), jvms.output(1));
      assertEquals(FaultMain.SAW_FAULT, codes[0], jvms.output(0));
      assertEquals(FaultMain.SAW_FAULT, codes[2], jvms.output(2));
    }
  }

  private String outputs() throws IOException {
    return Files.readString(directory.resolve("output-0"))
        + Files.readString(directory.resolve("output-1"));
  }

  @Test
  void shouldEndRanksWhenLauncherIsKilled() throws Exception {
    Process launcher =
        RankJvms.command(StarterMain.class, "2", directory.toString()).inheritIO().start();
    try {
      for (int r = 0; r < 2; r++) {
        RankJvms.awaitMark(directory, r);
      }
      launcher.destroyForcibly();
      // One of them sees it first and ends, which the other may see before it looks itself.
      RankJvms.await(directory, () -> outputs().matches("(?s).+\\R.+\\R"));
      assertTrue(outputs().contains("the launcher of this job is gone"), outputs());
    } finally {
      launcher.destroyForcibly();
      launcher.waitFor();
    }
  }

  private RankJvms start(int size, String mode) throws Exception {
    return RankJvms.start(size, directory, FaultMain.class, mode, directory.toString());
  }
}
