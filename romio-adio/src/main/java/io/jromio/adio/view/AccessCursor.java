package io.jromio.adio.view;

import io.jromio.adio.FileRuns;

/**
 * Walks the pieces of an {@link AccessList} in ascending file order. Belongs to one thread.
 *
 * <p>Besides single pieces it shows the rest of a regular pattern: {@link #blocks} pieces of {@link
 * #length} bytes, {@link #stride} apart in the file, with consecutive data.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable", "exports"})
public abstract class AccessCursor {
  long offset;
  long length;
  long dataOffset;

  AccessCursor() {}

  /** Whether there is a piece here; false after the last. */
  public final boolean hasPiece() {
    return length > 0;
  }

  /** Where in the file the rest of this piece begins. */
  public final long offset() {
    return offset;
  }

  /** Bytes left of this piece. */
  public final long length() {
    return length;
  }

  /** Where in the request's data the rest of this piece begins. */
  public final long dataOffset() {
    return dataOffset;
  }

  /** Goes to the next piece. */
  public abstract void next();

  /** Goes {@code n} bytes on inside this piece; to the next if {@code n} is its length. */
  public final void advance(long n) {
    throw new UnsupportedOperationException("" + n);
  }

  /** Goes forward to the first byte at or after {@code fileOffset}; never back. */
  public abstract void seek(long fileOffset);

  /** Equal pieces from here on that lie {@link #stride} apart, this one included; at least 1. */
  public abstract long blocks();

  /** From one of {@link #blocks} to the next. */
  public abstract long stride();

  /** Goes over {@code n} of {@link #blocks}. */
  public abstract void nextBlocks(long n);

  /**
   * Goes forward to {@code to} and adds the ranges on the way to {@code runs}.
   *
   * @return bytes of data passed
   */
  public final long collect(long to, FileRuns runs) {
    throw new UnsupportedOperationException(to + " " + runs.size());
  }
}
