package io.jromio.bench.dfscosts;

import io.jromio.adio.AccessMode;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.DaosMount;
import io.jromio.adio.daos.DaosPath;
import io.jromio.adio.daos.DaosStores;
import io.jromio.bench.RankMain;
import io.jromio.comm.ReduceOp;
import io.jromio.comm.World;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * Measures what ranks pay for a shared file before the first byte: attaching to what rank 0 has
 * opened, opening through MPI-IO, and creating and removing empty files of their own in one
 * directory. The slowest rank counts.
 */
@Command(
    name = "dfs-costs",
    description = "Cost of opening, creating and removing files of DFS.",
    sortOptions = false,
    footerHeading = "%nExample:%n",
    footer = "  jromio run -n 8 io.jromio.bench.dfscosts.DfsCosts daos://tank/ckpt/costs")
public final class DfsCosts {
  private static final String PREFIX = "daos:";
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final double NS_PER_US = 1e3;
  private static final double NS_PER_SECOND = 1e9;
  private static final Set<OpenFlag> NEW = Set.of(OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.EXCL);

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "A directory of DFS that is made, and removed in the end.")
  private String directory = "";

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      defaultValue = "10000",
      description = "Empty files of each rank (default: ${DEFAULT-VALUE}).")
  private int files = 10_000;

  @Option(
      names = "-i",
      paramLabel = "COUNT",
      defaultValue = "5",
      description = "Measure so many times (default: ${DEFAULT-VALUE}).")
  private int repetitions = 5;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this.")
  private boolean help;

  private DfsCosts() {}

  /** Runs as a rank of the job that a launcher started, or alone. */
  public static void main(String[] args) {
    RankMain.run(args, world -> run(world, world.args(), System.out, System.err));
  }

  /** Runs as one rank of {@code world}; rank 0 prints. Returns the exit code. */
  static int run(World world, String[] args, PrintStream out, PrintStream err) {
    DfsCosts costs = new DfsCosts();
    CommandLine command = new CommandLine(costs).setExpandAtFiles(false);
    try {
      command.parseArgs(args);
      if (costs.help && world.rank() == 0) {
        command.usage(out);
      }
      if (!costs.help) {
        costs.check(command);
        costs.measure(world, out);
      }
      return 0;
    } catch (ParameterException e) {
      if (world.rank() == 0) {
        err.println("dfs-costs: " + e.getMessage());
      }
      return USAGE;
    } catch (IOException e) {
      // Nobody waits for a rank that cannot go on.
      err.printf("dfs-costs: rank %d: %s%n", world.rank(), e);
      world.abort(FAILED);
      return FAILED;
    }
  }

  private void check(CommandLine command) {
    if (files < 1 || repetitions < 1) {
      throw new ParameterException(
          command, "expected 1 or more: -n %d -i %d".formatted(files, repetitions));
    }
  }

  private void measure(World world, PrintStream out) throws IOException {
    DaosStores stores = new DaosStores(DaosEnvironment.ofProcess());
    String bare = directory.startsWith(PREFIX) ? directory.substring(PREFIX.length()) : directory;
    DaosPath path = DaosPath.of(bare, DaosEnvironment.ofProcess());
    boolean first = world.rank() == 0;
    DaosMount mount = first ? stores.mount(path, DaosStores.Purpose.CREATE) : null;
    byte[] shared = world.bcast(mount == null ? new byte[0] : mount.share(), 0);
    long before = System.nanoTime();
    try (DaosMount mine = mount == null ? stores.attach(shared) : mount) {
      long attached = System.nanoTime() - before;
      print(world, out, "attach to mount, us", slowest(world, attached) / NS_PER_US);
      Dfs dfs = mine.dfs();
      try (DfsObject parent = dfs.lookup(path.parent(), Set.of(OpenFlag.RDONLY))) {
        if (first) {
          dfs.mkdir(parent, path.name(), 0755, Creation.DEFAULTS);
        }
        world.barrier();
        measure(world, out, dfs, path);
        world.barrier();
        if (first) {
          dfs.remove(parent, path.name(), true);
        }
        world.barrier();
      }
    }
  }

  private void measure(World world, PrintStream out, Dfs dfs, DaosPath path) throws IOException {
    double[] attach = new double[repetitions];
    double[] open = new double[repetitions];
    double[] create = new double[repetitions];
    double[] remove = new double[repetitions];
    try (DfsObject parent = dfs.lookup(path.path(), Set.of(OpenFlag.RDONLY))) {
      for (int i = 0; i < repetitions; i++) {
        attach[i] = attach(world, dfs, parent, "file" + i);
        open[i] = open(world, name(path, "file" + i));
        create[i] = create(world, dfs, parent);
        remove[i] = remove(world, dfs, parent);
      }
    }
    print(world, out, "attach to file, us", attach);
    print(world, out, "collective open, us", open);
    print(world, out, "creates per second", create);
    print(world, out, "removes per second", remove);
  }

  /** What a rank needs after the broadcast to have the file open. */
  private static double attach(World world, Dfs dfs, DfsObject parent, String name)
      throws IOException {
    DfsObject file =
        world.rank() == 0 ? dfs.open(parent, name, Mode.FILE | 0644, NEW, Creation.DEFAULTS) : null;
    byte[] shared = world.bcast(file == null ? new byte[0] : dfs.share(file), 0);
    long before = System.nanoTime();
    DfsObject mine = file == null ? dfs.attach(shared, Set.of(OpenFlag.RDWR)) : file;
    long spent = System.nanoTime() - before;
    mine.close();
    return slowest(world, spent) / NS_PER_US;
  }

  private static double open(World world, String name) throws IOException {
    world.barrier();
    long before = System.nanoTime();
    MpiFile file = MpiFile.open(world, name, Set.of(AccessMode.RDWR), new Info());
    long spent = System.nanoTime() - before;
    file.close();
    return slowest(world, spent) / NS_PER_US;
  }

  private double create(World world, Dfs dfs, DfsObject parent) throws IOException {
    world.barrier();
    long before = System.nanoTime();
    for (int i = 0; i < files; i++) {
      dfs.open(parent, name(world, i), Mode.FILE | 0644, NEW, Creation.DEFAULTS).close();
    }
    return rate(world, System.nanoTime() - before);
  }

  private double remove(World world, Dfs dfs, DfsObject parent) throws IOException {
    world.barrier();
    long before = System.nanoTime();
    for (int i = 0; i < files; i++) {
      dfs.remove(parent, name(world, i), false);
    }
    return rate(world, System.nanoTime() - before);
  }

  private static String name(DaosPath directory, String entry) {
    return "%s//%s/%s%s/%s"
        .formatted(PREFIX, directory.pool(), directory.container(), directory.path(), entry);
  }

  private static String name(World world, int i) {
    return world.rank() + "." + i;
  }

  private double rate(World world, long spentNs) {
    return world.size() * (double) files / slowest(world, spentNs) * NS_PER_SECOND;
  }

  private static double slowest(World world, long spentNs) {
    return world.allreduce(ReduceOp.MAX, spentNs)[0];
  }

  /** Median, smallest and largest. */
  private static void print(World world, PrintStream out, String what, double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    if (world.rank() == 0) {
      out.printf(
          Locale.ROOT,
          "%-22s %10.0f [%.0f-%.0f]%n",
          what,
          sorted[sorted.length / 2],
          sorted[0],
          sorted[sorted.length - 1]);
      out.flush();
    }
  }
}
