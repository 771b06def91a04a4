package io.jromio.bench.ior;

import io.jromio.adio.MpiIoException;
import java.io.IOException;
import java.io.Serial;

/**
 * The store refused something that a phase needs; the message names phase, file and error class.
 */
final class IorFailure extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  IorFailure(String phase, String file, IOException cause) {
    super(
        "phase=%s file=%s class=%s: %s".formatted(phase, file, errorClass(cause), detail(cause)),
        cause);
  }

  private static String errorClass(IOException cause) {
    return cause instanceof MpiIoException mpi
        ? mpi.errorClass().mpiName()
        : cause.getClass().getSimpleName();
  }

  private static String detail(IOException cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof MpiIoException mpi
        ? message.substring(Math.min(message.length(), mpi.errorClass().mpiName().length() + 2))
        : message;
  }
}
