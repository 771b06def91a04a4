package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;

/**
 * One call to MPI-IO.
 *
 * @param type one instance of it in memory is what goes through the view
 * @param after what is done when the bytes are there
 */
record Request(View view, MemorySegment memory, Datatype type, After after) {
  /** What is done when a call has moved its bytes. */
  interface After {
    void run() throws H5Exception;
  }

  private static final MemorySegment ZEROS = MemorySegment.ofArray(new byte[1 << 16]).asReadOnly();
  private static final Datatype NO_BYTES = Datatype.contiguous(0, Datatype.BYTE);
  private static final View ANYWHERE = new View(0, Datatype.BYTE);

  /** A call that moves nothing, for a rank that has nothing more. */
  static final Request NOTHING =
      new Request(ANYWHERE, MemorySegment.ofArray(new byte[0]), NO_BYTES, () -> {});

  boolean isNothing() {
    return equals(NOTHING);
  }

  /**
   * Ranges of the file and of memory.
   *
   * @param ranges keys are bytes of the file in ascending order, values bytes of memory
   */
  static Request of(Extents ranges, MemorySegment memory, After after) {
    if (ranges.size() == 0) {
      return new Request(ANYWHERE, NOTHING.memory(), NO_BYTES, after);
    }
    long origin = ranges.key(0);
    long[] lengths = ranges.lengths();
    Datatype inFile = Datatype.hindexed(lengths, ranges.keysFrom(origin), Datatype.BYTE);
    Datatype inMemory = Datatype.hindexed(lengths, ranges.values(), Datatype.BYTE);
    return new Request(new View(origin, inFile), memory, inMemory, after);
  }

  long bytes() {
    return type.size();
  }

  /** Zeros for what lies behind the end of the file: it was never written. */
  void clearFrom(long moved) {
    long total = bytes();
    if (moved >= total) {
      return;
    }
    TypedBuffer buffer = new TypedBuffer(memory, type, 1);
    long at = moved;
    while (at < total) {
      long next = Math.min(total - at, ZEROS.byteSize());
      buffer.unpack(at, ZEROS, 0, next);
      at += next;
    }
  }
}
