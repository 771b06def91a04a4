package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import java.util.List;

/**
 * What one aggregator exchanges with all ranks about its file domain: window after window, in
 * ascending order, without those that nobody asks for.
 */
final class Incoming {
  /** One rank's share of the domain. */
  static final class Source {
    private final int rank;
    private final int wave;
    private final PieceWalk ahead;
    private final PieceWalk behind;

    Source(int rank, int wave, AccessList list) {
      this.rank = rank;
      this.wave = wave;
      this.ahead = new PieceWalk(list);
      this.behind = new PieceWalk(list);
    }

    int rank() {
      return rank;
    }

    int wave() {
      return wave;
    }

    /**
     * Shows the pieces of a window when its data is at hand. Windows must come in order, but
     * planning may be ahead.
     */
    void pieces(PlannedWindow window, PieceSink sink) {
      behind.below(window.end(), sink);
    }
  }

  /** Of a rank that owns no domain. */
  static final Incoming NOTHING =
      new Incoming(new WindowGrid(0, 0, 0, 1), List.of(), new Coverage());

  private final WindowGrid windows;
  private final List<Source> sources;
  private final Coverage coverage;
  private long first;
  private long pieces;

  /**
   * @param sources ascending by rank
   * @param coverage to work with
   */
  Incoming(WindowGrid windows, List<Source> sources, Coverage coverage) {
    this.windows = windows;
    this.sources = sources;
    this.coverage = coverage;
  }

  /** Plans the next window that anybody asks for; {@link PlannedWindow#NONE} after the last. */
  PlannedWindow next() {
    long next = Long.MAX_VALUE;
    for (Source source : sources) {
      if (source.ahead.hasPiece()) {
        next = Math.min(next, source.ahead.offset());
      }
    }
    if (next == Long.MAX_VALUE) {
      return PlannedWindow.NONE;
    }
    long number = windows.indexOf(next);
    long start = windows.start(number);
    long end = windows.end(number);
    coverage.reset(start, end - start);
    PlannedWindow window = new PlannedWindow(number, start, end, sources.size());
    for (Source source : sources) {
      first = PlannedWindow.SCATTERED;
      pieces = 0;
      long bytes = source.ahead.below(end, this::mark);
      if (bytes > 0) {
        window.add(source, bytes, pieces == 1 ? first : PlannedWindow.SCATTERED);
      }
    }
    coverage.runs(window.runs());
    return window;
  }

  private void mark(long offset, long length, long stride, long blocks, long dataOffset) {
    first = offset;
    pieces += blocks;
    for (long block = 0; block < blocks; block++) {
      coverage.mark(offset + block * stride, length);
    }
  }
}
