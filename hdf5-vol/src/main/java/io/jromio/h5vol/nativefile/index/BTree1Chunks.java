package io.jromio.h5vol.nativefile.index;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.H5Exception;

/**
 * The index of old files (layout version 3): B-trees version 1 with chunks, read only.
 *
 * <pre>
 *   node  "TREE" type 1, level, entries 2, left 8, right 8 | key child key ... child key
 *   key   bytes 4, mask 4, offset of each dimension in elements 8 each, 0 for the element size 8
 * </pre>
 *
 * @param shape of a chunk in elements
 * @source HDF5 file format specification v3.0, section III.A.1
 */
record BTree1Chunks(Blocks blocks, long... shape) {
  private static final int HEADER_SIZE = 24;
  private static final int MAX_LEVEL = 64;

  /** Sees chunks by their place in the grid, which is used again for the next one. */
  interface Visitor {
    void chunk(long[] place, long address, long bytes, int mask) throws H5Exception;
  }

  void visit(long root, Visitor visitor) throws H5Exception {
    node(root, -1, visitor);
  }

  private void node(long address, int wantedLevel, Visitor visitor) throws H5Exception {
    ByteReader head = blocks.read(address, HEADER_SIZE, "B-tree node");
    head.expect("TREE");
    int type = head.u1();
    int level = head.u1();
    int entries = head.u2();
    if (type != 1 || level > MAX_LEVEL || (wantedLevel >= 0 && level != wantedLevel)) {
      throw head.bad("is no node of chunks of its level: type=%d level=%d".formatted(type, level));
    }
    int key = 8 + 8 * (shape.length + 1);
    ByteReader in =
        blocks.read(address + HEADER_SIZE, (long) entries * (key + 8), "B-tree entries");
    long[] place = new long[shape.length];
    for (int i = 0; i < entries; i++) {
      long bytes = in.u4();
      int mask = (int) in.u4();
      for (int d = 0; d < shape.length; d++) {
        long offset = in.u8();
        if (offset < 0 || offset % shape[d] != 0) {
          throw in.bad("has an offset inside a chunk: dimension=%d offset=%d".formatted(d, offset));
        }
        place[d] = offset / shape[d];
      }
      in.skip(8);
      long child = in.u8();
      if (level > 0) {
        node(child, level - 1, visitor);
      } else {
        visitor.chunk(place, child, bytes, mask);
      }
    }
  }
}
