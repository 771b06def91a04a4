package io.jromio.bench.ior;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** An open file of a {@link IorBackend}, used by one rank. Offsets are those of the layout. */
interface IorFile extends AutoCloseable {

  /** Whether one call moves the transfer in every segment: then only the first one is asked for. */
  default boolean movesAllSegments() {
    return false;
  }

  /**
   * Writes all of {@code transfer} at {@code offset}.
   *
   * @throws IOException if not all of it could be written
   */
  void write(long offset, MemorySegment transfer) throws IOException;

  /**
   * Fills {@code target} from {@code offset}. With {@link #movesAllSegments}, a target of one
   * transfer takes all of them in the same place, a larger one has room for each.
   *
   * @throws IOException if the file ends before
   */
  void read(long offset, MemorySegment target) throws IOException;

  /** Hands what was written to the device. */
  void sync() throws IOException;

  @Override
  void close() throws IOException;
}
