package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.comm.Communicator;
import java.lang.foreign.MemorySegment;

/**
 * One rank's side of one two-phase call: what moves, and with what.
 *
 * @param memory reserved for the call
 * @param exchange what passes between this rank and the others
 */
record RankCall(
    Communicator comm,
    AdioFile file,
    CollectiveRequest request,
    CollectiveBuffer memory,
    RankExchange exchange) {

  /** The memory of a window of the file. */
  MemorySegment window(PlannedWindow window) {
    return memory.window(window.end() - window.start(), comm);
  }

  MemorySegment arrivals(long bytes) {
    return memory.arrivals(bytes, comm);
  }

  MemorySegment departures(long bytes) {
    return memory.departures(bytes, comm);
  }
}
