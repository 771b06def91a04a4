package io.jromio.mpiio;

/**
 * What a seek counts from.
 *
 * @source MPI 4.1 section 14.4.3
 */
public enum Whence {
  SET,
  CUR,
  END
}
