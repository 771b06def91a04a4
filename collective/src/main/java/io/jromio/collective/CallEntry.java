package io.jromio.collective;

import io.jromio.adio.view.AccessList;

/**
 * What one rank puts up about a collective call, as values of fixed number and order.
 *
 * <p>Ranks without bytes count for nothing but their failure: wherever they stand in the file, they
 * move no border.
 */
final class CallEntry {
  /** Values of an entry. */
  static final int WORDS = 11;

  static final int START = 0;
  static final int END = 1;
  static final int BYTES = 2;
  static final int PIECES = 3;
  static final int FLAGS = 4;

  /** A number made from everything that all ranks must give alike. */
  static final int TERMS = 5;

  /** Which of the rank's patterns its list has: they are numbered as they change. */
  static final int PATTERN = 6;

  /** Bytes of the pattern's code. */
  static final int PATTERN_BYTES = 7;

  /** The first of three values: the place of the list in its pattern. */
  static final int PLACE = 8;

  static final long FAILED = 1;

  private CallEntry() {}

  /** The entry of a rank that moves nothing; it may have failed. */
  static long[] outcome(boolean failed, long terms) {
    long[] entry = new long[WORDS];
    entry[FLAGS] = failed ? FAILED : 0;
    entry[TERMS] = terms;
    return entry;
  }

  /** The entry of a rank with a request. */
  static long[] request(AccessList list, long terms) {
    long[] entry = outcome(false, terms);
    entry[START] = list.start();
    entry[END] = list.end();
    entry[BYTES] = list.bytes();
    entry[PIECES] = list.pieces();
    System.arraycopy(list.place(), 0, entry, PLACE, 3);
    return entry;
  }
}
