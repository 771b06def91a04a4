package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.Runs;

/**
 * Walks two selections of equally many elements in step, in pieces that are in one chunk of the
 * file and in one row of memory.
 */
final class PieceWalk {
  private final Runs file;
  private final Runs memory;
  private final ChunkGrid grid;
  private long fileAt;
  private long fileLeft;
  private long memoryAt;
  private long memoryLeft;

  private long place;
  private long element;
  private long count;

  PieceWalk(Runs file, Runs memory, ChunkGrid grid) {
    this.file = file;
    this.memory = memory;
    this.grid = grid;
  }

  /** Whether there is another piece. */
  boolean hasNext() {
    if (fileLeft == 0 && file.next()) {
      fileAt = file.start();
      fileLeft = file.length();
    }
    return fileLeft > 0;
  }

  /**
   * Goes to the next piece; false behind the last.
   *
   * @param most elements at most
   */
  boolean next(long most) {
    if (!hasNext()) {
      return false;
    }
    if (memoryLeft == 0) {
      if (!memory.next()) {
        throw new IllegalStateException("memory has fewer elements: file=" + fileAt);
      }
      memoryAt = memory.start();
      memoryLeft = memory.length();
    }
    grid.locate(fileAt);
    place = grid.place();
    element = memoryAt;
    count = Math.min(Math.min(fileLeft, memoryLeft), Math.min(grid.room(), most));
    fileAt += count;
    fileLeft -= count;
    memoryAt += count;
    memoryLeft -= count;
    return true;
  }

  /** Where the piece is in the file, as {@link ChunkGrid} numbers it. */
  long place() {
    return place;
  }

  /** The first element in memory. */
  long element() {
    return element;
  }

  long count() {
    return count;
  }
}
