package io.jromio.bench.h5bench;

import io.jromio.bench.RankMain;
import io.jromio.comm.CommException;
import io.jromio.comm.World;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * h5bench's write and read kernels on many ranks, with the configuration files of the C programs
 * and their output.
 *
 * <p>Exit codes, the same on all ranks: 0 all is well; 1 the store refused something, a rank was
 * lost, or wrong values were read; 2 the command line or the configuration is wrong.
 *
 * @source hpc-io/h5bench
 */
@Command(
    name = "h5bench",
    description = "The write and read kernels of h5bench, and the creation of small datasets.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  jromio run -n 4 h5bench write vpic.cfg /tmp/vpic.h5",
      "  jromio run -n 4 h5bench read --verify bdcats.cfg /tmp/vpic.h5",
      "  jromio run -n 4 h5bench datasets -n 10000 /tmp/many.h5",
      "",
      "A configuration file has lines such as:",
      "  MEM_PATTERN=CONTIG            or INTERLEAVED",
      "  FILE_PATTERN=CONTIG           or INTERLEAVED; STRIDED with STRIDE_SIZE, BLOCK_SIZE,"
          + " BLOCK_CNT",
      "  NUM_DIMS=2                    1 to 3; DIM_1 is per rank",
      "  DIM_1=1 M",
      "  DIM_2=8",
      "  TIMESTEPS=5",
      "  COLLECTIVE_DATA=YES",
      "  COMPRESS=YES                  with CHUNK_DIM_1, ... and COMPRESS_LEVEL (9)",
      "  READ_OPTION=FULL              or PARTIAL, STRIDED, LDC, RDC, PRL, CS"
    })
public final class H5Bench {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final World world;
  private final PrintStream out;

  private H5Bench(World world, PrintStream out) {
    this.world = world;
    this.out = out;
  }

  /**
   * Runs as a rank of the job that a launcher started, or alone. Ends the JVM when the code is not
   * 0, unless other ranks may live in it.
   */
  public static void main(String[] args) {
    RankMain.run(args, world -> run(world, world.args(), System.out, System.err));
  }

  /** Runs as one rank of {@code world}; rank 0 prints. Returns the exit code. */
  public static int run(World world, String[] args, PrintStream out, PrintStream err) {
    boolean first = world.rank() == 0;
    PrintStream mine = first ? out : new PrintStream(OutputStream.nullOutputStream());
    CommandLine command =
        new CommandLine(new H5Bench(world, mine))
            .setExpandAtFiles(false)
            .setOut(new PrintWriter(mine, true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler(
                (e, arguments) -> {
                  tell(first, err, e.getMessage() + " (h5bench --help says more)");
                  return USAGE;
                })
            .setExecutionExceptionHandler((e, line, result) -> failed(world, e, err));
    int code = command.execute(args);
    mine.flush();
    err.flush();
    return code;
  }

  private static int failed(World world, Exception e, PrintStream err) {
    switch (e) {
      case IllegalArgumentException wrong -> {
        tell(world.rank() == 0, err, message(wrong));
        return USAGE;
      }
      case CommException lost -> {
        err.println("h5bench: rank %d stopped: %s".formatted(world.rank(), lost.getMessage()));
        return FAILED;
      }
      case H5Exception refused -> {
        tell(world.rank() == 0, err, message(refused));
        return FAILED;
      }
      default -> {
        e.printStackTrace(err);
        err.flush();
        world.abort(FAILED);
        return FAILED;
      }
    }
  }

  private static String message(Exception e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static void tell(boolean first, PrintStream err, String what) {
    if (first) {
      err.println("h5bench: " + what);
    }
  }

  /** The configuration that every rank reads for itself. */
  private static BenchConfig configuration(Path file) {
    try {
      return BenchConfig.read(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such configuration: file=" + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the configuration: " + e, e);
    }
  }

  @Command(
      name = "write",
      mixinStandardHelpOptions = true,
      description = "Writes particles (VPIC-IO) as CONFIG says into FILE.")
  int write(
      @Parameters(paramLabel = "CONFIG", description = "File of KEY=VALUE lines.") Path config,
      @Parameters(paramLabel = "FILE", description = "The file; it is left behind.") String file)
      throws IOException {
    BenchConfig read = configuration(config);
    BenchReport report = new BenchReport(read, "write", world.size(), out);
    report.configuration();
    BenchReport.Figures figures = new WriteKernel(world, read).run(file, report);
    if (world.rank() == 0) {
      report.results(figures);
    }
    return OK;
  }

  @Command(
      name = "read",
      mixinStandardHelpOptions = true,
      description = "Reads particles (BD-CATS-IO) as CONFIG says from FILE.")
  int read(
      @Parameters(paramLabel = "CONFIG", description = "File of KEY=VALUE lines.") Path config,
      @Parameters(paramLabel = "FILE", description = "A file that write has made.") String file,
      @Option(
              names = "--verify",
              description = "Compare every value with what write wrote on as many ranks.")
          boolean verify)
      throws IOException {
    BenchConfig read = configuration(config);
    if (verify && read.readOption() != BenchConfig.ReadOption.FULL) {
      throw new IllegalArgumentException("--verify needs READ_OPTION=FULL: file=" + read.name());
    }
    BenchReport report = new BenchReport(read, "read", world.size(), out);
    report.configuration();
    BenchReport.Figures figures = new ReadKernel(world, read, verify).run(file, report);
    if (world.rank() == 0) {
      report.results(figures);
    }
    return OK;
  }

  @Command(
      name = "datasets",
      mixinStandardHelpOptions = true,
      description = "Creates small datasets with one attribute each in FILE.")
  int datasets(
      @Parameters(paramLabel = "FILE", description = "The file; it is left behind.") String file,
      @Option(
              names = "-n",
              paramLabel = "COUNT",
              defaultValue = "10000",
              description = "How many (default: ${DEFAULT-VALUE}).")
          int count,
      @Option(
              names = "-i",
              paramLabel = "COUNT",
              defaultValue = "1",
              description = "Measure so many times (default: ${DEFAULT-VALUE}).")
          int repetitions)
      throws H5Exception {
    if (count < 1 || repetitions < 1) {
      throw new IllegalArgumentException(
          "-n=%d -i=%d, want at least 1".formatted(count, repetitions));
    }
    for (int i = 0; i < repetitions; i++) {
      double seconds = new DatasetsKernel(world, count).run(file);
      out.println(
          String.format(
              Locale.ROOT,
              "datasets: %d seconds: %.6f per second: %.0f",
              count,
              seconds,
              count / seconds));
    }
    return OK;
  }
}
