package io.jromio.h5vol.model;

/**
 * The elements of a selection, in the order of the selection, as runs of neighbours. An element is
 * counted in row-major order over the whole extent.
 */
public interface Runs {

  /** Goes to the next run; false behind the last. */
  boolean next();

  /** The first element of the run. */
  long start();

  /** Elements of the run, 1 or more. */
  long length();

  /** Asked of new runs: where the one run begins that has all elements; -1 if there are more. */
  default long only(long elements) {
    return next() && length() == elements ? start() : -1;
  }
}
