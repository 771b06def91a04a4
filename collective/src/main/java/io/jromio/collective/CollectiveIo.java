package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.Communicator;
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
 * from that and the hints whether they aggregate; if so {@link ExchangePlan} says who sends what to
 * whom, and {@link TwoPhaseWriter} or {@link TwoPhaseReader} does it; if not, each rank goes
 * itself. In the end the outcomes are agreed, so that all ranks return or all throw the same class,
 * and none leaves before the file has everybody's data.
 *
 * <p>Where requests of one collective write overlap, the highest rank wins if they are aggregated;
 * so atomic mode needs no locks there.
 *
 * @source MPI 4.1 section 14.4; Thakur, Gropp, Lusk: Data Sieving and Collective I/O in ROMIO, 1999
 */
public final class CollectiveIo implements AutoCloseable {
  private final Communicator comm;
  private final AdioFile file;
  private final int[] aggregators;
  private final CollectiveBuffer memory = new CollectiveBuffer();
  private final Counters counters = new Counters();

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
    memory.close();
  }

  private record Operation(boolean writes, Hint<Toggle> hint) {}

  private long run(CollectiveRequest request, Operation operation) throws MpiIoException {
    MpiIoException wrong = check(request, operation);
    Toggle mode = request.hints().get(operation.hint());
    if (mode == Toggle.DISABLE) {
      return goAlone(request, operation, wrong);
    }
    PlanLimits limits = PlanLimits.of(request.hints(), file.alignment());
    CallExtents extents = gather(request, wrong, terms(request, operation, limits));
    if (CollectiveSelector.aggregates(mode, extents)) {
      counters.aggregatedCall();
      ExchangePlan plan = new ExchangePlan(extents, aggregators, limits);
      prepare(request, operation, plan);
      return operation.writes() ? writeTogether(request, plan) : readTogether(request, plan);
    }
    return goAlone(request, operation, null);
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
  private CallExtents gather(CollectiveRequest request, @Nullable MpiIoException wrong, long terms)
      throws MpiIoException {
    AccessList list = wrong == null ? request.list() : AccessList.empty(0);
    long[] extent = {list.start(), list.end(), list.bytes(), list.pieces()};
    boolean scattered = !request.buffer().isContiguous();
    CallExtents extents =
        new CallExtents(comm.allgather(CallExtents.entry(extent, wrong != null, scattered, terms)));
    int failed = extents.lowestFailure();
    if (failed < comm.size()) {
      throw CollectiveOutcome.shared(comm, failed, wrong, 0);
    }
    int different = extents.lowestDifference();
    if (different < comm.size()) {
      throw new MpiIoException(
          ErrorClass.NOT_SAME,
          "rank %d makes another call, or with other hints, than rank 0: file=%s"
              .formatted(different, file.path()));
    }
    return extents;
  }

  private long goAlone(
      CollectiveRequest request, Operation operation, @Nullable MpiIoException wrong)
      throws MpiIoException {
    MpiIoException failure = wrong;
    long moved = 0;
    if (failure == null) {
      try {
        moved = moveOwn(request, operation);
      } catch (MpiIoException | RuntimeException e) {
        failure = CollectiveOutcome.failure(e, file);
        moved = failure.transferred();
      }
    }
    int failed = CollectiveOutcome.lowestFailure(comm, failure != null);
    if (failed < comm.size()) {
      throw CollectiveOutcome.shared(comm, failed, failure, moved);
    }
    return moved;
  }

  /** Reserves memory; if any rank may fail to, all agree that none did before anything is sent. */
  private void prepare(CollectiveRequest request, Operation operation, ExchangePlan plan)
      throws MpiIoException {
    long longest = plan.longestWindow();
    boolean agrees = memory.needsAgreement(plan.limits().windowBytes(), longest);
    if (!agrees && !plan.anyScatteredMemory()) {
      return;
    }
    int rank = comm.rank();
    long window = plan.domainOf(rank) >= 0 ? longest : 0;
    long own = 0;
    if (!request.buffer().isContiguous()) {
      long inOneRound = operation.writes() ? plan.touched(rank).length : 1;
      own = Math.min(request.list().bytes(), inOneRound * longest);
    }
    MpiIoException failure = null;
    try {
      long arrivals = operation.writes() ? window : Math.max(window, own);
      memory.reserve(window, arrivals, operation.writes() ? own : 0);
    } catch (MpiIoException e) {
      failure = e;
    }
    CollectiveOutcome.agree(comm, failure);
    memory.agreed(longest);
  }

  private RankCall call(CollectiveRequest request, ExchangePlan plan) {
    @Nullable AccessList[] lists = new AccessExchange(comm, plan).run(request.list());
    int domain = plan.domainOf(comm.rank());
    RankExchange exchange =
        new RankExchange(
            plan.outgoing(comm.rank(), request.list()),
            domain < 0 ? Incoming.NOTHING : plan.incoming(domain, lists, memory.coverage()));
    return new RankCall(comm, file, request, memory, exchange);
  }

  private long writeTogether(CollectiveRequest request, ExchangePlan plan) throws MpiIoException {
    TwoPhaseWriter writer = new TwoPhaseWriter(call(request, plan), counters);
    writer.run();
    AccessList list = request.list();
    int failed = CollectiveOutcome.lowestFailure(comm, writer.failure() != null);
    if (failed == comm.size()) {
      return list.bytes();
    }
    long[] failedFrom = comm.allgather(writer.failedFrom());
    long written = list.bytes() - plan.bytesNotWritten(list, failedFrom);
    throw CollectiveOutcome.shared(comm, failed, writer.failure(), written);
  }

  private long readTogether(CollectiveRequest request, ExchangePlan plan) throws MpiIoException {
    TwoPhaseReader reader = new TwoPhaseReader(call(request, plan), counters);
    reader.run();
    int failed = CollectiveOutcome.lowestFailure(comm, reader.failure() != null);
    if (failed < comm.size()) {
      throw CollectiveOutcome.shared(comm, failed, reader.failure(), reader.bytes());
    }
    return reader.bytes();
  }

  private long moveOwn(CollectiveRequest request, Operation operation) throws MpiIoException {
    AccessList list = request.list();
    TypedBuffer buffer = request.buffer();
    return operation.writes()
        ? IndependentIo.write(file, list, buffer, request.hints(), request.atomic())
        : IndependentIo.read(file, list, buffer, request.hints(), request.atomic());
  }
}
