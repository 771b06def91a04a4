package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.nativefile.index.ChunkTable;
import java.lang.foreign.MemorySegment;

/** Where elements are. */
public sealed interface Storage {

  /**
   * @param address as in the format, from the base; -1 if no place was ever taken, and all are fill
   *     values
   */
  record Contiguous(long address) implements Storage {}

  /**
   * @param bytes all elements; writing changes them here, on every rank alike
   */
  record Compact(MemorySegment bytes) implements Storage {}

  /**
   * @param table addresses as in the format, from the base
   * @param shape elements of a chunk in each dimension
   * @param filterEdges whether partial chunks at the edges are filtered too
   */
  record Chunked(ChunkTable table, long[] shape, boolean filterEdges) implements Storage {
    public Chunked {
      shape = shape.clone();
    }

    @Override
    public long[] shape() {
      return shape.clone();
    }
  }
}
