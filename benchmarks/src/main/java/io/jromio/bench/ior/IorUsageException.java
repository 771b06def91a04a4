package io.jromio.bench.ior;

import java.io.Serial;

/** The command line asks for something that IOR does not take; the message names the option. */
final class IorUsageException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  IorUsageException(String message) {
    super(message);
  }

  IorUsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
