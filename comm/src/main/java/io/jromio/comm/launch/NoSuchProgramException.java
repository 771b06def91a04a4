package io.jromio.comm.launch;

import java.io.Serial;

/** A main class that is not there or has no main method. The message names it. */
final class NoSuchProgramException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  NoSuchProgramException(String message, Throwable cause) {
    super(message, cause);
  }
}
