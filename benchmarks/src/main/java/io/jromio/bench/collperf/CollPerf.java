package io.jromio.bench.collperf;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.bench.RankMain;
import io.jromio.comm.CommException;
import io.jromio.comm.ReduceOp;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import io.jromio.mpiio.Whence;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Writes and reads a 3-D array that the ranks hold in blocks, one collective call each, and prints
 * both bandwidths. As in the C program, each is measured after an untimed round, without open and
 * close, and the slowest rank counts.
 *
 * <p>Exit codes, the same on all ranks: 0 all is well; 1 the store refused something, a rank was
 * lost, or wrong data was read; 2 the command line is wrong.
 *
 * @source ROMIO test/coll_perf.c
 */
@Command(
    name = "coll-perf",
    description =
        "Bandwidth of collective writes and reads of a 3-D array of ints, a block per rank.",
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  jromio run -n 4 coll-perf -fname /tmp/array.dat -n 256")
public final class CollPerf {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final int LARGEST_EDGE = 4096;
  private static final double NS_PER_SECOND = 1e9;
  private static final double MEBI = 1 << 20;

  /** Buffers begin at a page: the kernel copies such memory faster. */
  private static final long PAGE = 4096;

  @Option(
      names = "-fname",
      paramLabel = "FILE",
      required = true,
      description = "The file; it is left behind.")
  private String file = "";

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "256",
      description = "The array has N x N x N ints (default: ${DEFAULT-VALUE}).")
  private int edge = 256;

  @Option(
      names = "-i",
      paramLabel = "COUNT",
      defaultValue = "1",
      description = "Measure so many times (default: ${DEFAULT-VALUE}).")
  private int repetitions = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  private CollPerf() {}

  /**
   * Runs as a rank of the job that a launcher started, or alone. Ends the JVM when the code is not
   * 0, unless other ranks may live in it.
   *
   * @throws ProgramFailure where ranks are threads of one JVM, if the code is not 0
   */
  public static void main(String[] args) {
    RankMain.run(args, world -> run(world, world.args(), System.out, System.err));
  }

  /** Runs as one rank of {@code world}; rank 0 prints. Returns the exit code. */
  public static int run(World world, String[] args, PrintStream out, PrintStream err) {
    int code = new CollPerf().measure(world, args, out, err);
    out.flush();
    err.flush();
    return code;
  }

  private int measure(World world, String[] args, PrintStream out, PrintStream err) {
    try {
      CommandLine command = new CommandLine(this).setExpandAtFiles(false);
      command.parseArgs(args);
      if (help) {
        if (world.rank() == 0) {
          command.usage(out);
        }
      } else {
        check(command);
        test(world, out);
      }
      world.barrier();
      return OK;
    } catch (ParameterException e) {
      tell(world, err, e.getMessage() + " (coll-perf --help says more)");
      return USAGE;
    } catch (MpiIoException | WrongDataException e) {
      tell(world, err, String.valueOf(e.getMessage()));
      return FAILED;
    } catch (CommException e) {
      err.println("coll-perf: rank %d stopped: %s".formatted(world.rank(), e.getMessage()));
      return FAILED;
    } catch (RuntimeException | Error e) {
      e.printStackTrace(err);
      err.flush();
      world.abort(FAILED);
      return FAILED;
    }
  }

  private static void tell(World world, PrintStream err, String what) {
    if (world.rank() == 0) {
      err.println("coll-perf: " + what);
    }
  }

  private void check(CommandLine command) {
    if (edge < 1 || edge > LARGEST_EDGE) {
      throw new ParameterException(command, "-n=%d, want 1 to %d".formatted(edge, LARGEST_EDGE));
    }
    if (repetitions < 1) {
      throw new ParameterException(command, "-i=%d, want at least 1".formatted(repetitions));
    }
  }

  private void test(World world, PrintStream out) throws MpiIoException, WrongDataException {
    BlockGrid grid = BlockGrid.of(edge, world.size(), world.rank());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate(grid.bytes(), PAGE);
      MemorySegment target = arena.allocate(grid.bytes(), PAGE);
      transfer(world, grid, source, target);
      for (int i = 1; i <= repetitions; i++) {
        grid.fill(source, i);
        long writeNs = timed(world, grid, file -> file.writeAll(source));
        if (world.rank() == 0) {
          out.printf("Global array size %d x %d x %d integers%n", edge, edge, edge);
        }
        report(world, out, "write", writeNs);
        target.fill((byte) 0);
        report(world, out, "read", timed(world, grid, file -> file.readAll(target)));
        compare(world, source, target);
      }
    }
  }

  /** Once without timing, so that neither pages nor methods are touched for the first time. */
  private void transfer(World world, BlockGrid grid, MemorySegment source, MemorySegment target)
      throws MpiIoException {
    timed(
        world,
        grid,
        file -> {
          file.writeAll(source);
          file.seek(0, Whence.SET);
          file.readAll(target);
        });
  }

  private interface Step {
    void run(MpiFile file) throws MpiIoException;
  }

  /** Opens, takes the time of one step, closes; returns that of the slowest rank. */
  private long timed(World world, BlockGrid grid, Step step) throws MpiIoException {
    Set<AccessMode> modes = Set.of(AccessMode.CREATE, AccessMode.RDWR);
    long ns;
    try (MpiFile opened = MpiFile.open(world, file, modes, new Info())) {
      opened.setView(0, Datatype.INT, grid.filetype());
      world.barrier();
      long beganNs = System.nanoTime();
      step.run(opened);
      ns = System.nanoTime() - beganNs;
    }
    return world.allreduce(ReduceOp.MAX, ns)[0];
  }

  private void report(World world, PrintStream out, String what, long ns) {
    if (world.rank() == 0) {
      double seconds = ns / NS_PER_SECOND;
      double bytes = (double) edge * edge * edge * Integer.BYTES;
      out.printf(
          Locale.ROOT,
          "Collective %s time = %f sec, Collective %s bandwidth = %f Mbytes/sec%n",
          what,
          seconds,
          what,
          bytes / (seconds * MEBI));
    }
  }

  /** Throws on all ranks if one of them has read something else than it wrote. */
  private void compare(World world, MemorySegment wrote, MemorySegment read)
      throws WrongDataException {
    long wrong = world.allreduce(ReduceOp.SUM, wrote.mismatch(read) < 0 ? 0 : 1)[0];
    if (wrong != 0) {
      throw new WrongDataException("wrong data: ranks=%d file=%s".formatted(wrong, file));
    }
  }

  private static final class WrongDataException extends Exception {
    private static final long serialVersionUID = 1;

    WrongDataException(String message) {
      super(message);
    }
  }
}
