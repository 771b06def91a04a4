package io.jromio.bench.cli;

import io.jromio.dfs.embedded.ServedEngine;
import io.jromio.dfs.embedded.StoreSettings;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jromio engine start}. */
@Command(
    name = "start",
    description = {
      "Opens the store in a folder, or makes one, and serves it until it is stopped:",
      "by jromio engine stop, or by SIGTERM or SIGINT, which close it cleanly.",
      "Prints one line when it is ready."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExit code:%n",
    footer = {
      "  With --daemon: 0 if the engine is ready, 1 if not. Else 1 if it cannot start, 128 + n",
      "  once signal n has ended it; 2 if the command line is wrong.",
      "",
      "Examples:",
      "  jromio engine start --storage /scratch/store --targets 4 --daemon",
      "  jromio engine start --storage /scratch/store --listen tcp --port 10001"
    })
final class EngineStartCommand implements Callable<Integer> {
  private enum Kind {
    unix,
    tcp
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--storage",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the store; made if it is not there.")
  private Path storage = Path.of("");

  @Option(
      names = "--targets",
      paramLabel = "N",
      description = {
        "Targets of a new store; one that is there keeps its own number",
        "(default: one per processor, 2 to 8)."
      })
  private @Nullable Integer targets;

  @Option(
      names = "--listen",
      paramLabel = "KIND",
      defaultValue = "unix",
      description = {
        "unix: a socket in DIR/run, for processes of this user on this machine;",
        "tcp: for whoever has the secret in DIR/secret (default: ${DEFAULT-VALUE})."
      })
  private Kind listen = Kind.unix;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "With --listen tcp: where to listen (default: ${DEFAULT-VALUE}).")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "With --listen tcp: the port; 0 for any (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--daemon",
      description =
          "Returns when the engine is ready; it goes on alone. It logs to DIR/engine.log.")
  private boolean daemon;

  EngineStartCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > 0xffff) {
      throw new ParameterException(
          spec.commandLine(), "no port: --port=%d, allowed=0-65535".formatted(port));
    }
    if (targets != null && targets < 1) {
      throw new ParameterException(
          spec.commandLine(), "want at least 1: --targets=%d".formatted(targets));
    }
    Path folder = storage.toAbsolutePath().normalize();
    PrintWriter out = spec.commandLine().getOut();
    if (daemon) {
      out.println(EngineDaemon.start(folder, again(folder)));
      out.flush();
      return 0;
    }
    serve(folder, out);
    return 0;
  }

  /** The same command without {@code --daemon}. */
  private List<String> again(Path folder) {
    List<String> words =
        new ArrayList<>(List.of("engine", "start", "--storage", folder.toString()));
    words.addAll(List.of("--listen", listen.name(), "--host", host));
    words.addAll(List.of("--port", Integer.toString(port)));
    if (targets != null) {
      words.addAll(List.of("--targets", targets.toString()));
    }
    return words;
  }

  private void serve(Path folder, PrintWriter out) throws StoreException, InterruptedException {
    String tcp = listen == Kind.tcp ? "tcp:%s:%d".formatted(host, port) : null;
    int count = targets == null ? StoreSettings.defaultTargets() : targets;
    ServedEngine.Listen where = new ServedEngine.Listen(folder.resolve("run"), tcp, false);
    ServedEngine engine = ServedEngine.open(folder, count, where);
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "jromio-engine-exit"));
    out.println(EngineDaemon.ready(engine.endpoint(), folder));
    out.flush();
    // Only a signal ends it.
    new CountDownLatch(1).await();
  }
}
