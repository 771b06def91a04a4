package io.jromio.collective;

import io.jromio.comm.Communicator;
import io.jromio.comm.Request;
import java.lang.foreign.MemorySegment;

/**
 * Keeps the depots of a collective write: opens them, lets guests and other nodes put their data
 * in, and hands full windows to an {@link Outlet}.
 *
 * <p>Where sources of a window share a byte, they are let in one after the other, so that the last
 * one wins.
 */
final class FillKeeper extends Keeper {
  /** Admits no guest before its turn. */
  private static final int NOBODY = -2;

  private final Outlet outlet;
  private final StagingArea[] arrivals;

  /** Where the data of full windows goes: the file, or the owner on another node. */
  interface Outlet {
    /** Whether own pieces of this window may stay where they are. */
    boolean takesInPlace(PlannedWindow window);

    /** Begins to move a full window. */
    void begin(Assembly full);

    /** Whether it is through, so that its depot may be filled anew. */
    boolean isDone(Assembly full);
  }

  /**
   * @param arrivals staging for messages of other nodes, one area for each depot
   */
  FillKeeper(
      TwoPhaseCall call,
      WindowSequence windows,
      Depot[] depots,
      Outlet outlet,
      StagingArea[] arrivals) {
    super(call, windows, depots);
    this.outlet = outlet;
    this.arrivals = arrivals;
  }

  @Override
  boolean step() {
    boolean moved = false;
    while (mayOpen()) {
      open(begin());
      moved = true;
    }
    Assembly head = underWay().peek();
    if (head == null) {
      return moved;
    }
    moved |= settle(head);
    if (head.settled < head.window.size()) {
      return moved;
    }
    if (!head.flushing) {
      head.flushing = true;
      outlet.begin(head);
      moved = true;
    }
    if (outlet.isDone(head)) {
      end();
      moved = true;
    }
    return moved;
  }

  /** A window whose sources come in turn is alone under way. */
  private boolean mayOpen() {
    return hasFreeDepot()
        && (underWay().isEmpty()
            || (next().isDisjoint() && underWay().getLast().window.isDisjoint()));
  }

  private void open(Assembly assembly) {
    PlannedWindow window = assembly.window;
    if (!window.isDisjoint()) {
      assembly.depot.open(key(window), NOBODY, 0);
      letIn(assembly);
      return;
    }
    int own = call().own(window);
    if (own >= 0) {
      if (outlet.takesInPlace(window) && OwnPieces.pays(call().buffer(), window, own)) {
        assembly.inPlace = new OwnPieces();
        call().ownPieces(window, assembly.inPlace);
      } else {
        fillOwn(assembly);
      }
    }
    long staged = 0;
    for (int i = 0; i < window.size(); i++) {
      if (window.source(i) instanceof Source.OfNode && !window.isOnePiece(i)) {
        staged += window.bytes(i);
      }
    }
    MemorySegment staging = staging(assembly, staged);
    long at = 0;
    for (int i = 0; i < window.size(); i++) {
      if (window.source(i) instanceof Source.OfNode node) {
        boolean lands = window.isOnePiece(i);
        MemorySegment place =
            lands
                ? assembly.memory().asSlice(window.first(i) - window.start(), window.bytes(i))
                : staging.asSlice(at, window.bytes(i));
        at += lands ? 0 : window.bytes(i);
        receive(assembly, i, node, place);
      }
    }
    assembly.depot.open(key(window), Depot.ANYBODY, 0);
  }

  private MemorySegment staging(Assembly assembly, long bytes) {
    return arrivals[assembly.place].during(bytes, call().nodes().all());
  }

  private void receive(Assembly assembly, int i, Source.OfNode node, MemorySegment place) {
    Communicator all = call().nodes().all();
    Request receive = all.irecv(place, call().leader(node.node()), MessageTags.TO_WRITE);
    assembly.requests[i] = receive;
    assembly.messages[i] = place;
  }

  private void fillOwn(Assembly assembly) {
    PlannedWindow window = assembly.window;
    call().ownPieces(window, WindowCopy.into(assembly.memory(), window.start(), call().buffer()));
  }

  /** Lets the source in whose turn it is, if sources come in turn. */
  private void letIn(Assembly assembly) {
    PlannedWindow window = assembly.window;
    int i = assembly.settled;
    if (i == window.size()) {
      return;
    }
    switch (window.source(i)) {
      case Source.OfRank rank -> {
        if (call().isOwn(window, i)) {
          fillOwn(assembly);
        } else {
          assembly.depot.turn(rank.localRank());
        }
      }
      case Source.OfNode node -> receive(assembly, i, node, staging(assembly, window.bytes(i)));
    }
  }

  /** Goes on to the first source that is not done. */
  private boolean settle(Assembly assembly) {
    PlannedWindow window = assembly.window;
    boolean moved = false;
    while (assembly.settled < window.size() && isSettled(assembly, assembly.settled)) {
      assembly.settled++;
      moved = true;
      if (!window.isDisjoint()) {
        letIn(assembly);
      }
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
      case Source.OfNode node -> {
        boolean complete = assembly.isComplete(i);
        if (complete && !(window.isOnePiece(i) && window.isDisjoint())) {
          PackedRuns.unpack(
              assembly.messages[i], 0, window.runsOf(i), assembly.memory(), window.start());
        }
        yield complete;
      }
    };
  }
}
