package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;

/** Reads one index into a table; chunks outside the current shape are left out. */
final class IndexReader {
  private final MetadataSource source;
  private final IndexedDataset dataset;
  private final PlacedChunks table;

  /** A chunk that cannot be, or -1; visitors of arrays throw nothing themselves. */
  private long bad = -1;

  IndexReader(MetadataSource source, IndexedDataset dataset) {
    this.source = source;
    this.dataset = dataset;
    this.table = new PlacedChunks(dataset.grid(), RowOfPlaces.EMPTY);
  }

  ChunkTable read(DataLayout.Chunked layout) throws H5Exception {
    long address = layout.address();
    ChunkElement element = dataset.element();
    switch (layout.index()) {
      case DataLayout.Index.Single single -> {
        if (table.chunks() != 1) {
          throw new H5Exception(
              H5Error.BAD_FILE, "single chunk of a dataset with others: chunks=" + table.chunks());
        }
        place(
            0,
            address,
            element.filtered() ? single.size() : element.chunkBytes(),
            element.filtered() ? single.mask() : 0);
      }
      case DataLayout.Index.Implicit none -> {
        return implicit(address);
      }
      case DataLayout.Index.FixedArray none -> {
        ChunkOrder order = dataset.order();
        Blocks blocks = new Blocks(source);
        FixedArray.read(blocks, address, element)
            .entries(
                blocks, address, (index, at, bytes, mask) -> place(order, index, at, bytes, mask));
      }
      case DataLayout.Index.ExtensibleArray none -> {
        ChunkOrder order = dataset.order();
        ExtensibleArray.read(
            new Blocks(source),
            address,
            element,
            (index, at, bytes, mask) -> place(order, index, at, bytes, mask));
      }
      case DataLayout.Index.BTree2 none ->
          new ChunkBTree(element, dataset.grid().length).read(source, address, this::placeAt);
      case DataLayout.Index.BTree1 none ->
          new BTree1Chunks(new Blocks(source), dataset.chunk()).visit(address, this::placeAt);
    }
    if (bad != -1) {
      throw new H5Exception(H5Error.BAD_FILE, "chunk is outside the file: chunk=%d".formatted(bad));
    }
    table.stored();
    return table;
  }

  private PlacedChunks implicit(long address) throws H5Exception {
    long bytes = dataset.element().chunkBytes();
    long chunks = dataset.largestChunks();
    if (address < 0 || chunks > (source.end() - address) / bytes) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "implicit chunks are not inside the file: address=%d chunks=%d chunkBytes=%d"
              .formatted(address, chunks, bytes));
    }
    if (table.chunks() == 0 && chunks == 0) {
      return table;
    }
    ChunkOrder order = dataset.order();
    Places places =
        chunks == table.chunks()
            ? new RowOfPlaces(address, bytes, chunks)
            : new GridOfPlaces(address, bytes, order, table.chunks());
    return new PlacedChunks(dataset.grid(), places);
  }

  private void place(ChunkOrder order, long index, long address, long bytes, int mask) {
    long chunk = order.chunk(index);
    if (chunk != -1) {
      place(chunk, address, bytes, mask);
    }
  }

  private void placeAt(long[] place, long address, long bytes, int mask) {
    long[] grid = dataset.grid();
    long chunk = 0;
    for (int d = 0; d < place.length; d++) {
      long count = grid[d];
      if (place[d] < 0 || place[d] >= count) {
        return;
      }
      chunk = chunk * count + place[d];
    }
    place(chunk, address, bytes, mask);
  }

  private void place(long chunk, long address, long bytes, int mask) {
    if (address < 0 || bytes < 0 || address > source.end() - bytes) {
      bad = chunk;
    } else {
      table.place(chunk, address, bytes, mask);
    }
  }
}
