package io.jromio.comm;

/**
 * A send or receive under way. It makes progress in {@link #test} and {@link #await} of any
 * request.
 */
public interface Request {

  /**
   * Makes progress without waiting.
   *
   * @return whether the operation is complete
   * @throws CommException if it cannot complete any more
   */
  boolean test();

  /**
   * Waits until the operation is complete.
   *
   * @throws CommException if it cannot complete any more, because a rank is gone or sizes differ
   */
  void await();
}
