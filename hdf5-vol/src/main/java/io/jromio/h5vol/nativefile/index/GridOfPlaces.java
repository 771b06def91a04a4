package io.jromio.h5vol.nativefile.index;

/**
 * All chunks of a grid that is the corner of a larger one, in which chunks of the same size lie one
 * after the other: the implicit index of a dataset that may still grow.
 *
 * @param address of the first
 * @param bytes of each
 * @param order from numbers of the grid to numbers of the larger one
 * @param placed chunks of the grid
 */
record GridOfPlaces(long address, long bytes, ChunkOrder order, long placed) implements Places {

  /** All chunks of another grid, which have their places already. */
  GridOfPlaces on(long chunks, long... grid) {
    return new GridOfPlaces(address, bytes, order.on(grid), chunks);
  }

  @Override
  public long address(long chunk) {
    return chunk < placed ? address + order.index(chunk) * bytes : -1;
  }

  @Override
  public long bytes(long chunk) {
    return chunk < placed ? bytes : 0;
  }

  @Override
  public int mask(long chunk) {
    return 0;
  }

  @Override
  public Places with(long chunk, long newAddress, long newBytes, int newMask) {
    if (newMask == 0 && newBytes == bytes && newAddress == address(chunk)) {
      return this;
    }
    return ArrayOfPlaces.of(this).with(chunk, newAddress, newBytes, newMask);
  }

  @Override
  public Places before(long chunks) {
    return new GridOfPlaces(address, bytes, order, Math.min(placed, chunks));
  }

  @Override
  public void visit(ChunkTable.Visitor visitor) {
    for (long chunk = 0; chunk < placed; chunk++) {
      visitor.chunk(chunk, address(chunk), bytes, 0);
    }
  }
}
