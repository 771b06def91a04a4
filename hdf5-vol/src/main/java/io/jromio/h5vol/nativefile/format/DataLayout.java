package io.jromio.h5vol.nativefile.format;

/** Where the elements of a dataset are, as the layout message says. */
public sealed interface DataLayout {

  /**
   * @param address -1 if there is no place yet
   */
  record Contiguous(long address, long size) implements DataLayout {}

  record Compact(byte... bytes) implements DataLayout {
    public Compact {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * @param shape elements of a chunk in each dimension, without that of the element size
   * @param elementSize bytes
   * @param filterEdges whether partial chunks at the edges are filtered too
   * @param index how chunks are found
   * @param address of the index, or of the chunks themselves; -1 if there is none yet
   */
  record Chunked(long[] shape, int elementSize, boolean filterEdges, Index index, long address)
      implements DataLayout {
    public Chunked {
      shape = shape.clone();
    }

    @Override
    public long[] shape() {
      return shape.clone();
    }
  }

  /** Virtual, or in external files. */
  record Foreign(String what) implements DataLayout {}

  /** How chunks are found, with the parameters that stand in the layout message. */
  sealed interface Index {
    /** B-tree version 1 of layout version 3: read only. */
    record BTree1() implements Index {}

    /**
     * @param size bytes after filters; 0 where there are none
     */
    record Single(long size, int mask) implements Index {}

    record Implicit() implements Index {}

    record FixedArray(int pageBits) implements Index {}

    record ExtensibleArray(
        int maxBits, int indexElements, int minPointers, int minElements, int pageBits)
        implements Index {}

    record BTree2(long nodeSize, int split, int merge) implements Index {}
  }
}
