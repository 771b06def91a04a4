package io.jromio.h5vol.nativefile;

import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Errors of one rank as errors of all: agreed before anyone throws. */
final class Outcome {
  private Outcome() {}

  /** Something that may fail on one rank. */
  interface Step {
    void run() throws H5Exception;
  }

  /** What a step failed with, or null; defects of a driver are errors too. */
  static @Nullable H5Exception of(Step step) {
    try {
      step.run();
      return null;
    } catch (H5Exception e) {
      return e;
    }
  }

  /** Collective: does something on rank 0; all ranks learn whether it worked. */
  static void onRoot(Communicator comm, Step step) throws H5Exception {
    H5Exception failure = comm.rank() == 0 ? of(step) : null;
    H5Exception told = decode(comm.bcast(encode(failure), 0), failure);
    if (told != null) {
      throw told;
    }
  }

  /** Collective: throws on all ranks what the lowest rank brings that failed. */
  static void agree(Communicator comm, @Nullable H5Exception mine) throws H5Exception {
    int rank = mine == null ? comm.size() : comm.rank();
    int failed = (int) comm.allreduce(ReduceOp.MIN, rank)[0];
    if (failed < comm.size()) {
      H5Exception told = decode(comm.bcast(encode(mine), failed), mine);
      throw told == null ? new H5Exception(H5Error.IO, "rank " + failed + " failed") : told;
    }
  }

  static byte[] encode(@Nullable H5Exception failure) {
    if (failure == null) {
      return new byte[0];
    }
    byte[] detail = failure.detail().getBytes(StandardCharsets.UTF_8);
    byte[] told = new byte[detail.length + 1];
    told[0] = (byte) failure.error().ordinal();
    System.arraycopy(detail, 0, told, 1, detail.length);
    return told;
  }

  /**
   * @param mine what this rank failed with: its stack is worth keeping
   */
  static @Nullable H5Exception decode(byte[] told, @Nullable H5Exception mine) {
    if (told.length == 0) {
      return null;
    }
    H5Error error = H5Error.values()[told[0]];
    String detail = new String(told, 1, told.length - 1, StandardCharsets.UTF_8);
    if (mine != null && mine.error() == error && mine.detail().equals(detail)) {
      return mine;
    }
    H5Exception all = new H5Exception(error, detail);
    if (mine != null) {
      all.addSuppressed(mine);
    }
    return all;
  }
}
