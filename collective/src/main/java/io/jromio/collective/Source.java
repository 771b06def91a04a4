package io.jromio.collective;

import io.jromio.adio.FileRuns;
import io.jromio.adio.view.AccessList;
import java.util.List;

/** Who has data in a file domain, as its keeper sees it: a rank of this node, or another node. */
sealed interface Source {

  /** The first byte of the file that is still to be planned; {@link Long#MAX_VALUE} if none is. */
  long offset();

  /** Plans up to the end of a window: adds what is in it, marks it in the coverage. */
  void plan(PlannedWindow window, Coverage coverage);

  /** A rank of this node. */
  final class OfRank implements Source {
    private final int localRank;
    private final PieceWalk walk;
    private long first;
    private long pieces;

    OfRank(int localRank, AccessList list) {
      this.localRank = localRank;
      this.walk = new PieceWalk(list);
    }

    int localRank() {
      return localRank;
    }

    @Override
    public long offset() {
      return walk.hasPiece() ? walk.offset() : Long.MAX_VALUE;
    }

    @Override
    public void plan(PlannedWindow window, Coverage coverage) {
      first = PlannedWindow.SCATTERED;
      pieces = 0;
      long bytes =
          walk.below(
              window.end(),
              (offset, length, stride, blocks, dataOffset) -> {
                first = offset;
                pieces += blocks;
                coverage.mark(offset, length, stride, blocks);
              });
      if (bytes > 0) {
        window.add(this, bytes, pieces == 1 ? first : PlannedWindow.SCATTERED, null);
      }
    }
  }

  /** All ranks of another node together: what one of them or more has. */
  final class OfNode implements Source {
    private final int node;
    private final PieceWalk[] walks;
    private final Coverage own;

    /**
     * @param scratch to work with; may serve other nodes too
     */
    OfNode(int node, List<AccessList> lists, Coverage scratch) {
      this.own = scratch;
      this.node = node;
      this.walks = lists.stream().map(PieceWalk::new).toArray(PieceWalk[]::new);
    }

    int node() {
      return node;
    }

    @Override
    public long offset() {
      long first = Long.MAX_VALUE;
      for (PieceWalk walk : walks) {
        if (walk.hasPiece()) {
          first = Math.min(first, walk.offset());
        }
      }
      return first;
    }

    @Override
    public void plan(PlannedWindow window, Coverage coverage) {
      if (offset() >= window.end()) {
        return;
      }
      own.reset(window.start(), window.end() - window.start());
      for (PieceWalk walk : walks) {
        walk.below(
            window.end(),
            (offset, length, stride, blocks, dataOffset) ->
                own.mark(offset, length, stride, blocks));
      }
      FileRuns runs = new FileRuns(1);
      own.runs(runs);
      for (int i = 0; i < runs.size(); i++) {
        coverage.mark(runs.offset(i), runs.length(i));
      }
      long first = runs.size() == 1 ? runs.offset(0) : PlannedWindow.SCATTERED;
      window.add(this, runs.bytes(), first, runs);
    }
  }
}
