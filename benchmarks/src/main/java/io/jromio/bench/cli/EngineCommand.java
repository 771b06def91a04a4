package io.jromio.bench.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code jromio engine}: a store's engine in a process of its own. */
@Command(
    name = "engine",
    description = {
      "Starts, stops and looks at the engine of a store.",
      "Jobs need none: the first rank that opens daos://... has one while the job runs."
    },
    mixinStandardHelpOptions = true,
    subcommands = {EngineStartCommand.class, EngineStopCommand.class, EngineStatusCommand.class},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio engine start --storage /scratch/store --targets 4 --daemon",
      "  export JROMIO_ENGINE=unix:/scratch/store/run/engine.sock",
      "  jromio run -n 4 ior -a MPIIO -c -w -r -o daos://tank/ckpt/ior.dat",
      "  jromio engine status --storage /scratch/store",
      "  jromio engine stop --storage /scratch/store"
    })
final class EngineCommand implements Runnable {
  /** Exit code where no engine has the store. */
  static final int NOT_RUNNING = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  EngineCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "want start, stop or status");
  }
}
