package io.jromio.collective;

import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;

/**
 * Goes through an access list once, window by window. Regular patterns are passed on as such, so
 * that the work is proportional to the irregularities of the list and not to its pieces.
 */
final class PieceWalk {
  private final AccessCursor cursor;

  PieceWalk(AccessList list) {
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
    long passed = 0;
    while (cursor.hasPiece() && cursor.offset() < end) {
      long offset = cursor.offset();
      long length = Math.min(cursor.length(), end - offset);
      long blocks = cursor.blocks();
      long stride = cursor.stride();
      if (length < cursor.length() || blocks == 1) {
        sink.pieces(offset, length, length, 1, cursor.dataOffset());
        cursor.advance(length);
        passed += length;
        continue;
      }
      blocks = Math.min(blocks, (end - offset - length) / stride + 1);
      sink.pieces(offset, length, stride, blocks, cursor.dataOffset());
      cursor.nextBlocks(blocks);
      passed += blocks * length;
    }
    return passed;
  }
}
