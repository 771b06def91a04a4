package io.jromio.collective;

import io.jromio.comm.Communicator;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Keeps the depots of a collective read: has windows brought by an {@link Inlet}, opens them for
 * guests, and sends other nodes what they asked for. The next window is brought while one is being
 * taken apart.
 *
 * <pre>
 *   message to another node:  0       8
 *                             | limit | its runs of the window, packed |
 * </pre>
 *
 * <p>{@code limit} is where the file was found to end: what lies behind it was not read, and means
 * nothing in the message.
 */
final class DrainKeeper extends Keeper {
  private final Inlet inlet;
  private final StagingArea[] departures;

  /** Where windows come from: the file, or the owner on another node. */
  interface Inlet {
    /** Begins to bring a window. */
    void begin(Assembly empty);

    /** Whether it is there, and its limit is known. */
    boolean isDone(Assembly empty);
  }

  /**
   * @param departures staging for messages to other nodes, one area for each depot
   */
  DrainKeeper(
      TwoPhaseCall call,
      WindowSequence windows,
      Depot[] depots,
      Inlet inlet,
      StagingArea[] departures) {
    super(call, windows, depots);
    this.inlet = inlet;
    this.departures = departures;
  }

  @Override
  boolean step() {
    boolean moved = false;
    while (hasFreeDepot()) {
      inlet.begin(begin());
      moved = true;
    }
    for (Assembly assembly : underWay()) {
      if (!assembly.published && inlet.isDone(assembly)) {
        publish(assembly);
        moved = true;
      }
      if (!assembly.published) {
        break;
      }
    }
    Assembly head = underWay().peek();
    if (head != null && head.published) {
      moved |= drain(head);
      if (head.settled == head.window.size()) {
        end();
        moved = true;
      }
    }
    return moved;
  }

  private void publish(Assembly assembly) {
    PlannedWindow window = assembly.window;
    assembly.published = true;
    assembly.depot.open(key(window), Depot.ANYBODY, assembly.limit);
    OwnPieces inPlace = assembly.inPlace;
    if (inPlace != null) {
      call().read(inPlace.bytesBelow(assembly.limit));
    } else if (call().own(window) >= 0) {
      WindowCopy copy =
          WindowCopy.outOf(assembly.memory(), window.start(), call().buffer(), assembly.limit);
      call().ownPieces(window, copy);
      call().read(copy.moved());
    }
  }

  private boolean drain(Assembly assembly) {
    PlannedWindow window = assembly.window;
    boolean moved = send(assembly);
    while (assembly.settled < window.size() && isSettled(assembly, assembly.settled)) {
      assembly.settled++;
      moved = true;
    }
    return moved;
  }

  private boolean isSettled(Assembly assembly, int i) {
    PlannedWindow window = assembly.window;
    if (call().isOwn(window, i)) {
      return true;
    }
    return switch (window.source(i)) {
      case Source.OfRank rank -> assembly.depot.isDone(rank.localRank());
      case Source.OfNode node -> i < assembly.unsent && assembly.isComplete(i);
    };
  }

  /** Sends to as many nodes as there is staging for, once what was sent before has gone. */
  private boolean send(Assembly assembly) {
    PlannedWindow window = assembly.window;
    if (assembly.unsent == window.size()) {
      return false;
    }
    for (int i = 0; i < assembly.unsent; i++) {
      if (!assembly.isComplete(i)) {
        return false;
      }
    }
    long room = window.end() - window.start() + Long.BYTES;
    int to = assembly.unsent;
    long bytes = 0;
    for (; to < window.size(); to++) {
      boolean toNode = window.source(to) instanceof Source.OfNode;
      long more = toNode ? Long.BYTES + window.bytes(to) : 0;
      if (bytes > 0 && bytes + more > room) {
        break;
      }
      bytes += more;
    }
    pass(assembly, to, departures[assembly.place].during(bytes, call().nodes().all()));
    return true;
  }

  private void pass(Assembly assembly, int to, MemorySegment staging) {
    Communicator all = call().nodes().all();
    PlannedWindow window = assembly.window;
    long at = 0;
    for (int i = assembly.unsent; i < to; i++) {
      if (window.source(i) instanceof Source.OfNode node) {
        MemorySegment message = staging.asSlice(at, Long.BYTES + window.bytes(i));
        message.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, assembly.limit);
        PackedRuns.pack(window.runsOf(i), assembly.memory(), window.start(), message, Long.BYTES);
        assembly.requests[i] = all.isend(message, call().leader(node.node()), MessageTags.READ);
        call().counters().sent(window.bytes(i));
        at += message.byteSize();
      }
    }
    assembly.unsent = to;
  }
}
