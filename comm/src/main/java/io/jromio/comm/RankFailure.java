package io.jromio.comm;

import java.io.Serial;
import java.util.OptionalInt;

/**
 * A rank of {@link RankThreads} has thrown; the cause is what it threw. Failures of other ranks are
 * suppressed exceptions of this one.
 */
public final class RankFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int rank;
  private int abortCode;

  RankFailure(int rank, int size, Throwable cause) {
    super("rank %d of %d: %s".formatted(rank, size, cause), cause);
    this.rank = rank;
  }

  void abortCode(int code) {
    abortCode = code;
  }

  /** The rank that failed first. */
  public int rank() {
    return rank;
  }

  /** The code that a rank has aborted the job with, if one has. */
  public OptionalInt abortCode() {
    return abortCode == 0 ? OptionalInt.empty() : OptionalInt.of(abortCode);
  }
}
