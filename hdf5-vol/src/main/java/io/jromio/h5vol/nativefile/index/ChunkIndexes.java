package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import java.util.Arrays;

/** Chunk tables from files and to files. */
public final class ChunkIndexes {
  private ChunkIndexes() {}

  /**
   * The index that a new dataset gets: single chunk, implicit, fixed array, extensible array or
   * B-tree, as its largest shape, filters and allocation allow. The parameters are C's.
   *
   * <p>Unlike C, a dataset that may grow up to a limit never gets the implicit index, which would
   * take space for the largest shape at once.
   *
   * @param early whether all chunks get their place at once
   * @source HDF5 1.14 H5Dlayout.c, H5D__layout_set_latest_indexing; H5Dprivate.h
   */
  public static DataLayout.Index choose(
      Dataspace space, long[] chunk, boolean filtered, boolean early) {
    int unlimited = 0;
    for (long most : space.maxShape()) {
      unlimited += most == Dataspace.UNLIMITED ? 1 : 0;
    }
    if (unlimited > 1) {
      return new DataLayout.Index.BTree2(2048, 100, 40);
    }
    if (unlimited == 1) {
      return new DataLayout.Index.ExtensibleArray(32, 4, 4, 16, 10);
    }
    if (!space.canGrow() && Arrays.equals(space.shape(), chunk)) {
      return new DataLayout.Index.Single(0, 0);
    }
    if (!filtered && early && !space.canGrow()) {
      return new DataLayout.Index.Implicit();
    }
    return new DataLayout.Index.FixedArray(10);
  }

  /** Chunks in each dimension. */
  public static long[] grid(long[] shape, long... chunk) {
    long[] grid = new long[shape.length];
    for (int d = 0; d < grid.length; d++) {
      grid[d] = shape[d] == 0 ? 0 : (shape[d] - 1) / chunk[d] + 1;
    }
    return grid;
  }

  /** A table without places. */
  public static ChunkTable empty(Dataspace space, long... chunk) {
    return new PlacedChunks(grid(space.shape(), chunk), RowOfPlaces.EMPTY);
  }

  /**
   * Reads the table of a dataset, whatever its index.
   *
   * @param filtered whether it has filters
   * @throws H5Exception {@link H5Error#BAD_FILE} if the index contradicts itself or the file
   */
  public static ChunkTable read(
      MetadataSource source, DataLayout.Chunked layout, Dataspace space, boolean filtered)
      throws H5Exception {
    IndexedDataset dataset = IndexedDataset.of(layout, space, filtered);
    if (layout.address() == MetadataSource.UNDEFINED) {
      return new PlacedChunks(dataset.grid(), RowOfPlaces.EMPTY);
    }
    return new IndexReader(source, dataset).read(layout);
  }

  /**
   * Puts the index of a table, in the place of the one before where there is one.
   *
   * @param layout as it was
   * @param shape the dataset's, of now
   * @return as it is now: with the address of the index; -1 while no chunk was ever placed
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for B-trees version 1, and for more chunks than
   *     the index can have; {@link H5Error#BAD_FILE} if the index before cannot be read; {@link
   *     H5Error#ARG} for chunks that are elsewhere than an implicit index has them
   */
  public static DataLayout.Chunked store(
      MetadataSpace space,
      DataLayout.Chunked layout,
      Dataspace shape,
      boolean filtered,
      ChunkTable table)
      throws H5Exception {
    if (!(table instanceof PlacedChunks chunks)) {
      throw new IllegalArgumentException("no table of these indexes: table=" + table);
    }
    IndexedDataset dataset = IndexedDataset.of(layout, shape, filtered);
    if (!Arrays.equals(dataset.grid(), chunks.grid())) {
      throw new IllegalArgumentException(
          "table has another grid: grid=%s wanted=%s"
              .formatted(Arrays.toString(chunks.grid()), Arrays.toString(dataset.grid())));
    }
    boolean fresh = layout.address() == MetadataSource.UNDEFINED;
    if (fresh ? chunks.placed() == 0 : !chunks.isChanged(0, Long.MAX_VALUE)) {
      return layout;
    }
    DataLayout.Chunked stored = put(space, layout, dataset, chunks);
    chunks.stored();
    return stored;
  }

  private static DataLayout.Chunked put(
      MetadataSpace space, DataLayout.Chunked layout, IndexedDataset dataset, PlacedChunks table)
      throws H5Exception {
    long before = layout.address();
    boolean fresh = before == MetadataSource.UNDEFINED;
    return switch (layout.index()) {
      case DataLayout.Index.BTree1 none ->
          throw new H5Exception(
              H5Error.UNSUPPORTED,
              "chunk indexes of old files (layout version 3, B-tree version 1) cannot be changed");
      case DataLayout.Index.Single none -> {
        boolean filters = dataset.element().filtered();
        DataLayout.Index index =
            new DataLayout.Index.Single(
                filters ? table.storedBytes(0) : 0, filters ? table.mask(0) : 0);
        yield with(layout, index, table.address(0));
      }
      case DataLayout.Index.Implicit index -> with(layout, index, dataset.implicitAddress(table));
      case DataLayout.Index.FixedArray index -> {
        IndexedTable indexed = new IndexedTable(table, dataset.order(), dataset.element(), fresh);
        yield with(
            layout,
            index,
            FixedArray.store(space, indexed, index.pageBits(), dataset.largestChunks(), before));
      }
      case DataLayout.Index.ExtensibleArray index -> {
        IndexedTable indexed = new IndexedTable(table, dataset.order(), dataset.element(), fresh);
        ExtensibleArray array =
            fresh
                ? ExtensibleArray.create(space, dataset.element(), index)
                : ExtensibleArray.read(new Blocks(space), before, dataset.element(), null);
        yield with(layout, index, array.store(space, indexed));
      }
      case DataLayout.Index.BTree2 index ->
          with(
              layout,
              index,
              new ChunkBTree(dataset.element(), dataset.grid().length)
                  .store(space, table, index, before));
    };
  }

  private static DataLayout.Chunked with(
      DataLayout.Chunked layout, DataLayout.Index index, long address) {
    return new DataLayout.Chunked(
        layout.shape(), layout.elementSize(), layout.filterEdges(), index, address);
  }
}
