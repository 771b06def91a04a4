package io.jromio.h5vol.nativefile.transfer;

import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Agreements of the ranks of a file: on numbers, and on whether somebody cannot go on. */
final class Ranks {
  /** Something that may fail. */
  interface Step {
    void run() throws H5Exception;
  }

  private final Communicator comm;

  Ranks(Communicator comm) {
    this.comm = comm;
  }

  Communicator comm() {
    return comm;
  }

  int rank() {
    return comm.rank();
  }

  int size() {
    return comm.size();
  }

  /** Does something that may fail on this rank alone; what went wrong, or null. */
  static @Nullable H5Exception attempt(Step step) {
    try {
      step.run();
      return null;
    } catch (H5Exception e) {
      return e;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      return new H5Exception(H5Error.ARG, String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException | UnsupportedOperationException e) {
      return new H5Exception(H5Error.ARG, "memory cannot be used: " + e, e);
    } catch (OutOfMemoryError e) {
      return new H5Exception(H5Error.IO, "no memory for a transfer: " + e.getMessage(), e);
    }
  }

  /**
   * Collective, one small reduction.
   *
   * @param failure what keeps this rank from going on, if anything
   * @return the largest of each value
   * @throws H5Exception on all ranks if any has failed: that of the lowest
   */
  long[] agree(@Nullable H5Exception failure, long... values) throws H5Exception {
    long[] mine = new long[values.length + 1];
    mine[0] = failure == null ? 0 : comm.size() - comm.rank();
    System.arraycopy(values, 0, mine, 1, values.length);
    long[] most = comm.allreduce(ReduceOp.MAX, mine);
    if (most[0] > 0) {
      throw shared(failure, (int) (comm.size() - most[0]));
    }
    return Arrays.copyOfRange(most, 1, most.length);
  }

  private H5Exception shared(@Nullable H5Exception mine, int root) throws H5Exception {
    byte[] told = new byte[0];
    if (comm.rank() == root && mine != null) {
      told = new ByteWriter().u1(mine.error().ordinal()).text(mine.detail()).bytes();
    }
    told = comm.bcast(told, root);
    if (comm.rank() == root && mine != null) {
      return mine;
    }
    ByteReader reader = new ByteReader(told, "an error of another rank");
    H5Error error = H5Error.values()[reader.u1()];
    String detail = new String(reader.raw(reader.left()), StandardCharsets.UTF_8);
    return new H5Exception(error, "rank %d: %s".formatted(root, detail));
  }
}
