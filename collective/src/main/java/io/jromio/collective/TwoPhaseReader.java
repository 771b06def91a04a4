package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.hints.RomioHints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The two phases of a collective read: aggregators read what anybody asks for, and send every rank
 * its share.
 *
 * <p>A share is announced by the number of its bytes that the file has, so that the receiver counts
 * true bytes and memory beyond them stays as it was; then those bytes follow, if there are any. A
 * failed aggregator announces {@link #NOTHING_READ} for all its shares.
 */
final class TwoPhaseReader extends TwoPhase {
  private static final long NOTHING_READ = -1;

  private final WindowReader file;
  private MemorySegment window = MemorySegment.NULL;
  private MemorySegment departures = MemorySegment.NULL;
  private long departed;
  private long fileEnd = Long.MAX_VALUE;
  private long bytes;

  TwoPhaseReader(RankCall call, Counters counters) {
    super(call, counters);
    this.file =
        new WindowReader(call.file(), call.request().hints().get(RomioHints.DS_READ), counters);
  }

  /** Bytes of its own request that this rank has got. */
  long bytes() {
    return bytes;
  }

  @Override
  void open(PlannedWindow planned, int from, int to) {
    window = call().window(planned);
    if (from == 0 && failure() == null) {
      read(planned);
    }
    int self = call().comm().rank();
    long scattered = 0;
    for (int i = from; i < to; i++) {
      boolean packed = planned.source(i).rank() != self && !planned.isOnePiece(i);
      scattered += packed ? planned.bytes(i) : 0;
    }
    departures = call().departures(scattered);
    departed = 0;
    for (int i = from; i < to; i++) {
      if (planned.source(i).rank() == self) {
        takeOwn(planned, i);
      } else {
        sendShare(planned, i);
      }
    }
  }

  private void read(PlannedWindow planned) {
    if (planned.start() >= fileEnd) {
      return;
    }
    try {
      FileRuns runs = file.plan(planned.runs());
      MemorySegment staging = call().arrivals(file.stagingBytes(runs));
      fileEnd = Math.min(fileEnd, file.read(runs, planned.start(), window, staging));
    } catch (CommException e) {
      throw e;
    } catch (MpiIoException | RuntimeException e) {
      fail(e);
    }
  }

  private void takeOwn(PlannedWindow planned, int i) {
    if (failure() != null) {
      return;
    }
    TypedBuffer buffer = call().request().buffer();
    planned
        .source(i)
        .pieces(
            planned,
            (offset, length, stride, blocks, dataOffset) -> {
              for (long block = 0; block < blocks; block++) {
                long at = offset + block * stride;
                long there = beforeEnd(at, length);
                buffer.unpack(dataOffset + block * length, window, at - planned.start(), there);
                bytes += there;
              }
            });
  }

  private void sendShare(PlannedWindow planned, int i) {
    long count = NOTHING_READ;
    MemorySegment share = MemorySegment.NULL;
    if (failure() == null) {
      long before = departed;
      planned.source(i).pieces(planned, planned.isOnePiece(i) ? this::skip : packing(planned));
      if (planned.isOnePiece(i)) {
        count = beforeEnd(planned.first(i), planned.bytes(i));
        share = window.asSlice(planned.first(i) - planned.start(), count);
      } else {
        count = departed - before;
        share = departures.asSlice(before, count);
      }
    }
    Communicator comm = call().comm();
    int rank = planned.source(i).rank();
    MemorySegment announced = MemorySegment.ofArray(new byte[Long.BYTES]);
    announced.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, count);
    sending(comm.isend(announced, rank, MessageTags.READ_COUNT));
    if (count > 0) {
      sending(comm.isend(share, rank, MessageTags.READ));
      counters().sent(count);
    }
  }

  private void skip(long offset, long length, long stride, long blocks, long dataOffset) {}

  private PieceSink packing(PlannedWindow planned) {
    return (offset, length, stride, blocks, dataOffset) -> {
      for (long block = 0; block < blocks; block++) {
        long at = offset + block * stride;
        long there = beforeEnd(at, length);
        MemorySegment.copy(window, at - planned.start(), departures, departed, there);
        departed += there;
      }
    };
  }

  /** How much of a piece lies before the end of the file. */
  private long beforeEnd(long offset, long length) {
    return Math.clamp(fileEnd - offset, 0, length);
  }

  @Override
  void passLegs(Round round) {
    for (Outgoing leg : call().exchange().legs()) {
      if (leg.round().equals(round)) {
        receiveShare(leg.aggregator(), leg.take());
      }
    }
  }

  private void receiveShare(int aggregator, StreamRuns runs) {
    Communicator comm = call().comm();
    MemorySegment announced = MemorySegment.ofArray(new byte[Long.BYTES]);
    comm.recv(announced, aggregator, MessageTags.READ_COUNT);
    long count = announced.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    if (count <= 0) {
      return;
    }
    TypedBuffer buffer = call().request().buffer();
    if (runs.size() == 1 && buffer.isContiguous()) {
      comm.recv(buffer.slice(runs.offset(0), count), aggregator, MessageTags.READ);
    } else {
      MemorySegment share = call().arrivals(count);
      comm.recv(share, aggregator, MessageTags.READ);
      long done = 0;
      for (int i = 0; i < runs.size() && done < count; i++) {
        long length = Math.min(runs.length(i), count - done);
        buffer.unpack(runs.offset(i), share, done, length);
        done += length;
      }
    }
    bytes += count;
  }

  @Override
  void complete(PlannedWindow window, int from, int to) {}
}
