package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import io.jromio.hints.RomioHints;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two phases of a collective write: ranks send their data, aggregators put it together in rank
 * order, so that the highest rank wins where requests overlap, and write what they got and nothing
 * else.
 *
 * <p>An aggregator grants a round before a rank sends for it, except the very first of a domain; so
 * no more than one round of data is ever on its way to an aggregator.
 */
final class TwoPhaseWriter extends TwoPhase {
  private static final Round UNGRANTED = new Round(0, 0);

  private final WindowWriter file;
  private final List<@Nullable Request> receives = new ArrayList<>();
  private MemorySegment window = MemorySegment.NULL;
  private MemorySegment arrivals = MemorySegment.NULL;
  private long arrived;
  private long failedFrom = Long.MAX_VALUE;

  TwoPhaseWriter(RankCall call, Counters counters) {
    super(call, counters);
    this.file =
        new WindowWriter(call.file(), call.request().hints().get(RomioHints.DS_WRITE), counters);
  }

  /**
   * From where on this rank's file domain has not been written; {@link Long#MAX_VALUE} if it has.
   */
  long failedFrom() {
    return failedFrom;
  }

  @Override
  void open(PlannedWindow planned, int from, int to) {
    Communicator comm = call().comm();
    window = call().window(planned);
    arrivals = call().arrivals(stagedBytes(planned, from, to));
    receives.clear();
    long staged = 0;
    for (int i = from; i < to; i++) {
      int rank = planned.source(i).rank();
      if (rank == comm.rank()) {
        receives.add(null);
        continue;
      }
      MemorySegment place;
      if (landsInPlace(planned, i)) {
        place = window.asSlice(planned.first(i) - planned.start(), planned.bytes(i));
      } else {
        place = arrivals.asSlice(staged, planned.bytes(i));
        staged += planned.bytes(i);
      }
      receives.add(comm.irecv(place, rank, MessageTags.TO_WRITE));
      if (!planned.round(from).equals(UNGRANTED)) {
        MemorySegment nothing = MemorySegment.ofArray(new byte[0]);
        sending(comm.isend(nothing, rank, MessageTags.GRANT));
      }
    }
  }

  private long stagedBytes(PlannedWindow planned, int from, int to) {
    long bytes = 0;
    for (int i = from; i < to; i++) {
      boolean staged =
          planned.source(i).rank() != call().comm().rank() && !landsInPlace(planned, i);
      bytes += staged ? planned.bytes(i) : 0;
    }
    return bytes;
  }

  @Override
  void passLegs(Round round) {
    Communicator comm = call().comm();
    TypedBuffer buffer = call().request().buffer();
    List<Outgoing> ready = new ArrayList<>();
    long packedBytes = 0;
    for (Outgoing leg : call().exchange().legs()) {
      if (leg.round().equals(round)) {
        ready.add(leg);
        StreamRuns runs = leg.take();
        packedBytes += sendsInPlace(buffer, runs) ? 0 : runs.bytes();
      }
    }
    MemorySegment departures = call().departures(packedBytes);
    long packed = 0;
    for (Outgoing leg : ready) {
      StreamRuns runs = leg.taken();
      MemorySegment message;
      if (sendsInPlace(buffer, runs)) {
        message = buffer.slice(runs.offset(0), runs.bytes());
      } else {
        message = departures.asSlice(packed, runs.bytes());
        packed += runs.bytes();
        pack(buffer, runs, message);
      }
      if (!round.equals(UNGRANTED)) {
        comm.recv(MemorySegment.ofArray(new byte[0]), leg.aggregator(), MessageTags.GRANT);
      }
      sending(comm.isend(message, leg.aggregator(), MessageTags.TO_WRITE));
      counters().sent(runs.bytes());
    }
  }

  /** Whether a rank's data can be received where it belongs, because no other rank's does too. */
  private static boolean landsInPlace(PlannedWindow planned, int i) {
    return planned.isOnePiece(i) && planned.isDisjoint();
  }

  private static boolean sendsInPlace(TypedBuffer buffer, StreamRuns runs) {
    return runs.size() == 1 && buffer.isContiguous();
  }

  private static void pack(TypedBuffer buffer, StreamRuns runs, MemorySegment into) {
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      buffer.pack(runs.offset(i), into, done, runs.length(i));
      done += runs.length(i);
    }
  }

  @Override
  void complete(PlannedWindow planned, int from, int to) {
    arrived = 0;
    for (int i = from; i < to; i++) {
      Request receive = receives.get(i - from);
      if (receive != null) {
        receive.await();
      }
      if (failure() == null) {
        planned.source(i).pieces(planned, sink(planned, i));
      }
    }
    if (to == planned.size() && failure() == null) {
      write(planned);
    }
  }

  /** Puts the data of one rank where it belongs in the window. */
  private PieceSink sink(PlannedWindow planned, int i) {
    long start = planned.start();
    if (planned.source(i).rank() == call().comm().rank()) {
      TypedBuffer buffer = call().request().buffer();
      return (offset, length, stride, blocks, dataOffset) -> {
        for (long block = 0; block < blocks; block++) {
          long at = offset - start + block * stride;
          buffer.pack(dataOffset + block * length, window, at, length);
        }
      };
    }
    if (landsInPlace(planned, i)) {
      return (offset, length, stride, blocks, dataOffset) -> {};
    }
    return (offset, length, stride, blocks, dataOffset) -> {
      for (long block = 0; block < blocks; block++) {
        MemorySegment.copy(arrivals, arrived, window, offset - start + block * stride, length);
        arrived += length;
      }
    };
  }

  private void write(PlannedWindow planned) {
    try {
      MemorySegment staging = call().arrivals(file.stagingBytes(planned.runs()));
      file.write(planned.runs(), planned.start(), window, staging);
    } catch (CommException e) {
      throw e;
    } catch (MpiIoException | RuntimeException e) {
      fail(e);
      long written = e instanceof MpiIoException failure ? failure.transferred() : 0;
      failedFrom = WindowWriter.offsetAfter(planned.runs(), written);
    }
  }
}
