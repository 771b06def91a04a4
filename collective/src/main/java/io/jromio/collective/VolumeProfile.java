package io.jromio.collective;

import io.jromio.adio.view.AccessList;

/**
 * How the data of one collective call is spread over its range of the file: the bytes in each of
 * {@link #BINS} parts of equal length, all ranks together. Of fixed size, whatever the ranks and
 * pieces; within a part data is taken to be spread evenly.
 *
 * @param from first byte of the range
 * @param to one past its last byte
 * @param bytes in each part
 */
@SuppressWarnings("ArrayRecordComponent")
record VolumeProfile(long from, long to, long[] bytes) {
  static final int BINS = 64;

  /** The part of one rank; those of all are to be added up. */
  static long[] of(AccessList list, long from, long to) {
    long[] bytes = new long[BINS];
    long below = list.bytesBelow(from);
    for (int bin = 0; bin < BINS; bin++) {
      long reached = list.bytesBelow(border(from, to, bin + 1));
      bytes[bin] = reached - below;
      below = reached;
    }
    return bytes;
  }

  private static long border(long from, long to, int bin) {
    long length = to - from;
    return from + length / BINS * bin + length % BINS * bin / BINS;
  }

  /**
   * The place before which {@code part} of {@code parts} of the data lie.
   *
   * @param part from 0 to {@code parts}
   */
  long offsetOf(int part, int parts) {
    double total = 0;
    for (long inBin : bytes) {
      total += inBin;
    }
    double sought = total * part / parts;
    for (int bin = 0; bin < BINS; bin++) {
      if (sought <= bytes[bin]) {
        long low = border(from, to, bin);
        long length = border(from, to, bin + 1) - low;
        return bytes[bin] == 0 ? low : low + (long) (length * (sought / bytes[bin]));
      }
      sought -= bytes[bin];
    }
    return to;
  }
}
