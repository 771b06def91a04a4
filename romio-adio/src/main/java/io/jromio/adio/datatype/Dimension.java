package io.jromio.adio.datatype;

import java.util.List;

/**
 * Which indexes of one dimension of an array a type holds: blocks of {@code block} indexes, {@code
 * step} apart, of which the last may be shorter.
 *
 * @param size indexes in the whole array
 * @param first the first index held
 * @param blocks how many blocks, at least 1 if {@code block} is not 0
 * @param block indexes in each block
 * @param lastBlock indexes in the last block, {@code block} at most
 */
record Dimension(long size, long first, long blocks, long block, long step, long lastBlock) {

  /** One run of indexes. */
  static Dimension run(long size, long first, long length) {
    return new Dimension(size, first, length == 0 ? 0 : 1, length, 0, length);
  }

  /**
   * Blocks dealt in turn to {@code processes}, of which {@code index} is one.
   *
   * @source MPI 4.1 section 5.1.4, the definition of cyclic()
   */
  static Dimension cyclic(long size, long block, long processes, long index) {
    long dealt = Math.ceilDiv(size, block);
    long blocks = dealt / processes + (index < dealt % processes ? 1 : 0);
    if (blocks == 0) {
      return run(size, 0, 0);
    }
    boolean ownsEnd = (dealt - 1) % processes == index;
    long lastBlock = ownsEnd ? size - (dealt - 1) * block : block;
    long step = blocks == 1 ? 0 : Math.multiplyExact(processes, block);
    return new Dimension(size, index * block, blocks, block, step, lastBlock);
  }

  long held() {
    return blocks == 0 ? 0 : (blocks - 1) * block + lastBlock;
  }

  /** The lowest and the highest place of an index held, {@code extent} bytes apart. */
  Bounds.Range places(long extent) {
    long last = first + (blocks == 1 ? 0 : (blocks - 1) * step) + lastBlock - 1;
    long low = Math.multiplyExact(first, extent);
    long high = Math.multiplyExact(last, extent);
    return new Bounds.Range(Math.min(low, high), Math.max(low, high));
  }

  /** Bounds of an array of {@code type}, dimensions from the fastest to the slowest. */
  static Bounds bounds(List<Dimension> dimensions, Datatype type) {
    long copies = 1;
    long extent = type.extent();
    Bounds.Range places = Bounds.Range.NONE;
    for (Dimension dimension : dimensions) {
      copies = Math.multiplyExact(copies, dimension.held());
      if (dimension.held() > 0) {
        places = places.plus(dimension.places(extent));
      }
      extent = Math.multiplyExact(extent, dimension.size);
    }
    return Bounds.EMPTY.with(Bounds.of(type), copies, places).marked(0, extent);
  }

  /** Puts an array of {@code type} into strips, dimensions from the fastest to the slowest. */
  static void flatten(List<Dimension> dimensions, Datatype type, StripBuilder strips) {
    FlatType inner = type.flatten();
    long extent = type.extent();
    for (Dimension dimension : dimensions) {
      inner = dimension.flatten(inner, extent);
      extent *= dimension.size;
    }
    strips.place(inner, 0, 1, 0);
  }

  private FlatType flatten(FlatType inner, long extent) {
    StripBuilder strips = new StripBuilder();
    long whole = lastBlock == block ? blocks : blocks - 1;
    if (whole > 0) {
      FlatType row = StripBuilder.row(inner, block, extent);
      strips.place(row, first * extent, whole, step * extent);
    }
    if (whole < blocks) {
      strips.place(inner, (first + whole * step) * extent, lastBlock, extent);
    }
    return strips.build(0, 0);
  }
}
