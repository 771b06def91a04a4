package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Hint;
import io.jromio.hints.Hints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collective reads and writes of one open file, and the only way to them.
 *
 * <p>One call: the ranks exchange one entry of fixed size each; {@link CollectiveSelector} decides
 * from that and the hints whether they aggregate; if so {@link ExchangePlan} says who moves which
 * part of the file, and {@link Aggregation} does it; if not, each rank goes itself. In the end the
 * outcomes are agreed, so that all ranks return or all throw the same class, and none leaves before
 * the file has everybody's data. Where it is known before that ranks go alone, that one agreement
 * is all.
 *
 * <p>Where requests of one collective write overlap, the highest rank of the highest node wins if
 * they are aggregated; so atomic mode needs no locks there.
 *
 * @source MPI 4.1 section 14.4; Thakur, Gropp, Lusk: Data Sieving and Collective I/O in ROMIO, 1999
 */
public final class CollectiveIo implements AutoCloseable {
  private final Communicator comm;
  private final AdioFile file;
  private final int[] aggregators;
  private final Counters counters = new Counters();
  private final Aggregation aggregation;
  private @Nullable CollectiveLinks links;

  /**
   * Keeps what a call needs; local.
   *
   * @param comm the ranks that opened the file; its messages with tags below 16 belong to this
   *     object
   * @param file the file as this rank opened it; stays open
   * @param aggregators different ranks of {@code comm}, the same array on all of them, as {@link
   *     Aggregators#choose} gives it
   * @throws IllegalArgumentException if there are no aggregators, or one twice, or one that is no
   *     rank
   */
  public CollectiveIo(Communicator comm, AdioFile file, int[] aggregators) {
    int different = (int) Arrays.stream(aggregators).distinct().count();
    boolean ranks = Arrays.stream(aggregators).allMatch(a -> a >= 0 && a < comm.size());
    if (aggregators.length == 0 || different < aggregators.length || !ranks) {
      throw new IllegalArgumentException(
          "not different ranks: aggregators=%s size=%d"
              .formatted(Arrays.toString(aggregators), comm.size()));
    }
    this.comm = comm;
    this.file = file;
    this.aggregators = aggregators.clone();
    this.aggregation = new Aggregation(file, this.aggregators, counters);
  }

  /**
   * Collective. Writes the data of all ranks; returns or throws on all ranks.
   *
   * @return bytes of this rank's data that were written: all of them
   * @throws MpiIoException with the same class on every rank; {@code transferred()} counts this
   *     rank's bytes that reached the file
   */
  public long writeAll(CollectiveRequest request) throws MpiIoException {
    return run(request, new Operation(true, RomioHints.CB_WRITE));
  }

  /**
   * Collective. Reads the data of all ranks; returns or throws on all ranks.
   *
   * @return bytes of this rank's data before the end of the file; memory for the rest is unchanged
   * @throws MpiIoException with the same class on every rank; {@code transferred()} counts the
   *     bytes that this rank has got
   */
  public long readAll(CollectiveRequest request) throws MpiIoException {
    return run(request, new Operation(false, RomioHints.CB_READ));
  }

  /** What this rank has done so far. */
  public CollectiveReport report() {
    return counters.report();
  }

  /** Gives back the memory that is kept between calls; local. */
  @Override
  public void close() {
    aggregation.close();
    if (links != null) {
      links.close();
      links = null;
    }
  }

  private record Operation(boolean writes, Hint<Toggle> hint) {}

  private long run(CollectiveRequest request, Operation operation) throws MpiIoException {
    MpiIoException wrong = check(request, operation);
    Toggle mode = request.hints().get(operation.hint());
    CollectiveLinks linked = links();
    PlanLimits limits = limits(request.hints(), linked);
    long terms = terms(request, operation, limits);
    if (CollectiveSelector.goesAlone(mode, linked.isCached())) {
      return goAlone(request, operation, new Verdict(wrong, terms));
    }
    CallSummary summary = gather(request, wrong, terms);
    if (CollectiveSelector.aggregates(mode, summary)) {
      return aggregate(request, operation, new Terms(summary, limits, terms));
    }
    return goAlone(request, operation, new Verdict(null, terms));
  }

  private CollectiveLinks links() {
    CollectiveLinks linked = links;
    if (linked == null) {
      linked = CollectiveLinks.of(comm, file, aggregators, true);
      links = linked;
    }
    return linked;
  }

  private PlanLimits limits(Hints hints, CollectiveLinks linked) {
    PlanLimits limits = PlanLimits.of(hints, file.alignment());
    return linked.isCached() ? limits.forCache() : limits;
  }

  private static @Nullable MpiIoException check(CollectiveRequest request, Operation operation) {
    if (request.failure() != null) {
      return request.failure();
    }
    AccessList list = request.list();
    if (list.bytes() > request.buffer().bytes()) {
      return new MpiIoException(
          ErrorClass.ARG,
          "buffer too short: list=%d bytes buffer=%d bytes"
              .formatted(list.bytes(), request.buffer().bytes()));
    }
    if (operation.writes() && list.overlaps()) {
      return new MpiIoException(
          ErrorClass.ARG, "a write touches a byte of the file twice: " + list);
    }
    return null;
  }

  /** A number made from all that ranks must give alike; different calls hardly ever share one. */
  private long terms(CollectiveRequest request, Operation operation, PlanLimits limits) {
    Hints hints = request.hints();
    long[] all = {
      operation.writes() ? 1 : 0,
      request.atomic() ? 1 : 0,
      hints.get(operation.hint()).ordinal(),
      limits.windowBytes(),
      limits.alignment(),
      limits.smallestDomain(),
      Arrays.hashCode(aggregators)
    };
    long terms = 0;
    for (long value : all) {
      terms = (terms + value) * 0x9e3779b97f4a7c15L;
      terms ^= terms >>> 29;
    }
    return terms;
  }

  /** Exchanges what ranks must know of each other; throws on all ranks if any has failed. */
  private CallSummary gather(CollectiveRequest request, @Nullable MpiIoException wrong, long terms)
      throws MpiIoException {
    CollectiveLinks linked = links();
    long[] entry = CallEntry.outcome(true, terms);
    if (wrong == null) {
      entry = CallEntry.request(request.list(), terms);
      linked.patterns().note(request.list(), entry);
    }
    CallSummary summary = linked.exchange().exchange(entry);
    if (summary.hasFailed()) {
      throw CollectiveOutcome.shared(comm, (int) summary.failed(), wrong, 0);
    }
    throwIfDifferent(summary, 0);
    return summary;
  }

  private void throwIfDifferent(CallSummary summary, long moved) throws MpiIoException {
    if (summary.differs()) {
      throw new MpiIoException(
          ErrorClass.NOT_SAME,
          "rank %d makes another call, or with other hints, than rank 0: file=%s"
              .formatted(summary.different(), file.path()),
          moved);
    }
  }

  /** What this rank brings to the agreement at the end of a call. */
  private record Verdict(@Nullable MpiIoException failure, long terms) {}

  /** Agrees on the outcome: returns on all ranks or throws on all. */
  private void agree(Verdict mine, long moved) throws MpiIoException {
    CallSummary summary =
        links().exchange().exchange(CallEntry.outcome(mine.failure != null, mine.terms));
    if (summary.hasFailed()) {
      throw CollectiveOutcome.shared(comm, (int) summary.failed(), mine.failure, moved);
    }
    throwIfDifferent(summary, moved);
  }

  private long goAlone(CollectiveRequest request, Operation operation, Verdict before)
      throws MpiIoException {
    MpiIoException failure = before.failure;
    long moved = 0;
    if (failure == null) {
      try {
        moved = moveOwn(request, operation);
      } catch (MpiIoException | RuntimeException e) {
        failure = CollectiveOutcome.failure(e, file);
        moved = failure.transferred();
      }
    }
    agree(new Verdict(failure, before.terms), moved);
    return moved;
  }

  /** What all ranks have agreed on when they begin to aggregate. */
  private record Terms(CallSummary summary, PlanLimits limits, long number) {}

  private long aggregate(CollectiveRequest request, Operation operation, Terms terms)
      throws MpiIoException {
    ExchangePlan plan = plan(request, terms);
    long longest = plan.longestWindow();
    CollectiveLinks linked = links();
    if (!linked.depots().reserve(longest, terms.limits.windowBytes())) {
      linked = relinkApart(request, terms, longest);
    }
    counters.aggregatedCall();
    linked.patterns().read(linked.exchange());
    TwoPhaseCall call = new TwoPhaseCall(linked.nodes(), file, request, plan, counters);
    long failedFrom = aggregation.run(call, operation.writes(), linked);
    AccessList list = request.list();
    Verdict mine = new Verdict(call.failure(), terms.number);
    if (!operation.writes()) {
      agree(mine, call.bytesRead());
      return call.bytesRead();
    }
    CallSummary summary =
        linked.exchange().exchange(CallEntry.outcome(mine.failure != null, mine.terms));
    if (summary.hasFailed()) {
      long written = list.bytes() - plan.bytesNotWritten(list, comm.allgather(failedFrom));
      throw CollectiveOutcome.shared(comm, (int) summary.failed(), mine.failure, written);
    }
    return list.bytes();
  }

  private ExchangePlan plan(CollectiveRequest request, Terms terms) {
    CallSummary summary = terms.summary;
    VolumeProfile profile = null;
    if (ExchangePlan.needsProfile(summary, aggregators.length, terms.limits)) {
      long[] mine = VolumeProfile.of(request.list(), summary.start(), summary.end());
      long[] all = comm.allreduce(ReduceOp.SUM, mine);
      profile = new VolumeProfile(summary.start(), summary.end(), all);
    }
    return new ExchangePlan(summary, aggregators, terms.limits, profile);
  }

  /** Goes on without shared memory, if that was what there was too little of. */
  private CollectiveLinks relinkApart(CollectiveRequest request, Terms terms, long longest)
      throws MpiIoException {
    CollectiveLinks before = links();
    if (before.nodes().count() < comm.size()) {
      before.close();
      CollectiveLinks apart = CollectiveLinks.of(comm, file, aggregators, false);
      links = apart;
      if (comm.rank() == 0) {
        System.err.printf(
            "jromio: no shared memory for windows of %d bytes, ranks exchange messages: file=%s%n",
            longest, file.path());
      }
      gather(request, null, terms.number);
      if (apart.depots().reserve(longest, terms.limits.windowBytes())) {
        return apart;
      }
    }
    throw new MpiIoException(
        ErrorClass.NO_MEM,
        "no memory for windows: bytes=%d; lower cb_buffer_size or raise".formatted(longest)
            + " -XX:MaxDirectMemorySize, file="
            + file.path());
  }

  private long moveOwn(CollectiveRequest request, Operation operation) throws MpiIoException {
    AccessList list = request.list();
    TypedBuffer buffer = request.buffer();
    return operation.writes()
        ? IndependentIo.write(file, list, buffer, request.hints(), request.atomic())
        : IndependentIo.read(file, list, buffer, request.hints(), request.atomic());
  }
}
