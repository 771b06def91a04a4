package io.jromio.bench.planning;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import java.util.SplittableRandom;

/** What the ranks of a planned call ask for. */
enum PlannedView {
  /** One contiguous block of a file for each rank, one behind the other. */
  BLOCK {
    @Override
    AccessList of(int rank, Shape shape) {
      long bytes = shape.bytes();
      return AccessList.contiguous(rank * bytes, bytes);
    }
  },
  /** Pieces dealt out in turn: each rank has every n-th. */
  STRIDED {
    @Override
    AccessList of(int rank, Shape shape) throws MpiIoException {
      Datatype piece = Datatype.contiguous(shape.piece, Datatype.BYTE);
      Datatype tile = Datatype.resized(piece, 0, shape.piece * shape.ranks);
      return new FileView(rank * shape.piece, Datatype.BYTE, tile).access(0, shape.bytes());
    }
  },
  /** As many pieces for each rank, anywhere in a file of the same size; some may overlap. */
  RANDOM {
    @Override
    AccessList of(int rank, Shape shape) throws MpiIoException {
      SplittableRandom random = new SplittableRandom(rank);
      long[] lengths = new long[shape.pieces];
      long[] places = new long[shape.pieces];
      long part = shape.piece * shape.ranks;
      for (int i = 0; i < shape.pieces; i++) {
        lengths[i] = shape.piece;
        places[i] = i * part + random.nextLong(part - shape.piece + 1);
      }
      Datatype type = Datatype.hindexed(lengths, places, Datatype.BYTE);
      return AccessList.of(0, type.flatten());
    }
  };

  /**
   * How much each rank asks for.
   *
   * @param piece bytes of a piece
   * @param pieces of a rank
   */
  record Shape(int ranks, long piece, int pieces) {
    long bytes() {
      return piece * pieces;
    }
  }

  /** The request of a rank. */
  abstract AccessList of(int rank, Shape shape) throws MpiIoException;
}
