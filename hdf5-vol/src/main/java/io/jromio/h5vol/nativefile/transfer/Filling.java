package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;

/** Writes fill values into places that are new. */
final class Filling {
  private static final long BLOCK = 4 << 20;

  private final RawSpace space;
  private final Ranks ranks;

  Filling(RawSpace space) {
    this.space = space;
    this.ranks = new Ranks(space.communicator());
  }

  /** Collective; see {@link Transfers#fill}. */
  void fill(StoredDataset dataset, long... chunks) throws H5Exception {
    if (!FillValue.isWritten(dataset) || !dataset.creation().filters().isEmpty()) {
      return;
    }
    H5Exception failure = Ranks.attempt(() -> write(dataset, chunks));
    ranks.agree(failure);
  }

  private void write(StoredDataset dataset, long... chunks) throws H5Exception {
    byte[] element = FillValue.inFile(dataset);
    Extents places = places(dataset, element.length, chunks);
    places.sort();
    long block = Math.max(1, BLOCK / element.length) * element.length;
    MemorySegment values = MemorySegment.ofArray(new byte[0]);
    long turn = 0;
    for (int i = 0; i < places.size(); i++) {
      for (long at = 0; at < places.length(i); at += block) {
        if (turn++ % ranks.size() == ranks.rank()) {
          long bytes = Math.min(block, places.length(i) - at);
          if (values.byteSize() < bytes) {
            values = MemorySegment.ofArray(new byte[(int) bytes]);
            FillValue.repeat(element, values);
          }
          write(places.key(i) + at, values.asSlice(0, bytes));
        }
      }
    }
  }

  /** Addresses and bytes; chunks that follow each other are taken together. */
  private static Extents places(StoredDataset dataset, int elementBytes, long... chunks)
      throws H5Exception {
    Extents places = new Extents();
    switch (dataset.storage()) {
      case Storage.Compact compact -> FillValue.repeat(FillValue.inFile(dataset), compact.bytes());
      case Storage.Contiguous contiguous -> {
        long elements = dataset.creation().space().elements();
        if (contiguous.address() >= 0 && elements > 0) {
          places.add(contiguous.address(), 0, Math.multiplyExact(elements, elementBytes));
        }
      }
      case Storage.Chunked chunked -> {
        long bytes = elementBytes;
        for (long length : chunked.shape()) {
          bytes = Math.multiplyExact(bytes, length);
        }
        long taken = 0;
        for (long chunk : chunks) {
          long address = chunked.table().address(chunk);
          if (address >= 0) {
            places.add(address, taken, bytes);
            taken += bytes;
          }
        }
      }
    }
    return places;
  }

  private void write(long address, MemorySegment values) throws H5Exception {
    try {
      View view = new View(Math.addExact(space.base(), address), Datatype.BYTE);
      space.file().writeThrough(view, values, values.byteSize(), Datatype.BYTE);
    } catch (MpiIoException e) {
      throw H5Exception.of("writing fill values", e);
    }
  }
}
