package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.BTree2;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of datasets with several unlimited dimensions: a B-tree version 2 with a record for
 * each chunk, in the order of their numbers.
 *
 * <pre>
 *   address 8 | with filters: bytes, mask 4 | place of the chunk in each dimension 8 each
 * </pre>
 *
 * @param element the record without the place
 * @source HDF5 file format specification v3.0, section VII.E
 */
record ChunkBTree(ChunkElement element, int rank) {

  private int type() {
    return element.filtered() ? 11 : 10;
  }

  void read(MetadataSource source, long header, BTree1Chunks.Visitor visitor) throws H5Exception {
    long[] place = new long[rank];
    int size = element.size() + 8 * rank;
    for (byte[] chunk : BTree2.read(source, header, type())) {
      ByteReader in = new ByteReader(chunk, "B-tree record of a chunk");
      if (chunk.length != size) {
        throw in.bad("has the wrong size: recordSize=%d wanted=%d".formatted(chunk.length, size));
      }
      long address = in.u8();
      long bytes = element.filtered() ? in.uint(element.sizeWidth()) : element.chunkBytes();
      int mask = element.filtered() ? (int) in.u4() : 0;
      for (int d = 0; d < rank; d++) {
        place[d] = in.u8();
      }
      if (address != MetadataSource.UNDEFINED) {
        visitor.chunk(place, address, bytes, mask);
      }
    }
  }

  /**
   * @param before header of the tree, or -1 for a new one
   * @return address of the header
   */
  long store(MetadataSpace space, ChunkTable table, DataLayout.Index.BTree2 parameters, long before)
      throws H5Exception {
    List<byte[]> records = new ArrayList<>(Math.toIntExact(table.placed()));
    long[] grid = table.grid();
    long[] place = new long[rank];
    table.visit(
        (chunk, address, bytes, mask) -> {
          long left = chunk;
          for (int d = rank - 1; d >= 0; d--) {
            place[d] = left % grid[d];
            left /= grid[d];
          }
          ByteWriter out = new ByteWriter();
          element.write(out, address, bytes, mask);
          for (long at : place) {
            out.u8(at);
          }
          records.add(out.bytes());
        });
    BTree2.Shape shape =
        new BTree2.Shape(
            type(),
            element.size() + 8 * rank,
            Math.toIntExact(parameters.nodeSize()),
            parameters.split(),
            parameters.merge());
    return BTree2.store(space, shape, records, before);
  }
}
