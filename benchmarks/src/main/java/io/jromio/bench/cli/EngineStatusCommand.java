package io.jromio.bench.cli;

import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code jromio engine status}. */
@Command(
    name = "status",
    description = {
      "Prints where the engine of a store is, its pools with their space in bytes,",
      "and what it has counted since it started."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit code:%n",
    footer = {
      "  0 if an engine answers, 3 if none has the store, 2 if the command line is wrong.",
      "",
      "Example:",
      "  jromio engine status --storage /scratch/store"
    })
final class EngineStatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--storage",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the store.")
  private Path storage = Path.of("");

  EngineStatusCommand() {}

  @Override
  public Integer call() throws IOException {
    Path folder = storage.toAbsolutePath().normalize();
    Optional<EngineOfStore> found = EngineOfStore.find(folder);
    if (found.isEmpty()) {
      spec.commandLine().getErr().printf("jromio: no engine runs: storage=%s%n", folder);
      return EngineCommand.NOT_RUNNING;
    }
    PrintWriter out = spec.commandLine().getOut();
    try (EngineOfStore connected = found.get()) {
      out.printf("endpoint: %s%n", connected.engine().endpoint());
      out.printf(
          "process: %d%s%n",
          connected.engine().pid(), connected.engine().embedded() ? " (of a job)" : "");
      out.printf("storage: %s%n", folder);
      out.printf("usable: %d%n", Files.getFileStore(folder).getUsableSpace());
      printPools(out, connected.system());
      out.println("counters:");
      for (Map.Entry<String, Long> counter :
          new TreeMap<>(connected.system().counters()).entrySet()) {
        out.printf("  %s: %d%n", counter.getKey(), counter.getValue());
      }
    }
    out.flush();
    return 0;
  }

  private static void printPools(PrintWriter out, StoreSystem system) throws StoreException {
    out.println("pools:");
    for (PoolInfo pool : system.pools()) {
      long total = 0;
      long free = 0;
      for (PoolInfo.TargetSpace target : pool.targets()) {
        total += target.bulkTotal();
        free += target.bulkFree();
      }
      out.printf(
          "  %s: uuid=%s targets=%d total=%d free=%d%n",
          pool.label(), pool.uuid(), pool.targets().size(), total, free);
    }
  }
}
