package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteWriter;

/**
 * A table as an array index sees it.
 *
 * @param table whose places are stored
 * @param order from numbers to positions
 * @param element entry of a chunk
 * @param fresh whether all is to be put, because there was no index before
 */
record IndexedTable(PlacedChunks table, ChunkOrder order, ChunkElement element, boolean fresh) {

  /** Whether what stands at positions {@code [from, to)} may differ from the file. */
  boolean isChanged(long from, long to) {
    if (fresh || !order.same()) {
      return true;
    }
    return table.isChanged(from, to);
  }

  /** Writes the entries of positions {@code [from, to)}. */
  void write(ByteWriter out, long from, long to) {
    for (long index = from; index < to; index++) {
      long chunk = order.chunk(index);
      element.write(out, table, chunk);
    }
  }
}
