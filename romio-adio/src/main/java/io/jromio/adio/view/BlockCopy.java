package io.jromio.adio.view;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between rows of blocks in memory and packed bytes, one way or the other. */
record BlockCopy(MemorySegment memory, MemorySegment packed, boolean packs) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  /**
   * Blocks in memory: the first at {@code offset}, {@code stride} apart; the copy begins {@code
   * skip} bytes into the first.
   */
  record Row(long offset, long stride, long block, long skip) {}

  void checkPacked(long offset, long length) {
    if (offset < 0 || offset > packed.byteSize() - length) {
      throw new IndexOutOfBoundsException(
          "outside the packed bytes: offset=%d length=%d byteSize=%d"
              .formatted(offset, length, packed.byteSize()));
    }
  }

  /** Copies {@code length} bytes; the row is as long as that needs. */
  void copy(Row row, long packedOffset, long length) {
    long at = row.offset;
    long place = packedOffset;
    long left = length;
    if (row.skip > 0 || left < row.block) {
      long n = Math.min(row.block - row.skip, left);
      move(at + row.skip, place, n);
      at += row.stride;
      place += n;
      left -= n;
    }
    long whole = left / row.block;
    if (row.block == Integer.BYTES) {
      moveInts(at, row.stride, place, whole);
    } else if (row.block == Long.BYTES) {
      moveLongs(at, row.stride, place, whole);
    } else {
      for (long i = 0; i < whole; i++) {
        move(at + i * row.stride, place + i * row.block, row.block);
      }
    }
    long done = whole * row.block;
    if (done < left) {
      move(at + whole * row.stride, place + done, left - done);
    }
  }

  private void move(long at, long place, long length) {
    if (packs) {
      MemorySegment.copy(memory, at, packed, place, length);
    } else {
      MemorySegment.copy(packed, place, memory, at, length);
    }
  }

  private void moveInts(long at, long stride, long place, long count) {
    if (packs) {
      for (long i = 0; i < count; i++) {
        packed.set(INT, place + i * Integer.BYTES, memory.get(INT, at + i * stride));
      }
    } else {
      for (long i = 0; i < count; i++) {
        memory.set(INT, at + i * stride, packed.get(INT, place + i * Integer.BYTES));
      }
    }
  }

  private void moveLongs(long at, long stride, long place, long count) {
    if (packs) {
      for (long i = 0; i < count; i++) {
        packed.set(LONG, place + i * Long.BYTES, memory.get(LONG, at + i * stride));
      }
    } else {
      for (long i = 0; i < count; i++) {
        memory.set(LONG, at + i * stride, packed.get(LONG, place + i * Long.BYTES));
      }
    }
  }
}
