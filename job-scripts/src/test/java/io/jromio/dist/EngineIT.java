package io.jromio.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dist.JromioCommand.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a process of its own: started, asked and stopped as a user would. */
@Timeout(100)
class EngineIT {
  private final Path folder;
  private final Path storage;

  EngineIT(@TempDir Path folder) {
    this.folder = folder;
    this.storage = folder.resolve("store");
  }

  private Result engine(String command, String... more) throws Exception {
    List<String> words =
        new java.util.ArrayList<>(List.of("engine", command, "--storage", storage.toString()));
    words.addAll(List.of(more));
    return JromioCommand.run(folder, words.toArray(String[]::new));
  }

  @AfterEach
  void end() throws Exception {
    engine("stop");
  }

  @Test
  void shouldServeUntilItIsStoppedWhenStartedAsDaemon() throws Exception {
    for (String kind : new String[] {"unix", "tcp"}) {
      Result started = engine("start", "--targets", "2", "--listen", kind, "--daemon");
      assertEquals(0, started.code(), started.err());
      assertTrue(started.out().contains("endpoint=" + kind + ":"), started.out());
      Result second = engine("start", "--daemon");
      assertEquals(1, second.code(), second.out());
      assertTrue(second.err().contains("folder=" + storage), second.err());
      Result status = engine("status");
      assertEquals(0, status.code(), status.err());
      assertTrue(status.out().contains("  starts: "), status.out());
      Result stopped = engine("stop");
      assertEquals(0, stopped.code(), stopped.err());
      assertFalse(Files.exists(storage.resolve("run/engine.sock")));
      assertEquals(3, engine("stop").code());
      assertEquals(3, engine("status").code());
    }
  }

  @Test
  void shouldCloseTheStoreWhenTerminatedInTheForeground() throws Exception {
    Process process =
        JromioCommand.in(folder).start("engine", "start", "--storage", storage.toString());
    Path out = folder.resolve("out");
    while (!Files.readString(out).contains("engine is ready")) {
      assertTrue(process.isAlive(), "exit code=" + (process.isAlive() ? 0 : process.exitValue()));
      Thread.onSpinWait();
    }
    process.destroy();
    assertEquals(143, process.waitFor());
    assertFalse(Files.exists(storage.resolve("endpoint")));
  }

  @Test
  void shouldShowExamplesWhenAskedForHelp() throws Exception {
    for (String command : new String[] {"start", "stop", "status"}) {
      Result result = JromioCommand.run(folder, "engine", command, "--help");
      assertEquals(0, result.code());
      assertTrue(
          result.out().contains("jromio engine " + command + " --storage /scratch/store"),
          result.out());
    }
  }
}
