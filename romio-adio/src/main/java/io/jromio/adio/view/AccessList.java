package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;

/**
 * What bytes of a file one request touches, in ascending file order; each piece knows its place in
 * the request's data stream, which begins at 0.
 *
 * <p>Immutable and safe for any thread. A list through a regular view keeps the filetype's strips
 * and two positions, however many pieces it has; only views whose tiles interleave or overlap are
 * spelled out. Neighbouring pieces may touch, but do not overlap unless {@link #overlaps} says so.
 *
 * <p>Offsets and lengths are bytes; offsets are absolute in the file.
 *
 * @source ROMIO adio/common/ad_coll_build_req_new.c: flattened views travel, not lists of offsets
 */
public sealed interface AccessList permits ContiguousAccess, TiledAccess, ListedAccess {

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
  default boolean isContiguous() {
    return false;
  }

  /** How many pieces a cursor will show. */
  long pieces();

  /**
   * Whether a byte of the file occurs in more than one piece. Such a list is for reading only; its
   * pieces ascend by where they begin.
   */
  default boolean overlaps() {
    return false;
  }

  /** A new cursor, at the first piece. */
  AccessCursor cursor();

  /** The part inside {@code [from, to)} of the file; pieces keep their data offsets. */
  AccessList clip(long from, long to);

  /** Bytes of data that lie before {@code fileOffset}. */
  long bytesBelow(long fileOffset);

  /** What this request has in common with others through the same view. */
  AccessPattern pattern();

  /** The three numbers that make this list of its {@link #pattern}. */
  long[] place();

  /**
   * One range of the file, data from 0.
   *
   * @throws IllegalArgumentException if either is negative or the end is beyond the range of a long
   */
  static AccessList contiguous(long offset, long length) {
    return new ContiguousAccess(offset, length, 0);
  }

  /** Nothing, at a place. */
  static AccessList empty(long offset) {
    return contiguous(offset, 0);
  }

  /**
   * The blocks of one instance of a flat type, displacement 0 at {@code offset}; data as in the
   * type.
   *
   * @throws IllegalArgumentException if some block leaves the range of a file, or if blocks do not
   *     ascend
   */
  static AccessList of(long offset, FlatType pattern) {
    if (!pattern.isSorted()) {
      throw new IllegalArgumentException("blocks do not ascend: pattern=" + pattern);
    }
    if (pattern.size() == 0) {
      return empty(offset);
    }
    Tiling once = new Tiling(offset, pattern, pattern.trueUpperBound() - pattern.trueLowerBound());
    return once.access(0, pattern.size());
  }
}
