package io.jromio.h5vol.nativefile.index;

/** The places of numbered chunks, in one of several representations. */
sealed interface Places permits RowOfPlaces, GridOfPlaces, ArrayOfPlaces, HashOfPlaces {

  /** -1 if the chunk has no place. */
  long address(long chunk);

  long bytes(long chunk);

  int mask(long chunk);

  long placed();

  /**
   * Sets a place.
   *
   * @return this, or another representation that holds all that this one held and the new place
   */
  Places with(long chunk, long address, long bytes, int mask);

  /** Forgets chunks from this number on. */
  Places before(long chunks);

  void visit(ChunkTable.Visitor visitor);
}
