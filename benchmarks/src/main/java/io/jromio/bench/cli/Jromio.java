package io.jromio.bench.cli;

import io.jromio.bench.collperf.CollPerf;
import io.jromio.bench.daos.Daos;
import io.jromio.bench.ior.Ior;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The {@code jromio} command: starts ranks and runs benchmarks. Ends with 0, with the exit code of
 * the job, with 2 for a wrong command line, or with 1 if the job cannot be started.
 */
@Command(
    name = "jromio",
    description = "Parallel I/O for the JVM: starts ranks and runs benchmarks.",
    mixinStandardHelpOptions = true,
    versionProvider = JromioVersion.class,
    subcommands = {
      RunCommand.class,
      IorCommand.class,
      CollPerfCommand.class,
      PlanCommand.class,
      DaosEntry.class,
      EngineCommand.class,
      VersionCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio run -n 4 ior -a MPIIO -c -w -W -r -R -o file",
      "  jromio run -n 4 --launcher threads ior -a MPIIO -c -o file",
      "  jromio run -n 4 --launcher mpj --mpj-device niodev ior -a MPIIO -c -o file",
      "  jromio run -n 4 --cp app.jar -J -Xmx1g org.example.Main its arguments",
      "  jromio run -n 4 coll-perf -fname file",
      "  jromio ior -a POSIX -o file",
      "  jromio plan --ranks 1024,1048576",
      "  jromio daos cont create tank ckpt --type=POSIX",
      "  jromio engine start --storage /scratch/store --daemon",
      "",
      "jromio run --help and jromio ior --help say more."
    })
public final class Jromio {
  private static final int FAILED = 1;
  private static final int WIDTH = 100;

  private Jromio() {}

  /** Runs the command and ends this JVM with its exit code. */
  public static void main(String[] args) {
    // What follows the name of a benchmark is its own language.
    if (args.length > 0 && args[0].equals(IorCommand.NAME)) {
      Ior.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals(CollPerfCommand.NAME)) {
      CollPerf.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    if (args.length > 0 && args[0].equals(DaosEntry.NAME)) {
      Daos.main(Arrays.copyOfRange(args, 1, args.length));
      return;
    }
    System.exit(execute(args));
  }

  /** Runs the command; returns the exit code. */
  static int execute(String... args) {
    CommandLine command = new CommandLine(new Jromio());
    command.setStopAtPositional(true);
    command.setExpandAtFiles(false);
    command.setUsageHelpWidth(WIDTH);
    command.setParameterExceptionHandler(Jromio::refuse);
    command.setExecutionExceptionHandler((e, line, parsed) -> fail(e, line));
    if (args.length == 0) {
      command.usage(command.getErr());
      return CommandLine.ExitCode.USAGE;
    }
    return command.execute(args);
  }

  private static int refuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    command
        .getErr()
        .printf(
            "jromio: %s (%s --help says more)%n",
            e.getMessage(), command.getCommandSpec().qualifiedName());
    command.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(Exception e, CommandLine command) {
    command.getErr().printf("jromio: %s%n", e.getMessage() == null ? e : e.getMessage());
    command.getErr().flush();
    return FAILED;
  }
}
