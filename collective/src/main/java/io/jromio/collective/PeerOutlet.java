package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Sends full windows to their owners on other nodes, in one message each. */
final class PeerOutlet implements FillKeeper.Outlet {
  private final TwoPhaseCall call;
  private final StagingArea[] departures;
  private @Nullable Request sending;

  /**
   * @param departures staging for messages, one area for each depot
   */
  PeerOutlet(TwoPhaseCall call, StagingArea[] departures) {
    this.call = call;
    this.departures = departures;
  }

  @Override
  public boolean takesInPlace(PlannedWindow window) {
    return false;
  }

  @Override
  public void begin(Assembly full) {
    Communicator all = call.nodes().all();
    PlannedWindow window = full.window;
    FileRuns runs = window.runs();
    MemorySegment message;
    if (runs.size() == 1) {
      message = full.memory().asSlice(runs.offset(0) - window.start(), runs.bytes());
    } else {
      message = departures[full.place].during(runs.bytes(), all);
      PackedRuns.pack(runs, full.memory(), window.start(), message, 0);
    }
    sending = all.isend(message, call.plan().aggregator(window.domain()), MessageTags.TO_WRITE);
    call.counters().sent(runs.bytes());
  }

  @Override
  public boolean isDone(Assembly full) {
    Request request = sending;
    if (request != null && request.test()) {
      sending = null;
    }
    return sending == null;
  }
}
