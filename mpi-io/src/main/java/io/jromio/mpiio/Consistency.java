package io.jromio.mpiio;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.collective.CollectiveOutcome;
import io.jromio.comm.Communicator;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;

/**
 * When ranks see each other's writes: atomic mode, and sync. Both collective.
 *
 * @source MPI 4.1 section 14.6
 */
final class Consistency {
  private final OpenFile file;

  Consistency(OpenFile file) {
    this.file = file;
  }

  /** Turns atomic mode on or off on all ranks, or leaves it on all. */
  void setAtomicity(boolean atomic) throws MpiIoException {
    Agreement agreement = new Agreement().same("atomicity", atomic);
    if (atomic && !file.has(AdioFeature.ATOMIC_MODE)) {
      agreement.fail(
          file.error(
              ErrorClass.UNSUPPORTED_OPERATION,
              "driver %s has no atomic mode".formatted(file.request().driver().name())));
    }
    agreement.reach(file.comm());
    file.use(atomic);
  }

  /**
   * Puts what all ranks wrote on stable storage. With {@code romio_synchronized_flush} one rank
   * flushes for all, once all have come.
   */
  void sync() throws MpiIoException {
    Communicator comm = file.comm();
    boolean once = file.hints().get(RomioHints.SYNCHRONIZED_FLUSH) == Toggle.ENABLE;
    if (once) {
      comm.barrier();
    }
    MpiIoException failure = null;
    if (!once || comm.rank() == 0) {
      try {
        file.local().sync();
      } catch (MpiIoException e) {
        failure = e;
      }
    }
    CollectiveOutcome.agree(comm, failure);
  }
}
