package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.StorageInfo;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.index.ChunkIndexes;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import io.jromio.h5vol.nativefile.transfer.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The places of a dataset's elements: one, none, or one for each chunk. */
final class DatasetStorage {
  private static final long NONE = MetadataSource.UNDEFINED;

  private final boolean filtered;
  private DataLayout layout;
  private Storage storage;

  private DatasetStorage(boolean filtered, DataLayout layout, Storage storage) {
    this.filtered = filtered;
    this.layout = layout;
    this.storage = storage;
  }

  /** Of a dataset that is being made: with places, unless it has filters. */
  static DatasetStorage create(Metadata metadata, DatasetParts parts) throws H5Exception {
    DatasetCreation creation = parts.creation();
    Storage storage =
        switch (parts.layout()) {
          case DataLayout.Compact none ->
              new Storage.Compact(MemorySegment.ofArray(DatasetPlan.filled(creation)));
          case DataLayout.Chunked chunked ->
              new Storage.Chunked(
                  ChunkIndexes.empty(creation.space(), chunked.shape()), chunked.shape(), true);
          default -> new Storage.Contiguous(NONE);
        };
    DatasetStorage made = new DatasetStorage(parts.isFiltered(), parts.layout(), storage);
    if (!parts.isFiltered()) {
      made.placeMissing(metadata.allocator(), creation);
    }
    if (parts.layout() instanceof DataLayout.Chunked chunked && !isIndexed(chunked)) {
      made.store(metadata, creation.space());
    }
    return made;
  }

  /** Whether places are in an index of its own, which is written at the next flush. */
  private static boolean isIndexed(DataLayout.Chunked chunked) {
    return !(chunked.index() instanceof DataLayout.Index.Single
        || chunked.index() instanceof DataLayout.Index.Implicit);
  }

  /** Of a dataset that was there. */
  static DatasetStorage read(Metadata metadata, DatasetParts parts, String path)
      throws H5Exception {
    long bytes = parts.bytes(path);
    Storage storage =
        switch (parts.layout()) {
          case DataLayout.Contiguous contiguous -> {
            if (contiguous.address() != NONE && bytes > 0) {
              checkInside(metadata, contiguous.address(), bytes, path);
            }
            yield new Storage.Contiguous(bytes > 0 ? contiguous.address() : NONE);
          }
          case DataLayout.Compact compact -> {
            if (compact.bytes().length < bytes) {
              throw new H5Exception(
                  H5Error.BAD_FILE,
                  "%s has too few elements: bytes=%d needs=%d"
                      .formatted(path, compact.bytes().length, bytes));
            }
            yield new Storage.Compact(MemorySegment.ofArray(compact.bytes()).asSlice(0, bytes));
          }
          case DataLayout.Chunked chunked ->
              new Storage.Chunked(
                  ChunkIndexes.read(
                      metadata, chunked, parts.creation().space(), parts.isFiltered()),
                  chunked.shape(),
                  chunked.filterEdges());
          case DataLayout.Foreign none -> new Storage.Contiguous(NONE);
        };
    return new DatasetStorage(parts.isFiltered(), parts.layout(), storage);
  }

  private static void checkInside(Metadata metadata, long address, long bytes, String path)
      throws H5Exception {
    if (address < 0 || address > metadata.end() - bytes) {
      throw new H5Exception(
          H5Error.BAD_FILE,
          "%s is not inside the file: address=%d bytes=%d end=%d"
              .formatted(path, address, bytes, metadata.end()));
    }
  }

  /** As the header says it, or will say it. */
  DataLayout layout() {
    return layout;
  }

  Storage storage(String path) throws H5Exception {
    if (layout instanceof DataLayout.Foreign foreign) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "elements are where they cannot be reached: path=%s storage=%s"
              .formatted(path, foreign.what()));
    }
    return storage;
  }

  /** Whether elements have no place that would need one for any rank to write alone. */
  boolean isMissing(DatasetCreation creation) {
    return switch (storage) {
      case Storage.Contiguous contiguous ->
          contiguous.address() == NONE
              && creation.space().elements() > 0
              && !(layout instanceof DataLayout.Foreign);
      case Storage.Chunked chunked ->
          !filtered && chunked.table().placed() < chunked.table().chunks();
      case Storage.Compact none -> false;
    };
  }

  /** Whether its index is one that can only be read. */
  boolean hasOldIndex() {
    return layout instanceof DataLayout.Chunked chunked
        && chunked.index() instanceof DataLayout.Index.BTree1;
  }

  /** Whether its index has room for all chunks from the first write on. */
  boolean hasArrayOfAll() {
    return layout instanceof DataLayout.Chunked chunked
        && chunked.index() instanceof DataLayout.Index.FixedArray;
  }

  /** Refuses more chunks than can be written about at once. */
  void checkPlaced(String path) throws H5Exception {
    if (storage instanceof Storage.Chunked chunked) {
      ChunkNumbers.checkPlaced("dataset=" + path, chunked.table().grid());
    }
  }

  /**
   * Gives all elements a place, where nothing was written yet.
   *
   * @return the chunks that got one
   */
  long[] placeMissing(Allocator allocator, DatasetCreation creation) {
    if (!isMissing(creation)) {
      return new long[0];
    }
    if (storage instanceof Storage.Chunked chunked) {
      ChunkTable table = chunked.table();
      long[] missing =
          table.placed() == 0 ? ChunkNumbers.all(table.chunks()) : ChunkNumbers.missing(table);
      place(allocator, missing, bytesOfChunk());
      return missing;
    }
    long bytes = creation.space().elements() * creation.type().size();
    long address = allocator.fresh(bytes);
    storage = new Storage.Contiguous(address);
    layout = new DataLayout.Contiguous(address, bytes);
    return new long[0];
  }

  long bytesOfChunk() {
    if (!(layout instanceof DataLayout.Chunked chunked)) {
      return 0;
    }
    long bytes = chunked.elementSize();
    for (long length : chunked.shape()) {
      bytes *= length;
    }
    return bytes;
  }

  ChunkTable table() {
    if (storage instanceof Storage.Chunked chunked) {
      return chunked.table();
    }
    throw new IllegalStateException("no chunks: layout=" + layout);
  }

  /** Gives chunks their places, one after the other unless each is to be aligned. */
  void place(Allocator allocator, long[] chunks, long bytes) {
    ChunkTable table = table();
    long step = allocator.isAligned(bytes) ? allocator.aligned(bytes) : bytes;
    boolean together = step == bytes || isImplicit();
    long next = together && chunks.length > 0 ? allocator.fresh(bytes * chunks.length) : 0;
    int from = 0;
    while (from < chunks.length) {
      int to = from + 1;
      while (together && to < chunks.length && chunks[to] == chunks[to - 1] + 1) {
        to++;
      }
      long at = together ? next : allocator.fresh(bytes);
      table.placeRow(chunks[from], to - from, at, bytes);
      next += bytes * (to - from);
      from = to;
    }
  }

  private boolean isImplicit() {
    return layout instanceof DataLayout.Chunked chunked
        && chunked.index() instanceof DataLayout.Index.Implicit;
  }

  /** Writes what says where the elements are; the layout may be another one then. */
  void store(Metadata metadata, Dataspace space) throws H5Exception {
    switch (storage) {
      case Storage.Compact compact ->
          layout = new DataLayout.Compact(compact.bytes().toArray(ValueLayout.JAVA_BYTE));
      case Storage.Chunked chunked -> {
        if (layout instanceof DataLayout.Chunked before && !hasOldIndex()) {
          layout = ChunkIndexes.store(metadata, before, space, filtered, chunked.table());
        }
      }
      case Storage.Contiguous none -> {
        // The layout has the address from when it was taken.
      }
    }
  }

  /** Sees ranges of the file. */
  interface Ranges {
    void range(long address, long bytes);
  }

  /** Shows where elements are, as far as they have places of their own. */
  void visit(DatasetCreation creation, Ranges ranges) {
    switch (storage) {
      case Storage.Contiguous contiguous -> {
        if (contiguous.address() != NONE) {
          long bytes = creation.space().elements() * creation.type().size();
          ranges.range(contiguous.address(), bytes);
        }
      }
      case Storage.Chunked chunked ->
          chunked.table().visit((chunk, address, bytes, mask) -> ranges.range(address, bytes));
      case Storage.Compact none -> {
        // In the header.
      }
    }
  }

  /** Gives back the places of all elements. */
  void free(Metadata metadata, DatasetCreation creation) {
    visit(creation, metadata.allocator()::freeRaw);
  }

  StorageInfo info(DatasetCreation creation) {
    return switch (storage) {
      case Storage.Contiguous contiguous ->
          new StorageInfo(
              contiguous.address() == NONE
                  ? 0
                  : creation.space().elements() * creation.type().size(),
              contiguous.address(),
              0,
              "");
      case Storage.Compact compact -> new StorageInfo(compact.bytes().byteSize(), NONE, 0, "");
      case Storage.Chunked chunked -> chunked(chunked.table());
    };
  }

  private StorageInfo chunked(ChunkTable table) {
    long[] bytes = new long[1];
    table.visit((chunk, address, stored, mask) -> bytes[0] += stored);
    long address = table.chunks() > 0 ? table.address(0) : NONE;
    return new StorageInfo(bytes[0], address, table.placed(), indexName());
  }

  private String indexName() {
    if (!(layout instanceof DataLayout.Chunked chunked)) {
      return "";
    }
    return switch (chunked.index()) {
      case DataLayout.Index.BTree1 none -> "B-tree version 1";
      case DataLayout.Index.Single none -> "single chunk";
      case DataLayout.Index.Implicit none -> "implicit";
      case DataLayout.Index.FixedArray none -> "fixed array";
      case DataLayout.Index.ExtensibleArray none -> "extensible array";
      case DataLayout.Index.BTree2 none -> "B-tree version 2";
    };
  }
}
