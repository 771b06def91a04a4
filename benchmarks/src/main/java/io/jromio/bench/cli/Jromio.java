package io.jromio.bench.cli;

import io.jromio.bench.collperf.CollPerf;
import io.jromio.bench.daos.Daos;
import io.jromio.bench.h5.H5;
import io.jromio.bench.h5bench.H5Bench;
import io.jromio.bench.ior.Ior;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
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
      H5BenchCommand.class,
      PlanCommand.class,
      DaosEntry.class,
      H5Entry.class,
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
      "  jromio run -n 4 h5bench write vpic.cfg file.h5",
      "  jromio ior -a POSIX -o file",
      "  jromio plan --ranks 1024,1048576",
      "  jromio daos cont create tank ckpt --type=POSIX",
      "  jromio h5 ls -r run.h5",
      "  jromio engine start --storage /scratch/store --daemon",
      "",
      "jromio run --help and jromio ior --help say more."
    })
public final class Jromio {
  private static final int FAILED = 1;
  private static final int WIDTH = 100;

  /** Commands whose arguments are a language of their own. */
  private static final Map<String, Consumer<String[]>> PROGRAMS =
      Map.of(
          IorCommand.NAME, Ior::main,
          CollPerfCommand.NAME, CollPerf::main,
          H5BenchCommand.NAME, H5Bench::main,
          H5Entry.NAME, H5::main,
          DaosEntry.NAME, Daos::main);

  private Jromio() {}

  /** Runs the command and ends this JVM with its exit code. */
  public static void main(String[] args) {
    Consumer<String[]> program = args.length == 0 ? null : PROGRAMS.get(args[0]);
    if (program != null) {
      program.accept(Arrays.copyOfRange(args, 1, args.length));
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
