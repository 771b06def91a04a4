package io.jromio.h5vol.nativefile.transfer;

/**
 * How much one call takes; more is moved in rounds.
 *
 * @param bytes that pass through memory of ours, unless one element or one chunk is larger
 * @param ranges of a list that describes what is not regular
 */
record Limits(long bytes, int ranges) {
  static final Limits DEFAULT = new Limits(16 << 20, 1 << 19);
}
