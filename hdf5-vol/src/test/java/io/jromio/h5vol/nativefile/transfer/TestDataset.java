package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.nativefile.index.ChunkIndexes;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;

/** A dataset without a header. */
final class TestDataset implements StoredDataset {
  private final DatasetCreation creation;
  private final Storage storage;
  private int changes;

  private TestDataset(DatasetCreation creation, Storage storage) {
    this.creation = creation;
    this.storage = storage;
  }

  static TestDataset contiguous(TestSpace space, H5Type type, long... shape) {
    Dataspace extent = Dataspace.of(shape);
    long address = space.allocate(Math.max(1, extent.elements()) * type.size());
    return new TestDataset(
        new DatasetCreation(type, extent, new StorageLayout.Contiguous(), List.of(), FillSpec.NONE),
        new Storage.Contiguous(address));
  }

  static TestDataset compact(H5Type type, long... shape) {
    Dataspace extent = Dataspace.of(shape);
    byte[] bytes = new byte[(int) extent.elements() * type.size()];
    return new TestDataset(
        new DatasetCreation(type, extent, new StorageLayout.Compact(), List.of(), FillSpec.NONE),
        new Storage.Compact(MemorySegment.ofArray(bytes)));
  }

  /** How chunks are stored. */
  record Chunks(long[] shape, List<FilterSpec> filters, FillSpec fill, boolean filterEdges) {
    static Chunks plain(long... shape) {
      return new Chunks(shape, List.of(), FillSpec.NONE, true);
    }

    Chunks with(FilterSpec... newFilters) {
      return new Chunks(shape, List.of(newFilters), fill, filterEdges);
    }

    Chunks with(FillSpec newFill) {
      return new Chunks(shape, filters, newFill, filterEdges);
    }

    Chunks plainEdges() {
      return new Chunks(shape, filters, fill, false);
    }
  }

  /** Chunks without a place. */
  static TestDataset chunked(H5Type type, Chunks chunks, long... shape) {
    Dataspace extent = Dataspace.of(shape);
    ChunkTable table = ChunkIndexes.empty(extent, chunks.shape());
    return new TestDataset(
        new DatasetCreation(
            type,
            extent,
            new StorageLayout.Chunked(chunks.shape()),
            chunks.filters(),
            chunks.fill()),
        new Storage.Chunked(table, chunks.shape(), chunks.filterEdges()));
  }

  /** Gives all chunks a place: in the order of their numbers, or in any. */
  TestDataset placed(TestSpace space, boolean inOrder, Random random) {
    Storage.Chunked chunked = (Storage.Chunked) storage;
    ChunkTable table = chunked.table();
    long bytes = creation.type().size();
    for (long length : chunked.shape()) {
      bytes *= length;
    }
    long[] order = new long[(int) table.chunks()];
    for (int i = 0; i < order.length; i++) {
      int at = inOrder ? i : random.nextInt(i + 1);
      order[i] = order[at];
      order[at] = i;
    }
    for (long chunk : order) {
      table.place(chunk, space.allocate(bytes), bytes, 0);
    }
    return this;
  }

  ChunkTable table() {
    return ((Storage.Chunked) storage).table();
  }

  int changes() {
    return changes;
  }

  @Override
  public DatasetCreation creation() {
    return creation;
  }

  @Override
  public Storage storage() {
    return storage;
  }

  @Override
  public void storageChanged() {
    changes++;
  }

  @Override
  public String path() {
    return "/test";
  }
}
