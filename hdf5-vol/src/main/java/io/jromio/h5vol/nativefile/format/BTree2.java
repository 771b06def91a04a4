package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * B-trees version 2, of any depth: read in order, written whole.
 *
 * <p>A tree is written as full as it gets with all nodes of a level alike, so that equal records
 * give equal bytes; C goes on inserting into it and deleting from it.
 *
 * @source HDF5 file format specification v3.0, section III.A.2
 */
public final class BTree2 {
  /** Bytes of the header. */
  static final int HEADER_SIZE = 38;

  private BTree2() {}

  /**
   * All records in order.
   *
   * @param type the type of record that is expected
   * @throws H5Exception {@link H5Error#BAD_FILE} if the tree contradicts itself or goes in circles
   */
  public static List<byte[]> read(MetadataSource source, long header, int type) throws H5Exception {
    Header tree = header(source, header);
    if (tree.shape.type != type) {
      throw bad(
          "has records of the wrong type: type=%d wanted=%d".formatted(tree.shape.type, type),
          header);
    }
    if (tree.total < 0 || tree.total > source.end() / tree.shape.recordSize) {
      throw bad("has more records than the file has room for: records=" + tree.total, header);
    }
    List<byte[]> records = new ArrayList<>((int) Math.min(tree.total, 1 << 16));
    if (tree.root != MetadataSource.UNDEFINED && tree.rootRecords > 0) {
      Walk walk = new Walk(source, tree, records, null, source.end());
      walk.node(tree.root, tree.depth, tree.rootRecords);
    }
    if (records.size() != tree.total) {
      throw bad(
          "has a wrong number of records: header=%d nodes=%d".formatted(tree.total, records.size()),
          header);
    }
    return records;
  }

  /**
   * Parameters of a tree.
   *
   * @param type of record
   * @param recordSize bytes
   * @param nodeSize bytes
   * @param split percent at which C splits a node
   * @param merge percent at which C merges nodes
   */
  public record Shape(int type, int recordSize, int nodeSize, int split, int merge) {}

  /**
   * Writes a tree of these records, which are in order already.
   *
   * @param before header of the tree that this one replaces: it stays there, and the nodes are used
   *     again; -1 if there is none
   * @return the address of the header
   * @throws H5Exception {@link H5Error#BAD_FILE} if the tree before cannot be read
   */
  public static long store(MetadataSpace space, Shape shape, List<byte[]> records, long before)
      throws H5Exception {
    List<Long> old = new ArrayList<>();
    if (before != MetadataSource.UNDEFINED) {
      Header tree = header(space, before);
      if (tree.root != MetadataSource.UNDEFINED) {
        new Walk(space, tree, null, old, space.end()).node(tree.root, tree.depth, tree.rootRecords);
      }
      if (tree.shape.nodeSize != shape.nodeSize) {
        for (long node : old) {
          space.free(node, tree.shape.nodeSize);
        }
        old.clear();
      }
    }
    long header = before == MetadataSource.UNDEFINED ? space.allocate(HEADER_SIZE) : before;
    int depth = 0;
    BTree2Capacity capacity = new BTree2Capacity(shape, depth);
    while (capacity.most(depth) < records.size()) {
      capacity = new BTree2Capacity(shape, ++depth);
      capacity.check(depth);
    }
    BTree2Builder builder = new BTree2Builder(space, shape, capacity, records, old);
    long root = MetadataSource.UNDEFINED;
    int rootRecords = 0;
    if (!records.isEmpty()) {
      BTree2Builder.Child child = builder.node(depth, 0, records.size());
      root = child.address();
      rootRecords = child.records();
    }
    builder.freeRest();
    space.put(
        header,
        new ByteWriter()
            .text("BTHD")
            .u1(0)
            .u1(shape.type)
            .u4(shape.nodeSize)
            .u2(shape.recordSize)
            .u2(depth)
            .u1(shape.split)
            .u1(shape.merge)
            .u8(root)
            .u2(rootRecords)
            .u8(records.size())
            .checksum()
            .bytes());
    return header;
  }

  /** The parameters that stand in the header of a tree. */
  public static Shape shape(MetadataSource source, long header) throws H5Exception {
    return header(source, header).shape;
  }

  /** Gives the header and all nodes back. */
  public static void free(MetadataSpace space, long header) throws H5Exception {
    Header tree = header(space, header);
    List<Long> nodes = new ArrayList<>();
    if (tree.root != MetadataSource.UNDEFINED) {
      new Walk(space, tree, null, nodes, space.end()).node(tree.root, tree.depth, tree.rootRecords);
    }
    for (long node : nodes) {
      space.free(node, tree.shape.nodeSize);
    }
    space.free(header, HEADER_SIZE);
  }

  private record Header(Shape shape, int depth, long root, int rootRecords, long total) {}

  private static H5Exception bad(String detail, long address) {
    return new H5Exception(H5Error.BAD_FILE, "B-tree at address=%d %s".formatted(address, detail));
  }

  private static Header header(MetadataSource source, long address) throws H5Exception {
    String what = "B-tree header at address=" + address;
    ByteReader in = new ByteReader(source.read(address, HEADER_SIZE, what), what);
    in.expect("BTHD");
    if (in.u1() != 0) {
      throw in.bad("has an unknown version");
    }
    int type = in.u1();
    long nodeSize = in.u4();
    int recordSize = in.u2();
    int depth = in.u2();
    Shape shape = new Shape(type, recordSize, (int) nodeSize, in.u1(), in.u1());
    Header header = new Header(shape, depth, in.u8(), in.u2(), in.u8());
    in.checksum(0);
    if (nodeSize > Integer.MAX_VALUE
        || recordSize == 0
        || nodeSize < BTree2Capacity.PREFIX + recordSize
        || depth > BTree2Capacity.MAX_DEPTH) {
      throw in.bad(
          "makes no sense: nodeSize=%d recordSize=%d depth=%d"
              .formatted(nodeSize, recordSize, depth));
    }
    return header;
  }

  /** Goes through a tree in order, taking the records, the addresses of the nodes, or both. */
  private static final class Walk {
    private final MetadataSource source;
    private final Header tree;
    private final BTree2Capacity capacity;
    private final @Nullable List<byte[]> records;
    private final @Nullable List<Long> nodes;

    /** Bytes that nodes can still have; more means that they overlap or go in circles. */
    private long budget;

    Walk(
        MetadataSource source,
        Header tree,
        @Nullable List<byte[]> records,
        @Nullable List<Long> nodes,
        long budget) {
      this.source = source;
      this.tree = tree;
      this.records = records;
      this.nodes = nodes;
      this.budget = budget;
      this.capacity = new BTree2Capacity(tree.shape, tree.depth);
    }

    void node(long address, int level, int count) throws H5Exception {
      Shape shape = tree.shape;
      budget -= shape.nodeSize;
      if (budget < 0) {
        throw bad("has nodes that overlap or go in circles", address);
      }
      if (nodes != null) {
        nodes.add(address);
        if (level == 0 && records == null) {
          return;
        }
      }
      if (count > capacity.records(level)) {
        throw bad("has a node with too many records: records=" + count, address);
      }
      String what = "B-tree node at address=" + address;
      int pointer = level == 0 ? 0 : capacity.pointerSize(level);
      long size =
          BTree2Capacity.PREFIX
              + (long) count * shape.recordSize
              + (level == 0 ? 0 : (count + 1L) * pointer);
      ByteReader in = new ByteReader(source.read(address, size, what), what);
      in.expect(level == 0 ? "BTLF" : "BTIN");
      if (in.u1() != 0 || in.u1() != shape.type) {
        throw in.bad("has an unknown version, or another type of record");
      }
      byte[] own = in.raw((long) count * shape.recordSize);
      ByteReader children = in.slice((long) pointer * (level == 0 ? 0 : count + 1));
      in.checksum(0);
      for (int i = 0; i <= count; i++) {
        if (level > 0) {
          long child = children.u8();
          int childRecords = (int) children.uint(capacity.countSize());
          children.skip(level > 1 ? capacity.totalSize(level - 1) : 0);
          node(child, level - 1, childRecords);
        }
        if (i < count && records != null) {
          records.add(Arrays.copyOfRange(own, i * shape.recordSize, (i + 1) * shape.recordSize));
        }
      }
    }
  }
}
