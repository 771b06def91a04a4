package io.jromio.adio.view;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between rows of blocks in memory and packed bytes, one way or the other. */
record BlockCopy(MemorySegment memory, MemorySegment packed, boolean packs) {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  /** A call to copy memory costs more than the words of a block up to here. */
  private static final int MOST_BY_WORDS = 64;

  /** Blocks whose words are moved column by column; few enough to stay in the cache. */
  private static final long BATCH = 128;

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
    if (row.block <= MOST_BY_WORDS && row.block % Integer.BYTES == 0) {
      moveByWords(at, row, place, whole);
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

  /** The first word of many blocks, then the second: loops that the compiler makes straight. */
  private void moveByWords(long first, Row row, long place, long count) {
    long block = row.block;
    int word = block % Long.BYTES == 0 ? Long.BYTES : Integer.BYTES;
    for (long done = 0; done < count; done += BATCH) {
      long n = Math.min(BATCH, count - done);
      for (long w = 0; w < block; w += word) {
        Row column = new Row(first + done * row.stride + w, row.stride, block, 0);
        if (word == Long.BYTES) {
          moveLongs(column, place + done * block + w, n);
        } else {
          moveInts(column, place + done * block + w, n);
        }
      }
    }
  }

  private void moveInts(Row column, long place, long count) {
    long at = column.offset;
    long stride = column.stride;
    long step = column.block;
    if (packs) {
      for (long i = 0; i < count; i++) {
        packed.set(INT, place + i * step, memory.get(INT, at + i * stride));
      }
    } else {
      for (long i = 0; i < count; i++) {
        memory.set(INT, at + i * stride, packed.get(INT, place + i * step));
      }
    }
  }

  private void moveLongs(Row column, long place, long count) {
    long at = column.offset;
    long stride = column.stride;
    long step = column.block;
    if (packs) {
      for (long i = 0; i < count; i++) {
        packed.set(LONG, place + i * step, memory.get(LONG, at + i * stride));
      }
    } else {
      for (long i = 0; i < count; i++) {
        memory.set(LONG, at + i * stride, packed.get(LONG, place + i * step));
      }
    }
  }
}
