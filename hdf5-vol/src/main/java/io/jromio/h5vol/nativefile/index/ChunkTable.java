package io.jromio.h5vol.nativefile.index;

/**
 * Where the chunks of a dataset are. Chunks are numbered in row-major order over the grid of the
 * current shape; a chunk that has no place has address -1. The same on all ranks.
 */
public interface ChunkTable {

  /** Chunks in each dimension. */
  long[] grid();

  /** Chunks of the grid. */
  long chunks();

  long address(long chunk);

  /** Bytes in the file, after filters. */
  long storedBytes(long chunk);

  /** Bit i: filter i was passed over. */
  int mask(long chunk);

  /** Gives a chunk its place, or another one. */
  void place(long chunk, long address, long storedBytes, int mask);

  /**
   * Gives chunks that follow each other in number places that follow each other in the file, with
   * no filter passed over; as {@link #place} for each, but without work for each where it can be.
   *
   * @param storedBytes of each chunk
   */
  default void placeRow(long first, long count, long address, long storedBytes) {
    for (long i = 0; i < count; i++) {
      place(first + i, address + i * storedBytes, storedBytes, 0);
    }
  }

  /** Takes the grid of another shape; chunks outside are forgotten, the others keep their place. */
  void resize(long... newGrid);

  /** Chunks that have a place. */
  long placed();

  /**
   * Whether the chunks that have a place were placed one after the other in the order of their
   * numbers, so that the address is arithmetic.
   */
  boolean isDense();

  /** Shows all chunks that have a place, in the order of their numbers. */
  default void visit(Visitor visitor) {
    long chunks = chunks();
    for (long chunk = 0; chunk < chunks; chunk++) {
      long address = address(chunk);
      if (address != -1) {
        visitor.chunk(chunk, address, storedBytes(chunk), mask(chunk));
      }
    }
  }

  /** Sees the chunks that have a place. */
  interface Visitor {
    void chunk(long chunk, long address, long storedBytes, int mask);
  }
}
