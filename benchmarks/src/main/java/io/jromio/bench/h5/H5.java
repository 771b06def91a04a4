package io.jromio.bench.h5;

import io.jromio.bench.RankMain;
import io.jromio.bench.console.Terminal;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code jromio h5} command: lists, prints, compares, copies and repairs HDF5 files of every
 * connector, with the texts of the HDF5 tools. Ends with 0, with 1 if something cannot be done (h5
 * diff: if there are differences), or with 2 for a wrong command line (h5 diff: if something cannot
 * be done).
 *
 * @source HDF5 1.10.8 tools (behaviour)
 */
public final class H5 {
  private static final int WIDTH = 100;

  private H5() {}

  /**
   * Runs as a rank of the job that a launcher started, or alone. Ends the JVM when the code is not
   * 0, unless other ranks may live in it.
   *
   * @throws ProgramFailure where ranks are threads of one JVM, if the code is not 0
   */
  public static void main(String[] args) {
    RankMain.run(args, H5::run);
  }

  private static int run(World world) {
    boolean isFirst = world.rank() == 0;
    try (OutputStream out = new BufferedOutputStream(stream(isFirst, FileDescriptor.out));
        OutputStream err = stream(isFirst, FileDescriptor.err)) {
      Session session =
          new Session(
              world,
              new PrintWriter(out, false, StandardCharsets.UTF_8),
              new PrintWriter(err, true, StandardCharsets.UTF_8),
              isFirst && Terminal.showsErrors());
      return execute(session, world.args());
    } catch (IOException e) {
      // The reader of the output went away.
      return H5Command.FAILED;
    }
  }

  @SuppressWarnings("resource") // Standard streams stay open.
  private static OutputStream stream(boolean isFirst, FileDescriptor descriptor) {
    OutputStream target =
        isFirst ? new FileOutputStream(descriptor) : OutputStream.nullOutputStream();
    return new FilterOutputStream(target) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        target.write(bytes, offset, length);
      }

      @Override
      public void close() throws IOException {
        target.flush();
      }
    };
  }

  /** Runs the command; returns the exit code. */
  static int execute(Session session, String... args) {
    CommandLine command = tree(session);
    if (args.length == 0) {
      command.usage(session.err());
      return CommandLine.ExitCode.USAGE;
    }
    return command.execute(args);
  }

  static CommandLine tree(Session session) {
    CommandLine top = new CommandLine(new Top());
    top.addSubcommand(new LsCommand(session));
    top.addSubcommand(new DumpCommand(session));
    top.addSubcommand(new DiffCommand(session));
    top.addSubcommand(new CopyCommand(session));
    top.addSubcommand(new StatCommand(session));
    top.addSubcommand(new ClearCommand(session));
    top.setOut(session.out());
    top.setErr(session.err());
    top.setExpandAtFiles(false);
    top.setUsageHelpWidth(WIDTH);
    top.setParameterExceptionHandler((e, words) -> usage(session, e));
    top.setExecutionExceptionHandler((e, line, parsed) -> fail(session, e, line));
    return top;
  }

  /** What no command expects is one line too. */
  private static int fail(Session session, Exception e, CommandLine line) {
    session.err().printf("jromio h5: %s%n", e);
    session.err().flush();
    return line.getCommand() instanceof H5Command command ? command.failed() : H5Command.FAILED;
  }

  private static int usage(Session session, ParameterException e) {
    session
        .err()
        .printf(
            "jromio h5: %s (%s --help says more)%n",
            e.getMessage(), e.getCommandLine().getCommandSpec().qualifiedName());
    session.err().flush();
    return CommandLine.ExitCode.USAGE;
  }

  @Command(
      name = "jromio h5",
      description = "Lists, prints, compares, copies and repairs HDF5 files.",
      synopsisSubcommandLabel = "COMMAND",
      footerHeading = "%nExamples:%n",
      footer = {
        "  jromio h5 ls -r run.h5",
        "  jromio h5 dump -H run.h5",
        "  jromio h5 copy h5daos://tank/ckpt/run.h5 run.h5",
        "  jromio h5 diff run.h5 other.h5",
        "",
        "A name says which connector is meant: run.h5 and daos://tank/cont/run.h5 are real files,",
        "h5daos://tank/cont/run.h5 is one of objects. HDF5_VOL_CONNECTOR chooses for all."
      })
  private static final class Top implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "This text.")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    @Override
    public void run() {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }
}
