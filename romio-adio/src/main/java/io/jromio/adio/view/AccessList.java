package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;

/**
 * What bytes of a file one request touches, in ascending file order; each piece knows its place in
 * the request's data stream, which begins at 0.
 *
 * <p>Immutable and safe for any thread. Neighbouring pieces may touch, but do not overlap unless
 * {@link #overlaps} says so.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable", "exports"})
public sealed interface AccessList permits TiledAccess, ListedAccess {

  /** Bytes of data. */
  long bytes();

  /** The first byte of the file that is touched; the place of the request if nothing is. */
  long start();

  /** One past the last byte that is touched; {@link #start} if nothing is. */
  long end();

  /** Whether nothing is touched. */
  default boolean isEmpty() {
    return bytes() == 0;
  }

  /** Whether it is one range of the file with ascending data; true if empty. */
  boolean isContiguous();

  /** How many pieces a cursor will show. */
  long pieces();

  /** Whether a byte of the file occurs in more than one piece. Such a list is for reading only. */
  boolean overlaps();

  /** A new cursor, at the first piece. */
  AccessCursor cursor();

  /** The part inside {@code [from, to)} of the file; pieces keep their data offsets. */
  AccessList clip(long from, long to);

  /** Bytes of data that lie before {@code fileOffset}. */
  long bytesBelow(long fileOffset);

  /** A compact form for other ranks. */
  byte[] encode();

  /** The list that {@link #encode} was called on. */
  static AccessList decode(byte[] code) {
    throw new UnsupportedOperationException("" + code.length);
  }

  /** One range of the file, data from 0. */
  static AccessList contiguous(long offset, long length) {
    throw new UnsupportedOperationException(offset + " " + length);
  }

  /** Nothing, at a place. */
  static AccessList empty(long offset) {
    return contiguous(offset, 0);
  }

  /** Blocks as a flat type describes them, at {@code offset}: data from 0. */
  static AccessList of(long offset, FlatType pattern) {
    throw new UnsupportedOperationException(offset + " " + pattern.strips());
  }
}
