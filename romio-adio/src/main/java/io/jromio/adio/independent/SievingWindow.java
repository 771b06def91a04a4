package io.jromio.adio.independent;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.MemorySegment;

/**
 * A range of the file in staging memory or mapped, and the copies between it and an application's
 * memory.
 *
 * @param from where in the file the window begins
 * @param memory the bytes of the file from there on
 */
record SievingWindow(long from, MemorySegment memory) {
  /** Equal pieces from which on they are copied together. */
  private static final long FEW = 4;

  private long end() {
    return from + memory.byteSize();
  }

  /**
   * Takes the pieces of this window from {@code cursor} and copies their data out, as far as the
   * file reached.
   *
   * @param read bytes of the window that came from the file
   * @return bytes of data copied
   */
  long copyOut(AccessCursor cursor, TypedBuffer buffer, long read) {
    long copied = 0;
    while (cursor.hasPiece() && cursor.offset() < end()) {
      long blocks = blocksBelow(from + read, cursor, buffer);
      if (blocks >= FEW) {
        long bytes = blocks * cursor.length();
        pattern(cursor, blocks).pack(0, buffer.slice(cursor.dataOffset(), bytes));
        copied += bytes;
        cursor.nextBlocks(blocks);
        continue;
      }
      long part = Math.min(cursor.length(), end() - cursor.offset());
      long at = cursor.offset() - from;
      long there = Math.max(0, Math.min(part, read - at));
      if (there > 0) {
        buffer.unpack(cursor.dataOffset(), memory, at, there);
      }
      copied += there;
      cursor.advance(part);
    }
    return copied;
  }

  /** Takes the pieces of this window from {@code cursor} and puts their data into it. */
  void copyIn(AccessCursor cursor, TypedBuffer buffer) {
    while (cursor.hasPiece() && cursor.offset() < end()) {
      long blocks = blocksBelow(end(), cursor, buffer);
      if (blocks >= FEW) {
        long bytes = blocks * cursor.length();
        pattern(cursor, blocks).unpack(0, buffer.slice(cursor.dataOffset(), bytes));
        cursor.nextBlocks(blocks);
        continue;
      }
      long part = Math.min(cursor.length(), end() - cursor.offset());
      buffer.pack(cursor.dataOffset(), memory, cursor.offset() - from, part);
      cursor.advance(part);
    }
  }

  /** Whole equal pieces before {@code limit} whose data lies side by side in memory. */
  private static long blocksBelow(long limit, AccessCursor cursor, TypedBuffer buffer) {
    long blocks = cursor.blocks();
    long room = limit - cursor.offset() - cursor.length();
    if (blocks < FEW || room < 0 || !buffer.isContiguous()) {
      return 0;
    }
    return Math.min(blocks, room / cursor.stride() + 1);
  }

  private TypedBuffer pattern(AccessCursor cursor, long blocks) {
    Datatype type = Datatype.hvector(blocks, cursor.length(), cursor.stride(), Datatype.BYTE);
    return TypedBuffer.of(memory, cursor.offset() - from, type, 1);
  }
}
