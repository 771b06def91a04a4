package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.nativefile.index.ChunkIndexes;
import io.jromio.h5vol.nativefile.index.ChunkTable;
import io.jromio.h5vol.nativefile.transfer.Transfers;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * Changes the shape of a chunked dataset. Chunks that are new get their place at once unless they
 * are filtered; chunks that are outside give theirs back. Of chunks that are partly outside, that
 * part becomes fill values, so that it is those when the dataset grows again.
 *
 * @source H5Dchunk.c, H5D__chunk_prune_by_extent
 */
final class DatasetResize {
  /** Most elements that one rank resets at a time. */
  private static final long MOST_ELEMENTS = 1 << 20;

  private final NativeDataset dataset;
  private final NativeFile file;
  private final DatasetStorage storage;

  DatasetResize(NativeDataset dataset, DatasetStorage storage) {
    this.dataset = dataset;
    this.file = dataset.nativeFile();
    this.storage = storage;
  }

  void to(long... shape) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    Dataspace before = creation.space();
    Dataspace after = checked(before, shape);
    if (before.equals(after)) {
      return;
    }
    if (!(creation.layout() instanceof StorageLayout.Chunked chunked)) {
      throw refused("only chunked datasets change their shape", shape);
    }
    if (storage.hasOldIndex()) {
      throw file.oldFormat("resize", "chunk index of version 1");
    }
    long[] chunk = chunked.shape();
    ChunkTable table = storage.table();
    long[] oldGrid = table.grid();
    long[] newGrid = ChunkIndexes.grid(shape, chunk);
    if (creation.filters().isEmpty()) {
      ChunkNumbers.checkPlaced("dataset=" + dataset.path(), newGrid);
    }
    if (creation.fill().time() != FillSpec.Time.NEVER && table.placed() > 0) {
      clear(before.shape(), shape, kept(oldGrid, newGrid, chunk));
    }
    Allocator allocator = file.metadata().allocator();
    if (!ChunkNumbers.isInside(oldGrid, newGrid)) {
      table.visit(
          (number, address, bytes, mask) -> {
            if (ChunkNumbers.isOutside(number, oldGrid, newGrid)) {
              allocator.freeRaw(address, bytes);
            }
          });
    }
    table.resize(newGrid);
    dataset.resized(after);
    if (creation.filters().isEmpty()) {
      long[] added = ChunkNumbers.outside(newGrid, oldGrid);
      storage.place(allocator, added, storage.bytesOfChunk());
      if (added.length > 0) {
        dataset.fill(added);
      }
    }
  }

  private Dataspace checked(Dataspace before, long... shape) throws H5Exception {
    if (shape.length != before.rank()) {
      throw refused("shape of another rank", shape);
    }
    try {
      return before.resized(shape);
    } catch (IllegalArgumentException e) {
      throw new H5Exception(H5Error.ARG, e.getMessage() + " file=" + file.name(), e);
    }
  }

  private H5Exception refused(String why, long... shape) {
    return new H5Exception(
        H5Error.ARG,
        "%s: shape=%s dataset=%s space=%s file=%s"
            .formatted(
                why,
                Arrays.toString(shape),
                dataset.path(),
                dataset.creation().space(),
                file.name()));
  }

  /** Elements up to which chunks are kept, in each dimension. */
  private static long[] kept(long[] oldGrid, long[] newGrid, long... chunk) {
    long[] kept = new long[chunk.length];
    for (int d = 0; d < kept.length; d++) {
      kept[d] = Math.min(oldGrid[d], newGrid[d]) * chunk[d];
    }
    return kept;
  }

  /**
   * Resets what is outside the new shape, but in chunks that are kept: for each dimension a box of
   * what is outside in it, and inside in those before.
   */
  private void clear(long[] before, long[] after, long... kept) throws H5Exception {
    int rank = after.length;
    for (int d = 0; d < rank; d++) {
      long[] start = new long[rank];
      long[] count = new long[rank];
      long elements = 1;
      for (int e = 0; e < rank; e++) {
        long end = Math.min(before[e], kept[e]);
        start[e] = e == d ? after[e] : 0;
        count[e] = Math.max(0, (e < d ? Math.min(after[e], end) : end) - start[e]);
        elements *= count[e];
      }
      if (elements > 0) {
        clearBox(start, count);
      }
    }
  }

  /** Resets a box: the ranks take slices of its longest dimension by turns. */
  private void clearBox(long[] start, long[] count) throws H5Exception {
    int longest = 0;
    long elements = 1;
    for (int d = 0; d < count.length; d++) {
      longest = count[d] > count[longest] ? d : longest;
      elements *= count[d];
    }
    int ranks = file.communicator().size();
    long thin = Math.max(1, MOST_ELEMENTS / (elements / count[longest]));
    long each = Math.min(thin, Math.ceilDiv(count[longest], ranks));
    for (long done = 0; done < count[longest]; done += each * ranks) {
      long from = Math.min(count[longest], done + each * file.communicator().rank());
      long[] place = start.clone();
      long[] size = count.clone();
      place[longest] += from;
      size[longest] = Math.min(each, count[longest] - from);
      clearSlab(place, size);
    }
  }

  private void clearSlab(long[] start, long[] count) throws H5Exception {
    long elements = 1;
    for (long length : count) {
      elements *= length;
    }
    DatasetCreation creation = dataset.creation();
    int size = creation.type().size();
    byte[] bytes = new byte[Math.toIntExact(elements * size)];
    if (creation.fill().value().isPresent()) {
      MemorySegment value = creation.fill().value().get().bytes();
      for (long i = 0; i < elements && value.byteSize() == size; i++) {
        MemorySegment.copy(value, 0, MemorySegment.ofArray(bytes), i * size, size);
      }
    }
    Selection selection = elements == 0 ? Selection.none() : Selection.slab(start, count);
    Selection memory = elements == 0 ? Selection.none() : Selection.all();
    Transfers.Part part =
        new Transfers.Part(
            dataset.stored(),
            selection,
            Elements.of(creation.type(), MemorySegment.ofArray(bytes)),
            Dataspace.of(elements),
            memory);
    file.transfers().move(Direction.WRITE, TransferMode.COLLECTIVE, List.of(part));
  }
}
