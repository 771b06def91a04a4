package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;

/**
 * How many records nodes of a B-tree hold, which also decides how wide the counts in pointers are.
 * None of it stands in the file.
 *
 * @source HDF5 file format specification v3.0, section III.A.2; HDF5 1.14 H5B2hdr.c
 */
final class BTree2Capacity {
  /** Signature, version, type and checksum of a node. */
  static final int PREFIX = 10;

  /** Deeper trees have more records than a file has bytes. */
  static final int MAX_DEPTH = 32;

  /** Stands for numbers that 63 bits do not hold. */
  static final long TOO_MANY = Long.MAX_VALUE;

  private static final int ADDRESS = 8;

  private final long[] records;
  private final long[] most;
  private final int countSize;

  BTree2Capacity(BTree2.Shape shape, int depth) {
    records = new long[depth + 1];
    most = new long[depth + 1];
    records[0] = ((long) shape.nodeSize() - PREFIX) / shape.recordSize();
    most[0] = records[0];
    countSize = width(records[0]);
    for (int level = 1; level <= depth; level++) {
      int pointer = pointerSize(level);
      records[level] =
          Math.max(
              0, ((long) shape.nodeSize() - PREFIX - pointer) / (shape.recordSize() + pointer));
      long children = records[level] + 1;
      most[level] =
          most[level - 1] > (TOO_MANY - records[level]) / children
              ? TOO_MANY
              : children * most[level - 1] + records[level];
    }
  }

  /** Bytes that numbers up to {@code limit} need. */
  private static int width(long limit) {
    return (63 - Long.numberOfLeadingZeros(Math.max(1, limit))) / 8 + 1;
  }

  /** Most records of a node; leaves are level 0. */
  long records(int level) {
    return records[level];
  }

  /** Most records of a node and everything below. */
  long most(int level) {
    return most[level];
  }

  /** Bytes of the number of records in a child. */
  int countSize() {
    return countSize;
  }

  /** Bytes of the number of records in a node of this level and below. */
  int totalSize(int level) {
    return width(most[level]);
  }

  /** Bytes of a pointer in a node of this level. */
  int pointerSize(int level) {
    return ADDRESS + countSize + (level > 1 ? totalSize(level - 1) : 0);
  }

  /**
   * @throws H5Exception {@link H5Error#BAD_FILE} if nodes of this level have no room for a record
   */
  void check(int level) throws H5Exception {
    if (records[level] == 0) {
      throw new H5Exception(
          H5Error.BAD_FILE, "B-tree nodes have no room for records: level=" + level);
    }
  }
}
