package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;

/** Collective reads and writes of one open file. */
@SuppressWarnings("DoNotCallSuggester")
public final class CollectiveIo implements AutoCloseable {
  private final Communicator comm;
  private final AdioFile file;
  private final int[] aggregators;

  /**
   * Keeps what a call needs; local.
   *
   * @param comm the ranks that opened the file; its collective calls and messages between the calls
   *     here belong to this object
   * @param file the file as this rank opened it; stays open
   * @param aggregators different ranks of {@code comm}, the same array on all of them, as {@link
   *     Aggregators#choose} gives it
   */
  public CollectiveIo(Communicator comm, AdioFile file, int[] aggregators) {
    this.comm = comm;
    this.file = file;
    this.aggregators = aggregators.clone();
  }

  /**
   * Collective. Writes the data of all ranks; returns or throws on all ranks.
   *
   * @return bytes of this rank's data that were written: all of them
   * @throws MpiIoException with the same class on every rank; {@code transferred()} counts this
   *     rank's bytes that reached the file
   */
  public long writeAll(CollectiveRequest request) throws MpiIoException {
    throw new UnsupportedOperationException(comm + " " + aggregators.length + request);
  }

  /**
   * Collective. Reads the data of all ranks; returns or throws on all ranks.
   *
   * @return bytes of this rank's data before the end of the file; memory for the rest is unchanged
   * @throws MpiIoException with the same class on every rank; {@code transferred()} counts the
   *     bytes that this rank has got
   */
  public long readAll(CollectiveRequest request) throws MpiIoException {
    throw new UnsupportedOperationException(file + " " + request);
  }

  /** Gives back the memory that an aggregator keeps between calls; local. */
  @Override
  public void close() {}
}
