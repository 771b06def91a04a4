package io.jromio.h5vol.nativefile.index;

/**
 * Chunks 0, 1, ..., {@code placed} - 1, all of the same size, one after the other in the file.
 *
 * @param address of the first
 * @param bytes of each
 */
record RowOfPlaces(long address, long bytes, long placed) implements Places {
  static final RowOfPlaces EMPTY = new RowOfPlaces(-1, 0, 0);

  @Override
  public long address(long chunk) {
    return chunk < placed ? address + chunk * bytes : -1;
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
    if (newMask == 0 && placed == 0 && chunk == 0 && newAddress != -1) {
      return new RowOfPlaces(newAddress, newBytes, 1);
    }
    boolean fits = newMask == 0 && newBytes == bytes && newAddress == address + chunk * bytes;
    if (fits && chunk < placed) {
      return this;
    }
    if (fits && chunk == placed && placed > 0) {
      return new RowOfPlaces(address, bytes, placed + 1);
    }
    return ArrayOfPlaces.of(this).with(chunk, newAddress, newBytes, newMask);
  }

  @Override
  public Places before(long chunks) {
    return chunks >= placed ? this : chunks == 0 ? EMPTY : new RowOfPlaces(address, bytes, chunks);
  }

  @Override
  public void visit(ChunkTable.Visitor visitor) {
    for (long chunk = 0; chunk < placed; chunk++) {
      visitor.chunk(chunk, address + chunk * bytes, bytes, 0);
    }
  }
}
