package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.H5Exception;

/** Calls to MPI-IO, one after the other, that together move the elements of a rank. */
interface Mover extends AutoCloseable {

  /** Whether there is another call. */
  boolean hasNext() throws H5Exception;

  /**
   * The next call; it must be done, with what comes after it, before the one behind is asked for.
   */
  Request next() throws H5Exception;

  @Override
  default void close() {}
}
