package io.jromio.comm;

import java.io.Serial;

/**
 * Ranks cannot talk to each other any more: a rank is gone, the job was aborted, or the two sides
 * of a message disagree. Unchecked, because MPI makes such errors fatal by default.
 */
public final class CommException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CommException(String message) {
    super(message);
  }

  public CommException(String message, Throwable cause) {
    super(message, cause);
  }
}
