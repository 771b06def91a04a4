package io.jromio.adio.view;

import io.jromio.adio.FileRuns;

/**
 * Walks the pieces of an {@link AccessList} in ascending file order. Belongs to one thread.
 *
 * <p>Besides single pieces it shows the rest of a regular pattern: {@link #blocks} pieces of {@link
 * #length} bytes, {@link #stride} apart in the file, with consecutive data, so that a copy loop can
 * run over all of them.
 *
 * <p>The pieces of a list that {@linkplain AccessList#overlaps overlaps} come by the offset of what
 * is left of them: a piece that was entered with {@link #advance} steps back behind those that
 * begin before its rest. So a loop over file windows sees every piece of a window before it leaves
 * it.
 *
 * @source ROMIO adio/common/ad_coll_build_req_new.c, the iterators over views
 */
public abstract class AccessCursor {
  private long offset;
  private long length;
  private long dataOffset;

  /** The run of equal pieces: how many come after this one, and where the next of them is. */
  private long more;

  private long blockLength;
  private long stride;
  private long nextOffset;
  private long nextDataOffset;

  AccessCursor() {}

  /** Shows the next run through {@link #show}, or calls {@link #finish}. */
  abstract void refill();

  /** Called with a place behind this run; shows the first run that reaches beyond it. */
  abstract void refill(long fileOffset);

  /** Called after a piece was entered; a list that overlaps may put another piece in front. */
  void reorder() {}

  final void show(long at, long bytes, long apart, long count, long data) {
    offset = at;
    length = bytes;
    dataOffset = data;
    blockLength = bytes;
    stride = apart;
    more = count - 1;
    nextOffset = at + apart;
    nextDataOffset = data + bytes;
  }

  final void finish() {
    length = 0;
    more = 0;
    blockLength = 0;
  }

  /** Whether there is a piece here; false after the last. */
  public final boolean hasPiece() {
    return length > 0;
  }

  /** Where in the file the rest of this piece begins. */
  public final long offset() {
    return offset;
  }

  /** Bytes left of this piece, 0 after the last. */
  public final long length() {
    return length;
  }

  /** Where in the request's data the rest of this piece begins. */
  public final long dataOffset() {
    return dataOffset;
  }

  /** Goes to the next piece; nothing happens after the last. */
  public final void next() {
    if (more > 0) {
      more--;
      offset = nextOffset;
      length = blockLength;
      dataOffset = nextDataOffset;
      nextOffset += stride;
      nextDataOffset += blockLength;
    } else {
      refill();
    }
  }

  /**
   * Goes {@code n} bytes on inside this piece; to the next piece if {@code n} is its length.
   *
   * @throws IllegalArgumentException if {@code n} is negative or longer than the piece
   */
  public final void advance(long n) {
    if (n < 0 || n > length) {
      throw new IllegalArgumentException("outside the piece: n=%d length=%d".formatted(n, length));
    }
    if (n == length) {
      next();
    } else if (n > 0) {
      offset += n;
      dataOffset += n;
      length -= n;
      reorder();
    }
  }

  /** Goes forward to the first byte at or after {@code fileOffset}; never back. */
  public void seek(long fileOffset) {
    if (length == 0 || fileOffset <= offset) {
      return;
    }
    if (fileOffset - offset < length) {
      advance(fileOffset - offset);
      return;
    }
    if (more > 0 && fileOffset < nextOffset + (more - 1) * stride + blockLength) {
      long skipped = fileOffset <= nextOffset ? 0 : (fileOffset - nextOffset) / stride;
      if (fileOffset >= nextOffset + skipped * stride + blockLength) {
        skipped++;
      }
      skip(skipped);
      next();
    } else {
      refill(fileOffset);
    }
    if (length > 0 && fileOffset > offset) {
      advance(fileOffset - offset);
    }
  }

  private void skip(long pieces) {
    more -= pieces;
    nextOffset += pieces * stride;
    nextDataOffset += pieces * blockLength;
  }

  /**
   * Equal pieces from here on that lie {@link #stride} apart, this one included; 1 inside a piece,
   * 0 after the last.
   */
  public final long blocks() {
    return length == blockLength ? (length == 0 ? 0 : more + 1) : 1;
  }

  /** From one of {@link #blocks} to the next; without meaning if there is but one. */
  public final long stride() {
    return stride;
  }

  /**
   * Goes over {@code n} of {@link #blocks}.
   *
   * @throws IllegalArgumentException if {@code n} is negative or more than that
   */
  public final void nextBlocks(long n) {
    if (n < 0 || n > blocks()) {
      throw new IllegalArgumentException("no such blocks: n=%d blocks=%d".formatted(n, blocks()));
    }
    if (n > 0) {
      skip(n - 1);
      next();
    }
  }

  /**
   * Goes forward to {@code to} and adds the ranges on the way to {@code runs}; bytes that occur
   * twice are added once.
   *
   * @return bytes of data passed
   */
  public final long collect(long to, FileRuns runs) {
    long passed = 0;
    while (length > 0 && offset < to) {
      long n = Math.min(length, to - offset);
      long fresh = Math.max(offset, runs.end());
      if (fresh < offset + n) {
        runs.add(fresh, offset + n - fresh);
      }
      passed += n;
      advance(n);
    }
    return passed;
  }
}
