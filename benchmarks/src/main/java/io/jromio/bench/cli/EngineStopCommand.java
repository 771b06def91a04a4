package io.jromio.bench.cli;

import io.jromio.dfs.embedded.RunningEngine;
import io.jromio.dfs.object.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jromio engine stop}. */
@Command(
    name = "stop",
    description = {
      "Stops the engine of a store and waits until the store is closed.",
      "Clients that are connected lose it; what was acknowledged to them is kept."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit code:%n",
    footer = {
      "  0 if it was stopped and closed the store; 3 if no engine has it; 1 if it belongs to a"
          + " job,",
      "  with which it ends, or did not close the store; 2 if the command line is wrong.",
      "",
      "Example:",
      "  jromio engine stop --storage /scratch/store"
    })
final class EngineStopCommand implements Callable<Integer> {
  private static final long LOOK_MS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--storage",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the store.")
  private Path storage = Path.of("");

  EngineStopCommand() {}

  @Override
  public Integer call() throws StoreException, InterruptedException {
    Path folder = storage.toAbsolutePath().normalize();
    PrintWriter err = spec.commandLine().getErr();
    RunningEngine engine;
    Optional<EngineOfStore> found = EngineOfStore.find(folder);
    if (found.isEmpty()) {
      err.printf("jromio: no engine runs: storage=%s%n", folder);
      return EngineCommand.NOT_RUNNING;
    }
    try (EngineOfStore connected = found.get()) {
      engine = connected.engine();
    }
    if (engine.embedded()) {
      err.printf(
          "jromio: the engine is in a process of a job and ends with it: pid=%d storage=%s%n",
          engine.pid(), folder);
      return 1;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(engine.pid());
    if (process.isPresent()) {
      if (!process.get().destroy()) {
        err.printf("jromio: not allowed to stop it: pid=%d storage=%s%n", engine.pid(), folder);
        return 1;
      }
      while (process.get().isAlive()) {
        Thread.sleep(LOOK_MS);
      }
    }
    if (RunningEngine.find(folder).isPresent()) {
      err.printf("jromio: it ended without closing the store: storage=%s%n", folder);
      return 1;
    }
    spec.commandLine().getOut().printf("engine is stopped: storage=%s%n", folder);
    return 0;
  }
}
