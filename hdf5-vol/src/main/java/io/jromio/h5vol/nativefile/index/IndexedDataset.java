package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.DataLayout;
import java.util.Arrays;

/**
 * What indexes must know of a dataset.
 *
 * @param chunk elements in each dimension
 * @param grid chunks of the current shape
 * @param largest chunks of the largest shape; 1 for unlimited dimensions
 * @param slowest the dimension that array indexes count as the slowest
 * @param element entry of a chunk
 */
record IndexedDataset(
    long[] chunk, long[] grid, long[] largest, int slowest, ChunkElement element) {

  /**
   * @throws H5Exception {@link H5Error#BAD_FILE} if the chunks do not fit the dataset
   */
  static IndexedDataset of(DataLayout.Chunked layout, Dataspace space, boolean filtered)
      throws H5Exception {
    long[] chunk = layout.shape();
    if (chunk.length != space.rank() || chunk.length == 0) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "chunks do not fit the dataset: chunk=%s space=%s"
              .formatted(Arrays.toString(chunk), space));
    }
    long bytes = layout.elementSize();
    for (long length : chunk) {
      if (bytes <= 0 || length <= 0 || length > Long.MAX_VALUE / bytes) {
        throw new H5Exception(
            H5Error.BAD_FILE,
            "no chunk: chunk=%s elementSize=%d"
                .formatted(Arrays.toString(chunk), layout.elementSize()));
      }
      bytes *= length;
    }
    long[] most = space.maxShape();
    int slowest = 0;
    int unlimited = 0;
    for (int d = 0; d < most.length; d++) {
      if (most[d] == Dataspace.UNLIMITED) {
        most[d] = 1;
        slowest = unlimited++ == 0 ? d : 0;
      }
    }
    return new IndexedDataset(
        chunk,
        ChunkIndexes.grid(space.shape(), chunk),
        ChunkIndexes.grid(most, chunk),
        slowest,
        new ChunkElement(bytes, filtered));
  }

  /**
   * From numbers of chunks to positions in the index.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED} if there may be more chunks than 63 bits count
   */
  ChunkOrder order() throws H5Exception {
    try {
      return new ChunkOrder(grid, largest, slowest);
    } catch (ArithmeticException e) {
      throw tooMany();
    }
  }

  private H5Exception tooMany() {
    return new H5Exception(
        H5Error.UNSUPPORTED, "too many chunks: largestGrid=" + Arrays.toString(largest));
  }

  /** Chunks of the largest shape. */
  long largestChunks() throws H5Exception {
    long chunks = 1;
    for (long count : largest) {
      if (count > 0 && chunks > Long.MAX_VALUE / count) {
        throw tooMany();
      }
      chunks *= count;
    }
    return chunks;
  }

  /** Where chunk 0 of an implicit index is. */
  long implicitAddress(ChunkTable table) throws H5Exception {
    ChunkOrder order = order();
    long bytes = element.chunkBytes();
    long[] found = {-1, -1};
    table.visit(
        (chunk, address, stored, mask) -> {
          long base = address - order.index(chunk) * bytes;
          if (found[0] == -1) {
            found[0] = base;
          }
          if (base != found[0] || stored != bytes) {
            found[1] = chunk;
          }
        });
    if (found[1] != -1 || found[0] < 0) {
      throw new H5Exception(
          H5Error.ARG,
          "chunks of an implicit index must lie one after the other: chunk=%d address=%d"
              .formatted(found[1], found[0]));
    }
    return found[0];
  }
}
