package io.jromio.adio.datatype;

/**
 * Which index of an array runs fastest in memory.
 *
 * @source MPI 4.1 section 5.1.3
 */
public enum Order {
  /** Row-major: the last index runs fastest. */
  C,
  /** Column-major: the first index runs fastest. */
  FORTRAN
}
