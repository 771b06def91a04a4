package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Exception;

/**
 * The entry of a chunk in an index.
 *
 * <pre>
 *   address 8 | with filters: bytes {@code sizeWidth} | mask 4
 * </pre>
 *
 * @param chunkBytes before filters
 * @param filtered whether the dataset has filters
 * @source HDF5 file format specification v3.0, appendix C
 */
record ChunkElement(long chunkBytes, boolean filtered) {
  private static final long UNDEFINED = -1;

  /** Bytes that the size of a filtered chunk takes: one more than the chunk needs. */
  int sizeWidth() {
    int bits = 63 - Long.numberOfLeadingZeros(Math.max(1, chunkBytes));
    return Math.min(8, 1 + (bits + 8) / 8);
  }

  int size() {
    return filtered ? 8 + sizeWidth() + 4 : 8;
  }

  /** How arrays tell the two kinds apart. */
  int client() {
    return filtered ? 1 : 0;
  }

  void write(ByteWriter out, long address, long bytes, int mask) {
    out.u8(address);
    if (filtered) {
      out.uint(bytes, sizeWidth()).u4(mask);
    }
  }

  /** Writes the entry of a chunk of a table; that of nothing if it has no place or no number. */
  void write(ByteWriter out, ChunkTable table, long chunk) {
    long address = chunk < 0 ? UNDEFINED : table.address(chunk);
    if (address == UNDEFINED) {
      write(out, UNDEFINED, 0, 0);
    } else {
      write(out, address, table.storedBytes(chunk), table.mask(chunk));
    }
  }

  /** Reads one entry and shows it, if it is of a chunk that has a place. */
  void read(ByteReader in, long index, ChunkTable.Visitor visitor) throws H5Exception {
    long address = in.u8();
    long bytes = filtered ? in.uint(sizeWidth()) : chunkBytes;
    int mask = filtered ? (int) in.u4() : 0;
    if (address != UNDEFINED) {
      visitor.chunk(index, address, bytes, mask);
    }
  }
}
