package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.collective.CollectiveSelector.Circumstances;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.hints.Hint;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
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
  private final AggregatorList aggregators;
  private final Counters counters = new Counters();
  private final Aggregation aggregation;
  private final @Nullable Terms[] terms = new @Nullable Terms[Operation.values().length];
  private @Nullable CollectiveLinks links;

  /**
   * Keeps what a call needs; local.
   *
   * @param comm the ranks that opened the file; its messages with tags below 16 belong to this
   *     object, and it keeps what one file after another needs
   * @param file the file as this rank opened it; stays open
   * @param aggregators different ranks of {@code comm}, the same array on all of them, as {@link
   *     Aggregators#choose} gives it
   * @throws IllegalArgumentException if there are no aggregators, or one twice, or one that is no
   *     rank
   */
  public CollectiveIo(Communicator comm, AdioFile file, int[] aggregators) {
    this.comm = comm;
    this.file = file;
    this.aggregators = new AggregatorList(aggregators, comm.size());
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
    return run(request, Operation.WRITE);
  }

  /**
   * Collective. Reads the data of all ranks; returns or throws on all ranks.
   *
   * @return bytes of this rank's data before the end of the file; memory for the rest is unchanged
   * @throws MpiIoException with the same class on every rank; {@code transferred()} counts the
   *     bytes that this rank has got
   */
  public long readAll(CollectiveRequest request) throws MpiIoException {
    return run(request, Operation.READ);
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

  /** One of the two operations, and the hint that steers it. */
  private enum Operation {
    WRITE,
    READ;

    Hint<Toggle> hint() {
      return this == WRITE ? RomioHints.CB_WRITE : RomioHints.CB_READ;
    }
  }

  /**
   * What all calls of one operation have in common as long as hints and mode stay.
   *
   * @param terms a number made from all that ranks must give alike; different calls hardly ever
   *     share one
   */
  private record Terms(
      Operation operation,
      Hints hints,
      boolean atomic,
      Toggle mode,
      Circumstances circumstances,
      CollectiveLinks links,
      PlanLimits limits,
      long terms) {

    boolean writes() {
      return operation == Operation.WRITE;
    }

    @SuppressWarnings("ReferenceEquality") // hints change as a whole
    boolean areOf(CollectiveRequest request) {
      return hints == request.hints() && atomic == request.atomic();
    }
  }

  /** One call, as this rank knows it before it has heard of the others. */
  private record Call(CollectiveRequest request, Terms terms) {
    CollectiveLinks links() {
      return terms.links;
    }
  }

  private long run(CollectiveRequest request, Operation operation) throws MpiIoException {
    MpiIoException wrong = check(request, operation);
    Call call = new Call(request, terms(request, operation));
    Toggle mode = call.terms.mode;
    Circumstances circumstances = call.terms.circumstances;
    if (CollectiveSelector.goesAlone(mode, circumstances, request.scattered())) {
      return goAlone(call, wrong);
    }
    CallSummary summary = gather(call, wrong);
    return CollectiveSelector.aggregates(mode, circumstances, summary)
        ? aggregate(call, summary)
        : goAlone(call, null);
  }

  private Terms terms(CollectiveRequest request, Operation operation) {
    Terms before = terms[operation.ordinal()];
    if (before != null && before.areOf(request)) {
      return before;
    }
    Hints hints = request.hints();
    CollectiveLinks linked = links(hints);
    PlanLimits plain = PlanLimits.of(hints, file.alignment()).upTo(file.longestWindow());
    PlanLimits limits = linked.isCached() ? plain.forCache() : plain;
    Toggle mode = hints.get(operation.hint());
    Circumstances circumstances =
        new Circumstances(operation == Operation.WRITE, linked.isCached(), linked.mappedStride());
    long number = number(operation.ordinal(), request.atomic() ? 1 : 0, mode.ordinal());
    number = number(number, limits.windowBytes(), limits.alignment());
    number = number(number, limits.smallestDomain(), aggregators.hashCode());
    Terms now =
        new Terms(operation, hints, request.atomic(), mode, circumstances, linked, limits, number);
    terms[operation.ordinal()] = now;
    return now;
  }

  private static long number(long... values) {
    long number = 0;
    for (long value : values) {
      number = (number + value) * 0x9e3779b97f4a7c15L;
      number ^= number >>> 29;
    }
    return number;
  }

  private CollectiveLinks links(Hints hints) {
    CollectiveLinks linked = links;
    if (linked == null) {
      boolean shares = hints.get(JromioHints.CB_SHARED_MEMORY) != Toggle.DISABLE;
      linked = CollectiveLinks.of(comm, file, shares);
      links = linked;
    }
    return linked;
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
    if (operation == Operation.WRITE && list.overlaps()) {
      return new MpiIoException(
          ErrorClass.ARG, "a write touches a byte of the file twice: " + list);
    }
    return null;
  }

  /** Exchanges what ranks must know of each other; throws on all ranks if any has failed. */
  private CallSummary gather(Call call, @Nullable MpiIoException wrong) throws MpiIoException {
    long[] entry = CallEntry.outcome(true, call.terms.terms);
    if (wrong == null) {
      entry = CallEntry.request(call.request.list(), call.terms.terms);
      call.links().patterns().note(call.request.list(), entry);
    }
    CallSummary summary = call.links().exchange().exchange(entry);
    throwIfUnfit(summary, wrong, 0);
    return summary;
  }

  private void throwIfUnfit(CallSummary summary, @Nullable MpiIoException mine, long moved)
      throws MpiIoException {
    if (summary.hasFailed()) {
      throw CollectiveOutcome.shared(comm, (int) summary.failed(), mine, moved);
    }
    if (summary.differs()) {
      throw new MpiIoException(
          ErrorClass.NOT_SAME,
          "rank %d makes another call, or with other hints, than rank 0: file=%s"
              .formatted(summary.different(), file.path()),
          moved);
    }
  }

  /** Tells the others how it went here, and hears how it went there. */
  private CallSummary outcome(Call call, @Nullable MpiIoException failure) {
    return call.links().exchange().exchange(CallEntry.outcome(failure != null, call.terms.terms));
  }

  /**
   * @param wrong what is wrong with the arguments; then nothing is moved here
   */
  private long goAlone(Call call, @Nullable MpiIoException wrong) throws MpiIoException {
    MpiIoException failure = wrong;
    long moved = 0;
    if (failure == null) {
      try {
        moved = moveOwn(call);
      } catch (MpiIoException | RuntimeException e) {
        failure = CollectiveOutcome.failure(e, file);
        moved = failure.transferred();
      }
    }
    if (!call.links().exchange().agrees(failure != null, call.terms.terms)) {
      throwIfUnfit(outcome(call, failure), failure, moved);
    }
    return moved;
  }

  private long moveOwn(Call call) throws MpiIoException {
    CollectiveRequest request = call.request;
    AccessList list = request.list();
    TypedBuffer buffer = request.buffer();
    return call.terms.writes()
        ? IndependentIo.write(file, list, buffer, request.hints(), request.atomic())
        : IndependentIo.read(file, list, buffer, request.hints(), request.atomic());
  }

  private long aggregate(Call call, CallSummary summary) throws MpiIoException {
    CollectiveRequest request = call.request;
    ExchangePlan plan = plan(call, summary);
    long longest = plan.longestWindow();
    if (!reserved(call, longest)) {
      return aggregateApart(call, longest);
    }
    counters.aggregatedCall();
    call.links().patterns().read(call.links().exchange());
    TwoPhaseCall twoPhase = new TwoPhaseCall(call.links().nodes(), file, request, plan, counters);
    long failedFrom = aggregation.run(twoPhase, call.terms.writes(), call.links());
    MpiIoException failure = twoPhase.failure();
    CallSummary after = outcome(call, failure);
    AccessList list = request.list();
    long moved = call.terms.writes() ? list.bytes() : twoPhase.bytesRead();
    if (call.terms.writes() && after.hasFailed()) {
      moved -= plan.bytesNotWritten(list, comm.allgather(failedFrom));
    }
    throwIfUnfit(after, failure, moved);
    return moved;
  }

  private boolean reserved(Call call, long longest) {
    long most = call.terms.limits.windowBytes();
    return call.links().depots().reserve(aggregators, longest, most);
  }

  private ExchangePlan plan(Call call, CallSummary summary) {
    VolumeProfile profile = null;
    if (ExchangePlan.needsProfile(summary, aggregators.size(), call.terms.limits)) {
      long[] mine = VolumeProfile.of(call.request.list(), summary.start(), summary.end());
      long[] all = comm.allreduce(ReduceOp.SUM, mine);
      profile = new VolumeProfile(summary.start(), summary.end(), all);
    }
    return new ExchangePlan(summary, aggregators, call.terms.limits, profile);
  }

  /** Begins again without shared memory, if that was what there was too little of. */
  private long aggregateApart(Call call, long longest) throws MpiIoException {
    if (call.links().nodes().count() == comm.size()) {
      throw new MpiIoException(
          ErrorClass.NO_MEM,
          "no memory for windows: bytes=%d file=%s; lower cb_buffer_size or raise"
                  .formatted(longest, file.path())
              + " -XX:MaxDirectMemorySize");
    }
    call.links().close();
    Arrays.fill(terms, null);
    links = CollectiveLinks.of(comm, file, false);
    if (comm.rank() == 0) {
      CollectiveLinks.warn("no shared memory for windows of %d bytes".formatted(longest), file);
    }
    Call again = new Call(call.request, terms(call.request, call.terms.operation));
    return aggregate(again, gather(again, null));
  }
}
