package io.jromio.adio;

import java.io.IOException;
import java.io.Serial;

/** A file operation failed. Carries the MPI error class and how far a transfer came. */
public final class MpiIoException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  private final ErrorClass errorClass;
  private final String detail;
  private final long transferred;

  /** An error before any byte was moved; {@code detail} names what was wrong and which file. */
  public MpiIoException(ErrorClass errorClass, String detail) {
    this(errorClass, detail, 0);
  }

  /** An error after {@code transferred} bytes were moved. */
  public MpiIoException(ErrorClass errorClass, String detail, long transferred) {
    super(errorClass.mpiName() + ": " + detail);
    this.errorClass = errorClass;
    this.detail = detail;
    this.transferred = transferred;
  }

  /** An error before any byte was moved, with its cause. */
  public MpiIoException(ErrorClass errorClass, String detail, Throwable cause) {
    this(errorClass, detail, 0);
    initCause(cause);
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  /** What was wrong and with which file, without the name of the class. */
  public String detail() {
    return detail;
  }

  /** Bytes of this call that reached the file (write) or the buffer (read) before it failed. */
  public long transferred() {
    return transferred;
  }

  /** The same error in a transfer of which {@code bytes} were moved. */
  public MpiIoException transferred(long bytes) {
    if (bytes == transferred) {
      return this;
    }
    MpiIoException outer = new MpiIoException(errorClass, detail, bytes);
    outer.initCause(this);
    return outer;
  }

  /** The same error in a larger transfer of which {@code before} bytes had been moved already. */
  public MpiIoException after(long before) {
    return transferred(before + transferred);
  }
}
