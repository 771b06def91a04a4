package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * Elements on their way to the rank that puts them in place. For each piece:
 *
 * <pre>
 *   0  place    8
 *   8  count    8
 *  16  elements count * size, as the file has them
 * </pre>
 *
 * <p>Numbers are in the order of the machine. Read once, from the beginning.
 */
final class PieceMessage {
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final int HEADER = 16;

  private final MemorySegment bytes;
  private final int elementSize;
  private long at;
  private long marked;

  PieceMessage(MemorySegment bytes, int elementSize) {
    this.bytes = bytes;
    this.elementSize = elementSize;
  }

  /** Bytes of a message of some pieces. */
  static long size(Extents pieces, int from, int to, int elementSize) {
    long size = 0;
    for (int i = from; i < to; i++) {
      size += HEADER + pieces.length(i) * elementSize;
    }
    return size;
  }

  /**
   * Appends pieces; keys are places, values elements of memory.
   *
   * @return where the message ends now
   */
  static long write(PartPlan plan, Extents pieces, int piece, Place target) throws H5Exception {
    MemorySegment into = target.segment();
    long count = pieces.length(piece);
    into.set(LONG, target.offset(), pieces.key(piece));
    into.set(LONG, target.offset() + 8, count);
    plan.toFile(pieces.value(piece), count, new Place(into, target.offset() + HEADER));
    return target.offset() + HEADER + count * plan.fileSize();
  }

  /** Whether there is another piece, and it begins before {@code bound}. */
  boolean hasNextBefore(long bound) {
    return at < bytes.byteSize() && bytes.get(LONG, at) < bound;
  }

  /**
   * Puts the pieces that begin before {@code bound} where they belong.
   *
   * @param first the place at the beginning of {@code target}
   * @param moved the bytes of each element that are moved
   */
  void apply(long first, long bound, MemorySegment target, ElementBytes moved) {
    boolean whole = moved.isWhole(elementSize);
    while (hasNextBefore(bound)) {
      long to = (bytes.get(LONG, at) - first) * elementSize;
      long length = bytes.get(LONG, at + 8) * elementSize;
      at += HEADER;
      if (whole) {
        MemorySegment.copy(bytes, at, target, to, length);
      } else {
        for (long i = 0; i < length; i += elementSize) {
          for (ElementBytes.Piece piece : moved.pieces()) {
            MemorySegment.copy(
                bytes, at + i + piece.file(), target, to + i + piece.file(), piece.length());
          }
        }
      }
      at += length;
    }
  }

  /**
   * Marks the elements of the pieces before {@code bound}; to be called for one chunk after the
   * other.
   *
   * @param first the place that is bit 0
   */
  void mark(long first, long bound, BitSet marks) {
    while (marked < bytes.byteSize() && bytes.get(LONG, marked) < bound) {
      long place = bytes.get(LONG, marked);
      long count = bytes.get(LONG, marked + 8);
      if (place >= first) {
        marks.set((int) (place - first), (int) (place - first + count));
      }
      marked += HEADER + count * elementSize;
    }
  }
}
