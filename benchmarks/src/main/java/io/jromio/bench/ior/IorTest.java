package io.jromio.bench.ior;

import io.jromio.bench.ior.PhaseTimes.Stamp;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One test of IOR on one rank: all repetitions of write, check, read and removal, each phase timed
 * from the first rank that opens to the last one that has closed.
 *
 * <p>All ranks run it together. A rank that meets an error leaves with {@link IorFailure}; whoever
 * runs the test then ends the job, because the others wait for this rank.
 */
final class IorTest {
  private static final long PAGE = 4096;
  private static final double NS_PER_SECOND = 1e9;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final int LEVEL_MORE = 2;
  private static final int LEVEL_ALL = 3;

  private final IorJob job;
  private final IorOptions options;
  private final Communicator comm;
  private final IorBackend backend;
  private final IorReport report;
  private final Layout layout;
  private final TestFileName names;
  private final TaskOrder taskOrder;
  private final List<PhaseResult> results = new ArrayList<>();
  private long wrongTransfers;
  private @Nullable IorFile open;

  IorTest(IorJob job, IorBackend backend, IorReport report) {
    this.job = job;
    this.options = job.options();
    this.comm = job.comm();
    this.backend = backend;
    this.report = report;
    this.layout = job.layout();
    this.names = new TestFileName(options);
    this.taskOrder = new TaskOrder(options, job.placement());
  }

  /**
   * Runs it; collective.
   *
   * @return the number of transfers, over all ranks and phases, in which wrong data was found
   */
  long run() throws IorFailure {
    warnOfExistingFiles();
    long startNs = job.clock().stampNs();
    int orderSeed = agree(seed(IorOption.RANDOM_OFFSET_SEED, -1, startNs));
    try (Arena arena = Arena.ofShared()) {
      MemorySegment buffer = arena.allocate(bufferSize(), PAGE);
      Transfers transfers = new Transfers(options, layout, buffer);
      for (int repetition = 0; repetition < options.get(IorOption.REPETITIONS); repetition++) {
        DataPattern pattern = new DataPattern(agree(signature()));
        if (job.reports() && repetition == 0) {
          report.tableHeader();
        }
        pattern.fill(buffer.asSlice(0, layout.transferSize()), job.rank());
        Repetition current = new Repetition(repetition, orderSeed, transfers, pattern);
        if (options.writes() && !timeIsUp(startNs)) {
          write(current);
        }
        if (options.on(IorOption.CHECK_WRITE) && !timeIsUp(startNs)) {
          checkWritten(current, arena);
        }
        if (options.reads() && !timeIsUp(startNs)) {
          read(current, arena);
        }
        finish(current);
      }
    }
    if (job.reports()) {
      report.shortSummary(results);
      report.summary(results);
    }
    return wrongTransfers;
  }

  /** What the phases of a repetition have in common. */
  private static final class Repetition {
    final int number;
    final int orderSeed;
    final Transfers transfers;
    final DataPattern pattern;
    boolean wrongData;

    Repetition(int number, int orderSeed, Transfers transfers, DataPattern pattern) {
      this.number = number;
      this.orderSeed = orderSeed;
      this.transfers = transfers;
      this.pattern = pattern;
    }
  }

  /** Moves the bytes of a phase; returns the number of transfers. */
  private interface Body {
    long move(IorFile file) throws IOException;
  }

  private long bufferSize() {
    boolean checks = options.on(IorOption.CHECK_READ) || options.on(IorOption.CHECK_WRITE);
    return options.movesAllSegments() && checks
        ? Math.multiplyExact(layout.segments(), layout.transferSize())
        : layout.transferSize();
  }

  private void write(Repetition repetition) throws IorFailure {
    int rank = job.rank();
    String file = names.of(rank, repetition.number);
    sayOnEveryRank("task %d writing %s".formatted(rank, file));
    delay();
    if (!options.on(IorOption.USE_EXISTING_TEST_FILE)) {
      remove(repetition);
    }
    makeDirectory(rank);
    comm.barrier();
    SegmentOrder order = order(repetition, rank);
    timed(
        repetition,
        Access.WRITE,
        rank,
        opened -> {
          long count = repetition.transfers.write(opened, order);
          if (options.on(IorOption.FSYNC)) {
            opened.sync();
          }
          return count;
        });
  }

  private void checkWritten(Repetition repetition, Arena arena) throws IorFailure {
    comm.barrier();
    if (job.reports()) {
      report.say(1, "Verifying contents of the file(s) just written.");
      report.say(1, now() + "\n");
    }
    int owner = taskOrder.checkOwner(job.rank());
    String file = names.of(owner, repetition.number);
    DataCheck check = new DataCheck(repetition.pattern, arena, layout.transferSize());
    try {
      IorFile opened = open(file, Access.WRITE_CHECK, owner);
      repetition.transfers.check(
          opened,
          order(repetition, owner),
          (found, offset) -> check.compare(found, file, offset, owner));
      close(opened);
    } catch (IOException e) {
      throw new IorFailure(Access.WRITE_CHECK.toString(), file, e);
    }
    countErrors(repetition, Access.WRITE_CHECK, check);
  }

  private void read(Repetition repetition, Arena arena) throws IorFailure {
    int owner = taskOrder.readOwner(job.rank(), repetition.number);
    String file = names.of(owner, repetition.number);
    sayOnEveryRank("task %d reading %s".formatted(job.rank(), file));
    SegmentOrder order = order(repetition, owner);
    delay();
    if (!options.on(IorOption.CHECK_READ)) {
      comm.barrier();
      timed(repetition, Access.READ, owner, opened -> repetition.transfers.read(opened, order));
      return;
    }
    DataCheck check = new DataCheck(repetition.pattern, arena, layout.transferSize());
    comm.barrier();
    Transfers.Comparison comparison = (found, offset) -> check.compare(found, file, offset, owner);
    PhaseResult result =
        measured(
            repetition,
            Access.READ_CHECK,
            owner,
            opened -> repetition.transfers.check(opened, order, comparison));
    countErrors(repetition, Access.READ_CHECK, check);
    add(result);
  }

  private void timed(Repetition repetition, Access access, int owner, Body body) throws IorFailure {
    add(measured(repetition, access, owner, body));
  }

  private void add(PhaseResult result) {
    results.add(result);
    if (job.reports()) {
      report.row(result);
    }
  }

  /** Open, move, close; then what it came to over all ranks. */
  private PhaseResult measured(Repetition repetition, Access access, int owner, Body body)
      throws IorFailure {
    String file = names.of(owner, repetition.number);
    PhaseTimes times = new PhaseTimes(job.clock());
    try {
      times.take(Stamp.OPEN_START);
      IorFile opened = open(file, access, owner);
      times.take(Stamp.OPEN_STOP);
      barrierInside();
      if (job.reports()) {
        String end = access.writes() ? "" : "\n";
        report.say(LEVEL_ALL, "Commencing %s performance test: %s".formatted(access, now()) + end);
      }
      times.take(Stamp.TRANSFER_START);
      long count = body.move(opened);
      times.take(Stamp.TRANSFER_STOP);
      barrierInside();
      times.take(Stamp.CLOSE_START);
      close(opened);
      times.take(Stamp.CLOSE_STOP);
      if (access.writes()) {
        comm.barrier();
      }
      long bytes = movedByAll(file, count * layout.transferSize());
      sayTimes(times, access, repetition.number);
      return new PhaseResult(
          access.writes(), repetition.number, bytes, latency(times, count), times.reduce(comm));
    } catch (IOException e) {
      throw new IorFailure(access.toString(), file, e);
    }
  }

  private IorFile open(String file, Access access, int owner) throws IOException {
    IorFile opened = backend.open(file, access, owner);
    open = opened;
    return opened;
  }

  private void close(IorFile opened) throws IOException {
    open = null;
    opened.close();
  }

  /** Lets go of a file that a phase left open because it failed; only after the job has ended. */
  void abandon() {
    if (open != null) {
      try {
        open.close();
      } catch (IOException | CommException e) {
        // The job has failed for a reason that was told; closing can only add its consequences.
        open = null;
      }
    }
  }

  private double latency(PhaseTimes times, long count) {
    double mine = count == 0 ? Double.POSITIVE_INFINITY : times.transferTime() / count;
    // The bits of doubles that are not negative ascend with their values.
    long least = comm.allreduce(ReduceOp.MIN, Double.doubleToLongBits(mine))[0];
    return Double.longBitsToDouble(least);
  }

  /** What all ranks moved; a file of another size is worth a warning. */
  private long movedByAll(String file, long bytes) throws IOException {
    long moved = comm.allreduce(ReduceOp.SUM, bytes)[0];
    OptionalLong size = backend.size(file);
    if (size.isEmpty()) {
      return moved;
    }
    ReduceOp op = job.filePerProcess() ? ReduceOp.SUM : ReduceOp.MIN;
    long inFiles = comm.allreduce(op, size.getAsLong())[0];
    long expected = options.aggregateSize(job.placement().tasks());
    if (job.reports() && (expected != moved || inFiles != moved)) {
      report.warning("Expected aggregate file size       = " + expected);
      report.warning("Stat() of aggregate file size      = " + inFiles);
      report.warning("Using actual aggregate bytes moved = " + moved);
    }
    return moved;
  }

  private void countErrors(Repetition repetition, Access access, DataCheck check) {
    long wrong = comm.allreduce(ReduceOp.SUM, check.wrong())[0];
    if (wrong == 0) {
      return;
    }
    wrongTransfers += wrong;
    repetition.wrongData = true;
    String mine = String.join("\n", check.findings());
    byte[][] all = comm.gather(mine.getBytes(StandardCharsets.UTF_8), 0);
    if (!job.reports()) {
      return;
    }
    for (int rank = 0; rank < all.length; rank++) {
      String findings = new String(all[rank], StandardCharsets.UTF_8);
      int reader = rank;
      findings
          .lines()
          .forEach(
              finding ->
                  report.warning(
                      "Wrong byte on %s: %s reader=%d".formatted(access, finding, reader)));
    }
    String phase = access == Access.WRITE_CHECK ? "write" : "read";
    report.warning("Incorrect data on %s (%d errors found).\n".formatted(phase, wrong));
    report.line("Used " + timeStamp(repetition.pattern.seed()) + " for Data Signature");
  }

  private static String timeStamp(int seed) {
    return "Time Stamp %s (0x%x)".formatted(Integer.toUnsignedString(seed), seed);
  }

  private void finish(Repetition repetition) throws IorFailure {
    boolean keep =
        options.on(IorOption.KEEP_FILE)
            || (repetition.wrongData && options.on(IorOption.KEEP_FILE_WITH_ERROR));
    if (keep) {
      comm.barrier();
      return;
    }
    long startNs = job.clock().stampNs();
    comm.barrier();
    remove(repetition);
    comm.barrier();
    if (job.reports()) {
      report.removed((job.clock().stampNs() - startNs) / NS_PER_SECOND, repetition.number);
    }
  }

  private void remove(Repetition repetition) throws IorFailure {
    if (!job.filePerProcess() && job.rank() != 0) {
      return;
    }
    String file = names.of(job.rank(), repetition.number);
    try {
      if (backend.exists(file)) {
        sayOnEveryRank("task %d removing %s".formatted(job.rank(), file));
        backend.delete(file);
      }
    } catch (IOException e) {
      throw new IorFailure("remove", file, e);
    }
  }

  private void makeDirectory(int owner) throws IorFailure {
    if (names.inOwnDirectory()) {
      String file = names.first(owner);
      try {
        backend.makeDirectory(file);
      } catch (IOException e) {
        throw new IorFailure("make directory", file, e);
      }
    }
  }

  private void warnOfExistingFiles() throws IorFailure {
    if (!options.writes() && !options.on(IorOption.CHECK_WRITE)) {
      return;
    }
    String found = "";
    if (job.filePerProcess() || job.rank() == 0) {
      String file = names.first(job.rank());
      try {
        found = backend.exists(file) ? file : "";
      } catch (IOException e) {
        throw new IorFailure("look for file", file, e);
      }
    }
    byte[][] all = comm.gather(found.getBytes(StandardCharsets.UTF_8), 0);
    if (!job.reports()) {
      return;
    }
    String fate = options.on(IorOption.USE_EXISTING_TEST_FILE) ? "overwritten" : "deleted";
    for (byte[] name : all) {
      if (name.length > 0) {
        report.warning(
            "The file \"%s\" exists already and will be %s"
                .formatted(new String(name, StandardCharsets.UTF_8), fate));
      }
    }
  }

  private SegmentOrder order(Repetition repetition, int owner) {
    return options.on(IorOption.RANDOM_OFFSET)
        ? SegmentOrder.shuffled(layout, owner, repetition.orderSeed)
        : SegmentOrder.sequential(layout, owner);
  }

  /** A seed that was given, or one from the clock. */
  private int seed(IorOption<Long> option, long notGiven, long stampNs) {
    long given = options.get(option);
    return (int) (given == notGiven ? (long) (stampNs / NS_PER_SECOND) : given);
  }

  private int signature() {
    int seed = seed(IorOption.TIME_STAMP_SIGNATURE, 0, job.clock().stampNs());
    if (job.reports()) {
      report.say(LEVEL_MORE, "Using " + timeStamp(seed) + " for Data Signature");
    }
    return seed;
  }

  /** The value of rank 0. */
  private int agree(int value) {
    return (int) comm.allreduce(ReduceOp.SUM, job.rank() == 0 ? value : 0)[0];
  }

  private boolean timeIsUp(long startNs) {
    long limit = options.get(IorOption.MAX_TIME_DURATION) * SECONDS_PER_MINUTE;
    if (limit == 0) {
      return false;
    }
    boolean up = job.clock().stampNs() - startNs >= limit * NS_PER_SECOND;
    return agree(up ? 1 : 0) != 0;
  }

  private void delay() {
    long seconds = options.get(IorOption.INTER_TEST_DELAY);
    if (job.reports() && seconds > 0) {
      report.say(1, "delaying %d seconds . . .".formatted(seconds));
      job.clock().sleep(seconds);
    }
  }

  private void barrierInside() {
    if (options.on(IorOption.INTRA_TEST_BARRIERS)) {
      comm.barrier();
    }
  }

  private String now() {
    return IorReport.date(job.clock().date(job.clock().stampNs()));
  }

  private void sayOnEveryRank(String message) {
    if (options.get(IorOption.VERBOSE) >= LEVEL_ALL) {
      job.out().println(message);
    }
  }

  private void sayTimes(PhaseTimes times, Access access, int repetition) {
    for (Stamp stamp : Stamp.values()) {
      BigDecimal seconds = BigDecimal.valueOf(times.stampNs(stamp), 9);
      sayOnEveryRank(
          "Test 0: Iter=%d, Task=%d, Time=%s, %s %s"
              .formatted(
                  repetition,
                  job.rank(),
                  seconds.setScale(6, RoundingMode.HALF_EVEN).toPlainString(),
                  access,
                  stamp));
    }
  }
}
