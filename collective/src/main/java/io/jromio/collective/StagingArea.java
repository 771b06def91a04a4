package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Native memory that grows on demand and is kept from round to round and from call to call. What is
 * in it after {@link #reserve} is undefined: whoever lets it out must have written it.
 */
final class StagingArea implements AutoCloseable {
  private StagingPool.@Nullable Lease lease;

  /**
   * Makes room; what was in the area before is lost if it grows.
   *
   * @return the first {@code bytes} of the area
   * @throws MpiIoException {@link io.jromio.adio.ErrorClass#NO_MEM}
   */
  MemorySegment reserve(long bytes) throws MpiIoException {
    if (bytes == 0) {
      return MemorySegment.NULL;
    }
    StagingPool.Lease held = lease;
    if (held == null || held.segment().byteSize() < bytes) {
      close();
      held = StagingPool.take(bytes);
      lease = held;
    }
    return held.segment().asSlice(0, bytes);
  }

  /**
   * Makes room in the middle of a call, where the job cannot go on without.
   *
   * @throws CommException if there is none; the job has been aborted
   */
  MemorySegment during(long bytes, Communicator comm) {
    try {
      return reserve(bytes);
    } catch (MpiIoException e) {
      comm.abort(1);
      throw new CommException(
          "no memory in the middle of a collective call: rank=%d %s"
              .formatted(comm.rank(), e.getMessage()),
          e);
    }
  }

  /** Gives the memory back; the area may be used again. */
  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }
}
