package io.jromio.collective;

import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;

/**
 * Goes through an access list once, window by window. Regular patterns are passed on as such, so
 * that the work is proportional to the irregularities of the list and not to its pieces.
 */
final class PieceWalk {
  private final AccessList list;
  private AccessCursor cursor;

  PieceWalk(AccessList list) {
    this.list = list;
    this.cursor = list.cursor();
  }

  boolean hasPiece() {
    return cursor.hasPiece();
  }

  /** The first byte of the file that is still to come. */
  long offset() {
    return cursor.offset();
  }

  /**
   * Goes on to {@code end} and shows {@code sink} what lies on the way; pieces across {@code end}
   * are cut there.
   *
   * @param end above that of the call before
   * @return bytes of data passed
   */
  long below(long end, PieceSink sink) {
    if (!list.overlaps()) {
      return pass(cursor, end, sink);
    }
    if (!cursor.hasPiece() || cursor.offset() >= end) {
      return 0;
    }
    // Cutting one of two overlapping pieces would bring them out of order, so cut the list instead.
    long passed = pass(list.clip(cursor.offset(), end).cursor(), end, sink);
    cursor = list.clip(Math.min(end, list.end()), list.end()).cursor();
    return passed;
  }

  private static long pass(AccessCursor cursor, long end, PieceSink sink) {
    long passed = 0;
    while (cursor.hasPiece() && cursor.offset() < end) {
      long offset = cursor.offset();
      long length = cursor.length();
      if (length > end - offset) {
        sink.pieces(offset, end - offset, 0, 1, cursor.dataOffset());
        cursor.advance(end - offset);
        return passed + (end - offset);
      }
      long blocks = cursor.blocks();
      long stride = cursor.stride();
      if (blocks > 1 && stride > 0) {
        blocks = Math.min(blocks, (end - offset - length) / stride + 1);
      }
      sink.pieces(offset, length, stride, blocks, cursor.dataOffset());
      cursor.nextBlocks(blocks);
      passed += blocks * length;
    }
    return passed;
  }
}
