package io.jromio.bench.jmh;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;

/** The layouts that the benchmarks go through, all with 4 MiB of data. */
public enum Pattern {
  /** One block. */
  CONTIGUOUS {
    @Override
    Datatype type() {
      return Datatype.contiguous(BYTES, Datatype.BYTE);
    }
  },
  /** Every fourth piece of 4 KiB. */
  STRIDED {
    @Override
    Datatype type() {
      return Datatype.vector(BYTES / PIECE, PIECE, 4 * PIECE, Datatype.BYTE);
    }
  },
  /** An eighth of an array of 256 x 256 x 128 ints. */
  BOX {
    @Override
    Datatype type() {
      long[] array = {256, 256, 128};
      long[] box = {128, 128, 64};
      return Datatype.subarray(array, box, new long[] {128, 0, 64}, Order.C, Datatype.INT);
    }
  },
  /** Pieces of 4 KiB at places without a rule. */
  SCATTERED {
    @Override
    Datatype type() {
      long[] places = new long[(int) (BYTES / PIECE)];
      for (int i = 0; i < places.length; i++) {
        places[i] = 4L * PIECE * i + (i * 2654435761L & 0x7FF);
      }
      return Datatype.indexedBlock(PIECE, places, Datatype.BYTE);
    }
  };

  static final long BYTES = 4 << 20;
  static final long PIECE = 4 << 10;

  abstract Datatype type();
}
