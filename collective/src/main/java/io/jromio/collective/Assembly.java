package io.jromio.collective;

import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A window under way: the depot it is in, and how far its sources have got. */
final class Assembly {
  final PlannedWindow window;
  final Depot depot;

  /** Which of its keeper's depots it is. */
  final int place;

  /** The keeper's own pieces that are moved between file and memory without the depot, if any. */
  @Nullable OwnPieces inPlace;

  /** Sources before this one are done. */
  int settled;

  /** Messages of other nodes, by source. */
  final @Nullable Request[] requests;

  /** Where those messages are. */
  final MemorySegment[] messages;

  /** For a read: where the file was found to end. */
  long limit = Long.MAX_VALUE;

  /** Whether what follows the guests of a write, or comes before those of a read, has begun. */
  boolean flushing;

  /** Whether guests of a read are admitted. */
  boolean published;

  /** The next source that a read has to be sent to. */
  int unsent;

  Assembly(PlannedWindow window, Depot depot, int place) {
    this.window = window;
    this.depot = depot;
    this.place = place;
    this.requests = new @Nullable Request[window.size()];
    this.messages = new MemorySegment[window.size()];
  }

  /** Bytes of the window, from its first on. */
  MemorySegment memory() {
    return depot.memory();
  }

  /** Whether the message of a source, if there is one, is complete. */
  boolean isComplete(int source) {
    Request request = requests[source];
    if (request == null) {
      return true;
    }
    if (!request.test()) {
      return false;
    }
    requests[source] = null;
    return true;
  }
}
