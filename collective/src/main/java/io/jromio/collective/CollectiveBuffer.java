package io.jromio.collective;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import java.lang.foreign.MemorySegment;

/**
 * The memory of a rank for two-phase calls: on aggregators the window of the file being moved, and
 * on all ranks staging for what arrives and what departs. Native, usable by any thread, allocated
 * when first needed and kept until {@code cb_buffer_size} changes.
 *
 * <p>What a call needs is reserved, and agreed on, before the first byte moves. Only overlapping
 * requests can ask for more staging later; if that fails the job cannot go on.
 */
final class CollectiveBuffer implements AutoCloseable {
  private final StagingArea window = new StagingArea();
  private final StagingArea arrivals = new StagingArea();
  private final StagingArea departures = new StagingArea();
  private Coverage coverage = new Coverage();
  private long windowBytes;
  private long agreedBytes;

  /**
   * Whether ranks have to agree that all of them could reserve what this call needs. Equal on all
   * ranks, because all their calls are.
   */
  boolean needsAgreement(long windowBytes, long longestWindow) {
    if (windowBytes != this.windowBytes) {
      close();
      this.windowBytes = windowBytes;
      agreedBytes = 0;
    }
    return longestWindow > agreedBytes;
  }

  /** Notes that every aggregator has a window of this size. */
  void agreed(long longestWindow) {
    agreedBytes = Math.max(agreedBytes, longestWindow);
  }

  /**
   * Makes room before a call.
   *
   * @throws MpiIoException {@link ErrorClass#NO_MEM}
   */
  void reserve(long forWindow, long forArrivals, long forDepartures) throws MpiIoException {
    window.reserve(forWindow);
    reserveCoverage(forWindow);
    arrivals.reserve(forArrivals);
    departures.reserve(forDepartures);
  }

  private void reserveCoverage(long forWindow) throws MpiIoException {
    try {
      coverage.reserve(forWindow);
    } catch (OutOfMemoryError e) {
      throw new MpiIoException(
          ErrorClass.NO_MEM,
          "no heap to keep track of a window: bytes=%d; lower cb_buffer_size or raise -Xmx"
              .formatted(forWindow),
          e);
    }
  }

  /** Keeps track of what of a window is asked for. */
  Coverage coverage() {
    return coverage;
  }

  /** The first {@code bytes} of the window's memory, as it is. */
  MemorySegment window(long bytes, Communicator comm) {
    return during(window, bytes, comm);
  }

  /** Memory for what comes from other ranks, or from the file before it is taken apart. */
  MemorySegment arrivals(long bytes, Communicator comm) {
    return during(arrivals, bytes, comm);
  }

  /** Memory for what goes to other ranks, until they have it. */
  MemorySegment departures(long bytes, Communicator comm) {
    return during(departures, bytes, comm);
  }

  private static MemorySegment during(StagingArea area, long bytes, Communicator comm) {
    try {
      return area.reserve(bytes);
    } catch (MpiIoException e) {
      comm.abort(1);
      throw new CommException(
          "no memory in the middle of a collective call: rank=%d %s"
              .formatted(comm.rank(), e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    window.close();
    arrivals.close();
    departures.close();
    coverage = new Coverage();
  }
}
