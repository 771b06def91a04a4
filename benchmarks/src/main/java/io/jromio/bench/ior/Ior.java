package io.jromio.bench.ior;

import io.jromio.bench.RankMain;
import io.jromio.bench.filesystem.FileSystemUsage;
import io.jromio.comm.CommException;
import io.jromio.comm.World;
import io.jromio.comm.launch.ProgramFailure;
import io.jromio.hints.Info;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * IOR for Java ranks: the options, the report and the data signature of the C program, over
 * jromio's MPI-IO, over DFS, over plain file channels, or over nothing.
 *
 * <p>Exit codes: 0 all is well; 1 the store refused something, a rank was lost, or wrong data was
 * found; 2 the command line is wrong. All ranks end with the same code, except when one ends the
 * job.
 *
 * @source IOR 4.1, github.com/hpc/ior (behaviour)
 */
public final class Ior {
  /** Everything went well. */
  public static final int OK = 0;

  /** The store refused something, a rank was lost, or wrong data was found. */
  public static final int FAILED = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  private static final FileSystemUsage UNKNOWN_USAGE = new FileSystemUsage(0, 0, 0, 0);

  private final World world;
  private final PrintStream out;
  private final PrintStream err;
  private @Nullable IorTest running;
  private @Nullable IorBackend used;

  private Ior(World world, PrintStream out, PrintStream err) {
    this.world = world;
    this.out = out;
    this.err = err;
  }

  /**
   * Runs as a rank of the job that a launcher started, or alone. Ends the JVM when the code is not
   * 0, unless other ranks may live in it.
   *
   * @throws ProgramFailure where ranks are threads of one JVM, if the code is not 0
   */
  public static void main(String[] args) {
    RankMain.run(args, world -> run(world, world.args(), System.out, System.err));
  }

  /**
   * Runs as one rank of {@code world}; all ranks call it with the same arguments. An error that
   * only this rank meets ends the job for the others.
   *
   * @param out takes the report, on rank 0
   * @param err takes what went wrong
   * @return the exit code
   */
  public static int run(World world, String[] args, PrintStream out, PrintStream err) {
    return new Ior(world, out, err).run(args);
  }

  private int run(String... args) {
    try {
      if (IorCommandLine.asksForHelp(args)) {
        if (world.rank() == 0) {
          IorCommandLine.help(out);
        }
        return together(OK);
      }
      return test(args);
    } catch (IorUsageException e) {
      if (world.rank() == 0) {
        err.println("ior: " + e.getMessage() + " (ior --help lists the options)");
        err.flush();
      }
      return together(USAGE);
    } catch (IorFailure e) {
      return end(String.valueOf(e.getMessage()));
    } catch (CommException e) {
      return stopped(e);
    } catch (RuntimeException | Error e) {
      e.printStackTrace(err);
      return end("phase=unknown class=%s".formatted(e));
    } finally {
      if (running != null) {
        running.abandon();
      }
      if (used != null) {
        used.abandon();
      }
      out.flush();
      err.flush();
    }
  }

  /** Waits for all, so that nobody's end cuts off what rank 0 prints. */
  private int together(int code) {
    try {
      world.barrier();
      return code;
    } catch (CommException e) {
      // Where the code is not OK, another rank may have ended with it already.
      return code == OK ? stopped(e) : code;
    }
  }

  private int stopped(CommException e) {
    err.println("ior: rank %d stopped: %s".formatted(world.rank(), e.getMessage()));
    return FAILED;
  }

  /** Ends the job, because the other ranks wait for this one. */
  private int end(String why) {
    err.println("ior: failed: rank=%d %s".formatted(world.rank(), why));
    err.flush();
    world.abort(FAILED);
    return FAILED;
  }

  private int test(String... args) throws IorFailure {
    IorOptions options = IorOptions.parse(args);
    options.aggregateSize(world.size());
    IorHintResolver.Found found = IorHintResolver.resolve(world, options.hintsFile());
    RunClock clock = RunClock.system();
    IorJob job = new IorJob(world, options, Placement.of(world), clock, out);
    IorBackend backend = backend(job, found.hints());
    used = backend;
    PrintStream reportOut = job.reports() ? out : new PrintStream(OutputStream.nullOutputStream());
    IorReport report = new IorReport(reportOut, options, job.placement());
    head(job, backend, report, args);
    found.warnings().forEach(report::warning);
    running = new IorTest(job, backend, report);
    long wrong = running.run();
    close(backend, options);
    report.finished(clock.date(clock.stampNs()));
    if (wrong != 0 && job.reports()) {
      err.println("ior: wrong data: transfers=%d".formatted(wrong));
      err.flush();
    }
    return together(wrong == 0 ? OK : FAILED);
  }

  private static IorBackend backend(IorJob job, Info hints) throws IorFailure {
    boolean dry = job.options().on(IorOption.DRY_RUN);
    IorBackend backend =
        switch (job.options().get(IorOption.API)) {
          case POSIX -> new PosixBackend(job.options().on(IorOption.SINGLE_XFER_ATTEMPT));
          case MPIIO -> new MpiioBackend(job, hints);
          case HDF5 -> new Hdf5Backend(job, hints);
          case DFS -> dry ? new DummyBackend("") : DfsBackend.mounted(job);
          case DUMMY -> new DummyBackend(DummyBackend.VERSION);
        };
    return dry ? new DummyBackend(backend.version()) : backend;
  }

  private static void close(IorBackend backend, IorOptions options) throws IorFailure {
    try {
      backend.close();
    } catch (IOException e) {
      throw new IorFailure("end", new TestFileName(options).first(0), e);
    }
  }

  private static void head(IorJob job, IorBackend backend, IorReport report, String... args)
      throws IorFailure {
    if (!job.reports()) {
      return;
    }
    long nowNs = job.clock().stampNs();
    report.header(job.clock().date(nowNs), args);
    report.testStart(job.clock().date(nowNs));
    TestFileName names = new TestFileName(job.options());
    String file = names.first(0);
    try {
      Optional<Path> location = backend.location(file);
      Optional<FileSystemUsage> usage =
          location.isEmpty()
              ? Optional.of(UNKNOWN_USAGE)
              : FileSystemUsage.of(directory(location.get(), names.inOwnDirectory()));
      usage.ifPresentOrElse(
          known -> report.fileSystem(file, known),
          () -> report.warning("Backend returned error during statfs"));
    } catch (IOException e) {
      throw new IorFailure("look for file system", file, e);
    }
    report.parameters();
    report.options(backend.version());
  }

  /** The directory of a file, or the one above if a rank will make its own. */
  private static Path directory(Path file, boolean ownDirectories) {
    Path parent = file.toAbsolutePath().getParent();
    Path above = parent == null ? null : parent.getParent();
    if (parent == null || above == null) {
      return file;
    }
    return Files.isDirectory(parent) || !ownDirectories ? parent : above;
  }
}
