package io.jromio.h5vol.vol;

/** Which way elements move. */
public enum Direction {
  READ,
  WRITE
}
