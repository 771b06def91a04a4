package io.jromio.h5vol.model;

import io.jromio.adio.MpiIoException;
import java.io.IOException;
import java.io.Serial;

/** An HDF5 call failed. Carries its kind; the message names what was wrong, and the file last. */
public final class H5Exception extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final H5Error error;
  private final String detail;

  public H5Exception(H5Error error, String detail) {
    super(error + ": " + detail);
    this.error = error;
    this.detail = detail;
  }

  public H5Exception(H5Error error, String detail, Throwable cause) {
    this(error, detail);
    initCause(cause);
  }

  /** What MPI-IO reported, while {@code doing} was done. */
  public static H5Exception of(String doing, MpiIoException cause) {
    return new H5Exception(
        H5Error.of(cause.errorClass()), doing + ": " + cause.getMessage(), cause);
  }

  public H5Error error() {
    return error;
  }

  /** The message without the kind. */
  public String detail() {
    return detail;
  }
}
