package io.jromio.collective;

import io.jromio.adio.view.AccessList;

/** What one rank exchanges with one other aggregator: round after round, in ascending order. */
final class Outgoing {
  private final int aggregator;
  private final WindowGrid windows;
  private final int wave;
  private final PieceWalk walk;
  private final StreamRuns runs = new StreamRuns();
  private Round round;

  Outgoing(int aggregator, WindowGrid windows, int wave, AccessList list) {
    this.aggregator = aggregator;
    this.windows = windows;
    this.wave = wave;
    this.walk = new PieceWalk(list);
    this.round = nextRound();
  }

  /** The rank that owns the domain. */
  int aggregator() {
    return aggregator;
  }

  /** The round to come, {@link Round#NONE} after the last. */
  Round round() {
    return round;
  }

  /** Takes the round to come: what of this rank's data passes in it, in file order. */
  StreamRuns take() {
    runs.clear();
    walk.below(windows.end(round.window()), runs);
    round = nextRound();
    return runs;
  }

  /** What {@link #take} gave last. */
  StreamRuns taken() {
    return runs;
  }

  private Round nextRound() {
    return walk.hasPiece() ? new Round(windows.indexOf(walk.offset()), wave) : Round.NONE;
  }
}
