package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteWriter;
import java.util.Arrays;
import java.util.List;

/** Builds the nodes of a tree from the top down; a node is put when those below it are. */
final class BTree2Builder {
  private final MetadataSpace space;
  private final BTree2.Shape shape;
  private final BTree2Capacity capacity;
  private final List<byte[]> records;

  /** Nodes of the tree before; those up to {@code used} are nodes of this one. */
  private final List<Long> old;

  private int used;

  BTree2Builder(
      MetadataSpace space,
      BTree2.Shape shape,
      BTree2Capacity capacity,
      List<byte[]> records,
      List<Long> old) {
    this.space = space;
    this.shape = shape;
    this.capacity = capacity;
    this.records = records;
    this.old = old;
  }

  /**
   * A node that was put.
   *
   * @param records of the node itself
   */
  record Child(long address, int records) {}

  /** Puts a node with the records {@code [from, to)} in it and below it. */
  Child node(int level, int from, int to) {
    long address = used < old.size() ? old.get(used++) : space.allocate(shape.nodeSize());
    if (level == 0) {
      ByteWriter leaf = new ByteWriter().text("BTLF").u1(0).u1(shape.type());
      for (int i = from; i < to; i++) {
        leaf.raw(records.get(i));
      }
      put(address, leaf);
      return new Child(address, to - from);
    }
    long below = capacity.most(level - 1);
    int count = to - from;
    // The fewest children that hold all but the records between them, and two at least.
    int children = (int) Math.max(2, (count + 1L + below) / (below + 1));
    ByteWriter own = new ByteWriter().text("BTIN").u1(0).u1(shape.type());
    ByteWriter pointers = new ByteWriter();
    int at = from;
    for (int c = 0; c < children; c++) {
      int left = to - at - (children - c - 1);
      int part = (left + children - c - 1) / (children - c);
      Child child = node(level - 1, at, at + part);
      pointers.u8(child.address).uint(child.records, capacity.countSize());
      if (level > 1) {
        pointers.uint(part, capacity.totalSize(level - 1));
      }
      at += part;
      if (c + 1 < children) {
        own.raw(records.get(at++));
      }
    }
    put(address, own.raw(pointers.bytes()));
    return new Child(address, children - 1);
  }

  private void put(long address, ByteWriter node) {
    space.put(address, Arrays.copyOf(node.checksum().bytes(), shape.nodeSize()));
  }

  /** Gives nodes back that the tree before had and this one has not. */
  void freeRest() {
    while (used < old.size()) {
      space.free(old.get(used++), shape.nodeSize());
    }
  }
}
