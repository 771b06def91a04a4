package io.jromio.collective;

import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Receives windows from their owners on other nodes, in one message each. */
final class PeerInlet implements DrainKeeper.Inlet {
  private final TwoPhaseCall call;
  private final StagingArea[] arrivals;
  private final @Nullable Request[] requests;
  private final MemorySegment[] messages;

  /**
   * @param arrivals staging for messages, one area for each depot
   */
  PeerInlet(TwoPhaseCall call, StagingArea[] arrivals) {
    this.call = call;
    this.arrivals = arrivals;
    this.requests = new @Nullable Request[arrivals.length];
    this.messages = new MemorySegment[arrivals.length];
  }

  @Override
  public void begin(Assembly empty) {
    Communicator all = call.nodes().all();
    PlannedWindow window = empty.window;
    long bytes = Long.BYTES + window.runs().bytes();
    MemorySegment message = arrivals[empty.place].during(bytes, all);
    messages[empty.place] = message;
    requests[empty.place] =
        all.irecv(message, call.plan().aggregator(window.domain()), MessageTags.READ);
  }

  @Override
  public boolean isDone(Assembly empty) {
    Request request = requests[empty.place];
    if (request == null || !request.test()) {
      return false;
    }
    PlannedWindow window = empty.window;
    MemorySegment message = messages[empty.place];
    empty.limit = message.get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
    PackedRuns.unpack(message, Long.BYTES, window.runs(), empty.memory(), window.start());
    return true;
  }
}
