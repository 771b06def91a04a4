package io.jromio.bench.ior;

import static io.jromio.bench.ior.CFormat.column;
import static io.jromio.bench.ior.CFormat.fixed;
import static io.jromio.bench.ior.CFormat.left;
import static io.jromio.bench.ior.CFormat.right;

import io.jromio.bench.filesystem.FileSystemUsage;
import java.io.PrintStream;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The text report of the C program, byte for byte where the values are the same, so that what reads
 * the one reads the other. Only the version in the first line names this program.
 *
 * @source output of IOR 4.1.0+dev
 */
final class IorReport {
  /** The version of the C program that this one follows, and its own. */
  static final String VERSION = "4.1.0+jromio-0.1.0";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
  private static final double MEBI = 1 << 20;
  private static final double MEGA = 1e6;
  private static final double KIBI = 1 << 10;
  private static final long GIBI = 1L << 30;
  private static final int KEY_WIDTH = 20;
  private static final int LEVEL_MORE = 2;
  private static final int LEVEL_ALL = 3;

  private final PrintStream out;
  private final IorOptions options;
  private final Placement placement;

  IorReport(PrintStream out, IorOptions options, Placement placement) {
    this.out = out;
    this.options = options;
    this.placement = placement;
  }

  /** The first lines: who runs where. */
  void header(ZonedDateTime began, String... args) {
    out.println("IOR-" + VERSION + ": MPI Coordinated Test of Parallel I/O");
    pair("Began", date(began));
    pair("Command line", ("ior " + String.join(" ", args)).stripTrailing());
    String machine = System.getProperty("os.name") + " " + placement.nodeName();
    if (options.get(IorOption.VERBOSE) >= LEVEL_MORE) {
      machine += " " + System.getProperty("os.version") + " " + System.getProperty("os.arch");
    }
    pair("Machine", machine);
  }

  /** The test begins. */
  void testStart(ZonedDateTime started) {
    pair("TestID", 0);
    pair("StartTime", date(started));
  }

  /** Where the data goes and how full that is. */
  void fileSystem(String file, FileSystemUsage usage) {
    double size = (double) usage.bytes() / GIBI;
    String unit = "GiB";
    if (size > KIBI) {
      size /= KIBI;
      unit = "TiB";
    }
    pair("Path", file);
    pair(
        "FS",
        "%s %s   Used FS: %s%%   Inodes: %s Mi   Used Inodes: %s%%"
            .formatted(
                fixed(size, 1),
                unit,
                fixed(percentUsed(usage.bytes(), usage.freeBytes()), 1),
                fixed(usage.inodes() / MEBI, 1),
                fixed(percentUsed(usage.inodes(), usage.freeInodes()), 1)));
  }

  private static double percentUsed(long all, long free) {
    return all == 0 ? 0 : (1 - (double) free / all) * 100;
  }

  /** Every parameter under the C program's name for it, shown on request. */
  void parameters() {
    if (options.get(IorOption.VERBOSE) < LEVEL_ALL) {
      return;
    }
    out.println();
    out.println("Parameters: ");
    pair("testID", 0);
    pair("refnum", 0);
    pair("api", options.get(IorOption.API));
    pair("platform", platform());
    pair("testFileName", options.get(IorOption.TEST_FILE));
    pair("deadlineForStonewall", 0);
    pair("stoneWallingWearOut", 0);
    pair("maxTimeDuration", options.get(IorOption.MAX_TIME_DURATION));
    pair("outlierThreshold", 0);
    pair("options", "(null)");
    pair("dryRun", options.get(IorOption.DRY_RUN));
    pair("nodes", placement.nodes());
    pair("memoryPerTask", 0);
    pair("memoryPerNode", 0);
    pair("tasksPerNode", placement.tasksOnNode0());
    pair("repetitions", options.get(IorOption.REPETITIONS));
    pair("multiFile", options.get(IorOption.MULTI_FILE));
    pair("interTestDelay", options.get(IorOption.INTER_TEST_DELAY));
    pair("fsync", options.get(IorOption.FSYNC));
    pair("fsyncperwrite", options.get(IorOption.FSYNC_PER_WRITE));
    pair("useExistingTestFile", options.get(IorOption.USE_EXISTING_TEST_FILE));
    pair("uniqueDir", options.get(IorOption.UNIQUE_DIR));
    pair("singleXferAttempt", options.get(IorOption.SINGLE_XFER_ATTEMPT));
    pair("readFile", options.get(IorOption.READ_FILE));
    pair("writeFile", options.get(IorOption.WRITE_FILE));
    pair("filePerProc", options.get(IorOption.FILE_PER_PROC));
    pair("reorderTasks", options.get(IorOption.REORDER_TASKS));
    pair("reorderTasksRandom", options.get(IorOption.REORDER_TASKS_RANDOM));
    pair("reorderTasksRandomSeed", options.get(IorOption.REORDER_TASKS_RANDOM_SEED));
    pair("randomOffset", options.get(IorOption.RANDOM_OFFSET));
    pair("checkWrite", options.get(IorOption.CHECK_WRITE));
    pair("checkRead", options.get(IorOption.CHECK_READ));
    pair("dataPacketType", 0);
    pair("keepFile", options.get(IorOption.KEEP_FILE));
    pair("keepFileWithError", options.get(IorOption.KEEP_FILE_WITH_ERROR));
    pair("warningAsErrors", 0);
    pair("verbose", options.get(IorOption.VERBOSE));
    pair("data packet type", "g");
    pair("setTimeStampSignature/incompressibleSeed", options.get(IorOption.TIME_STAMP_SIGNATURE));
    pair("collective", options.get(IorOption.COLLECTIVE));
    pair("segmentCount", options.get(IorOption.SEGMENT_COUNT));
    pair("transferSize", options.get(IorOption.TRANSFER_SIZE));
    pair("blockSize", options.get(IorOption.BLOCK_SIZE));
  }

  /** The node's name without the number at its end, and the system. */
  private String platform() {
    return placement.nodeName().replaceFirst("(?<=.)\\d+$", "")
        + "("
        + System.getProperty("os.name")
        + ")";
  }

  /** The section with the options. */
  void options(String apiVersion) {
    out.println();
    out.println("Options: ");
    pair("api", options.get(IorOption.API).name());
    pair("apiVersion", apiVersion);
    pair("test filename", options.get(IorOption.TEST_FILE));
    pair("access", on(IorOption.FILE_PER_PROC) ? "file-per-process" : "single-shared-file");
    pair("type", on(IorOption.COLLECTIVE) ? "collective" : "independent");
    pair("segments", options.get(IorOption.SEGMENT_COUNT));
    pair("ordering in a file", on(IorOption.RANDOM_OFFSET) ? "random" : "sequential");
    taskOrder();
    pair("nodes", placement.nodes());
    pair("tasks", placement.tasks());
    pair("clients per node", placement.tasksOnNode0());
    pair("memoryBuffer", "CPU");
    pair("dataAccess", "CPU");
    pair("GPUDirect", 0);
    pair("repetitions", options.get(IorOption.REPETITIONS));
    pair("xfersize", ByteSizes.show(options.get(IorOption.TRANSFER_SIZE)));
    pair("blocksize", ByteSizes.show(options.get(IorOption.BLOCK_SIZE)));
    pair("aggregate filesize", ByteSizes.show(options.aggregateSize(placement.tasks())));
    if (on(IorOption.DRY_RUN)) {
      pair("dryRun", options.get(IorOption.DRY_RUN));
    }
    if (on(IorOption.VERBOSE)) {
      pair("verbose", options.get(IorOption.VERBOSE));
    }
    out.println();
    out.println("Results: ");
    out.flush();
  }

  private void taskOrder() {
    int constant = options.get(IorOption.REORDER_TASKS);
    int random = options.get(IorOption.REORDER_TASKS_RANDOM);
    if (constant == 0 && random == 0) {
      pair("ordering inter file", "no tasks offsets");
    }
    if (constant == 1) {
      pair("ordering inter file", "constant task offset");
      pair("task offset", options.get(IorOption.TASK_PER_NODE_OFFSET));
    }
    if (random == 1) {
      pair("ordering inter file", "random task offset");
      pair("task offset", options.get(IorOption.TASK_PER_NODE_OFFSET));
      pair("reorder random seed", options.get(IorOption.REORDER_TASKS_RANDOM_SEED));
    }
  }

  /** The head of the table of results. */
  void tableHeader() {
    out.println();
    out.println(
        "access    bw(MiB/s)  IOPS       Latency(s)  block(KiB) xfer(KiB)  open(s)    wr/rd(s)  "
            + " close(s)   total(s)   iter");
    out.println(
        "------    ---------  ----       ----------  ---------- ---------  --------   --------  "
            + " --------   --------   ----");
  }

  /** A row of the table. */
  void row(PhaseResult result) {
    long transferSize = options.get(IorOption.TRANSFER_SIZE);
    out.println(
        left(result.writes() ? "write" : "read", 10)
            + (column(result.bandwidth() / MEBI) + " ")
            + (column(result.iops(transferSize)) + " ")
            + (column(result.latency()) + "  ")
            + (column(options.get(IorOption.BLOCK_SIZE) / KIBI) + " ")
            + (column(transferSize / KIBI) + " ")
            + (column(result.durations().open()) + " ")
            + (column(result.durations().transfer()) + " ")
            + (column(result.durations().close()) + " ")
            + (column(result.durations().total()) + " ")
            + left(String.valueOf(result.repetition()), 4));
    out.flush();
  }

  /** The row for removing the file, shown on request. */
  void removed(double seconds, int repetition) {
    if (on(IorOption.VERBOSE)) {
      String none = "-          ";
      out.println(
          left("remove", 10)
              + none.repeat(3)
              + " "
              + none.repeat(5)
              + (column(seconds) + " ")
              + left(String.valueOf(repetition), 4));
    }
  }

  /** The best of each kind, shown on request. */
  void shortSummary(List<PhaseResult> results) {
    if (!on(IorOption.VERBOSE)) {
      return;
    }
    if (options.writes()) {
      best("Max Write: ", Sample.of(only(results, true), PhaseResult::bandwidth).max());
    }
    if (on(IorOption.READ_FILE)) {
      best("Max Read:  ", Sample.of(only(results, false), PhaseResult::bandwidth).max());
    }
  }

  private void best(String what, double bandwidth) {
    out.println(
        what
            + (fixed(bandwidth / MEBI, 2) + " MiB/sec (")
            + (fixed(bandwidth / MEGA, 2) + " MB/sec)"));
  }

  /** The last section: a line for writing and one for reading. */
  void summary(List<PhaseResult> results) {
    out.println();
    out.println("Summary of all tests:");
    out.println(
        "Operation   Max(MiB)   Min(MiB)  Mean(MiB)     StdDev   Max(OPs)   Min(OPs)  Mean(OPs)"
            + "     StdDev    Mean(s) Stonewall(s) Stonewall(MiB) Test# #Tasks tPN reps fPP reord"
            + " reordoff reordrand seed segcnt   blksiz    xsize aggs(MiB)   API RefNum");
    List<PhaseResult> writes = only(results, true);
    List<PhaseResult> reads = only(results, false);
    if (!writes.isEmpty()) {
      summaryLine("write", writes);
    }
    if (!reads.isEmpty()) {
      summaryLine("read", reads);
    }
  }

  private void summaryLine(String operation, List<PhaseResult> results) {
    long transferSize = options.get(IorOption.TRANSFER_SIZE);
    StringBuilder line = new StringBuilder(left(operation, 9)).append(' ');
    figures(line, Sample.of(results, result -> result.bandwidth() / MEBI));
    figures(line, Sample.of(results, result -> result.operations(transferSize)));
    field(line, 10, fixed(Sample.of(results, result -> result.durations().total()).mean(), 5));
    field(line, 10, "NA");
    field(line, 13, "NA");
    field(line, 5, 0);
    field(line, 6, placement.tasks());
    field(line, 3, placement.tasksOnNode0());
    field(line, 4, options.get(IorOption.REPETITIONS));
    field(line, 3, options.get(IorOption.FILE_PER_PROC));
    field(line, 5, options.get(IorOption.REORDER_TASKS));
    field(line, 8, options.get(IorOption.TASK_PER_NODE_OFFSET));
    field(line, 9, options.get(IorOption.REORDER_TASKS_RANDOM));
    field(line, 4, options.get(IorOption.REORDER_TASKS_RANDOM_SEED));
    field(line, 6, options.get(IorOption.SEGMENT_COUNT));
    field(line, 8, options.get(IorOption.BLOCK_SIZE));
    field(line, 8, transferSize);
    field(line, 9, fixed((float) results.getFirst().bytes() / (float) MEBI, 1));
    field(line, 3, options.get(IorOption.API));
    out.println(line + right("0", 6));
  }

  private static void figures(StringBuilder line, Sample sample) {
    field(line, 10, fixed(sample.max(), 2));
    field(line, 10, fixed(sample.min(), 2));
    field(line, 10, fixed(sample.mean(), 2));
    field(line, 10, fixed(sample.deviation(), 2));
  }

  private static void field(StringBuilder line, int width, Object value) {
    line.append(right(value.toString(), width)).append(' ');
  }

  /** The last line. */
  void finished(ZonedDateTime date) {
    pair("Finished", date(date));
    out.flush();
  }

  /** Something is not as it should be, and the run goes on. */
  void warning(String message) {
    line("WARNING: " + message);
  }

  /** A line of its own, from verbosity {@code level} on. */
  void say(int level, String message) {
    if (options.get(IorOption.VERBOSE) >= level) {
      line(message);
    }
  }

  /** A line of its own. */
  void line(String message) {
    out.println(message);
    out.flush();
  }

  private boolean on(IorOption<Integer> flag) {
    return options.on(flag);
  }

  private void pair(String key, Object value) {
    out.println(left(key, KEY_WIDTH) + ": " + value);
  }

  private static List<PhaseResult> only(List<PhaseResult> results, boolean writes) {
    return results.stream().filter(result -> result.writes() == writes).toList();
  }

  /** A date as C's ctime writes it. */
  static String date(ZonedDateTime date) {
    return DATE.format(date);
  }
}
