package io.jromio.bench.cli;

import io.jromio.dfs.embedded.RunningEngine;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts an engine in a process that has nothing to do with our terminal. */
final class EngineDaemon {
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final long LOOK_MS = 20;

  private EngineDaemon() {}

  /** The line that says that an engine is ready. */
  static String ready(String endpoint, Path storage) {
    return "engine is ready: endpoint=%s storage=%s".formatted(endpoint, storage);
  }

  /**
   * Starts it and waits until it is ready.
   *
   * @param words of the jromio command
   * @throws IOException with what it said, if it ends before
   */
  static String start(Path storage, List<String> words) throws IOException, InterruptedException {
    Files.createDirectories(storage);
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString());
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Jromio.class.getName());
    command.addAll(words);
    Path log = storage.resolve("engine.log");
    long before = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .redirectErrorStream(true)
            .start();
    while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
      Optional<RunningEngine> found = RunningEngine.find(storage);
      if (found.isPresent() && found.get().pid() == process.pid()) {
        return ready(found.get().endpoint(), storage);
      }
    }
    byte[] said = Files.readAllBytes(log);
    String last =
        new String(said, (int) before, said.length - (int) before, StandardCharsets.UTF_8);
    throw new IOException(
        "engine ended with %d: %s (%s)".formatted(process.exitValue(), last.strip(), log));
  }
}
