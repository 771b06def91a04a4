package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Errors are agreed before anyone throws: a rank brings its failure, if any, and all ranks learn
 * the one of the lowest rank that failed.
 *
 * <p>Without a failure this costs one reduction; the message travels only when there is one. A
 * failure of a higher rank is kept there as a suppressed exception.
 */
public final class CollectiveOutcome {

  private CollectiveOutcome() {}

  /**
   * Collective. Returns on every rank or throws on every rank.
   *
   * @param mine what went wrong on this rank
   * @throws MpiIoException with the same error class on every rank; {@code transferred()} is that
   *     of this rank's own failure
   */
  public static void agree(Communicator comm, @Nullable MpiIoException mine) throws MpiIoException {
    int failed = lowestFailure(comm, mine != null);
    if (failed < comm.size()) {
      throw shared(comm, failed, mine, mine == null ? 0 : mine.transferred());
    }
  }

  /**
   * What a file threw, be it a declared error or a defect of its driver, as an error to agree on.
   */
  static MpiIoException failure(Exception thrown, AdioFile file) {
    if (thrown instanceof MpiIoException failure) {
      return failure;
    }
    return new MpiIoException(
        ErrorClass.IO, "driver failed: %s file=%s".formatted(thrown, file.path()), thrown);
  }

  /** Collective. The lowest rank that failed, or the number of ranks if none did. */
  static int lowestFailure(Communicator comm, boolean failedHere) {
    return (int) comm.allreduce(ReduceOp.MIN, failedHere ? comm.rank() : comm.size())[0];
  }

  /**
   * Collective. Tells all ranks what went wrong on rank {@code failed}.
   *
   * @param mine what went wrong here, if anything; not null on rank {@code failed}
   * @param transferred bytes that this rank moved all the same
   * @return what this rank is to throw
   */
  static MpiIoException shared(
      Communicator comm, int failed, @Nullable MpiIoException mine, long transferred) {
    byte[] told = new byte[0];
    if (comm.rank() == failed && mine != null) {
      byte[] detail = mine.detail().getBytes(StandardCharsets.UTF_8);
      told = new byte[detail.length + 1];
      told[0] = (byte) mine.errorClass().ordinal();
      System.arraycopy(detail, 0, told, 1, detail.length);
    }
    told = comm.bcast(told, failed);
    ErrorClass errorClass = ErrorClass.values()[told[0]];
    String detail = new String(told, 1, told.length - 1, StandardCharsets.UTF_8);
    MpiIoException all =
        new MpiIoException(errorClass, "rank " + failed + ": " + detail, transferred);
    if (mine != null) {
      if (comm.rank() == failed) {
        all.initCause(mine);
      } else {
        all.addSuppressed(mine);
      }
    }
    return all;
  }
}
