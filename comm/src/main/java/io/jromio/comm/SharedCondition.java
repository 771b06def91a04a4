package io.jromio.comm;

/** Something that becomes true by what other ranks store in a {@link SharedWindow}. */
public interface SharedCondition {

  /** Whether it is true; asked again and again, so it must be cheap. */
  boolean holds();

  /**
   * A rank that it still waits for, in the communicator that is asked to {@linkplain
   * Communicator#await wait}. Looked at only when nothing has happened for a while.
   */
  int awaited();
}
