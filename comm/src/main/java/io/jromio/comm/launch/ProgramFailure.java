package io.jromio.comm.launch;

import java.io.Serial;

/**
 * A program ends with an exit code other than 0 and has already said why. Thrown by programs whose
 * ranks may share a JVM, where {@link System#exit} would end the others too: whoever started the
 * rank takes the code and prints nothing more.
 */
public final class ProgramFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int exitCode;

  /**
   * A failure.
   *
   * @param exitCode 1 to 255
   */
  public ProgramFailure(int exitCode) {
    super("exitCode=" + exitCode, null, false, false);
    if (exitCode < 1 || exitCode > 255) {
      throw new IllegalArgumentException("exitCode=%d, want 1 to 255".formatted(exitCode));
    }
    this.exitCode = exitCode;
  }

  /** The exit code of the rank. */
  public int exitCode() {
    return exitCode;
  }
}
