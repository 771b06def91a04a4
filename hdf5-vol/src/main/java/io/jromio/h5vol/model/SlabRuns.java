package io.jromio.h5vol.model;

import java.util.Arrays;

/**
 * Runs of a slab. Dimensions that are selected as a whole, and single rows, are folded into their
 * neighbours first, so that most slabs become one dimension of blocks.
 */
final class SlabRuns implements Runs {
  // Folded dimensions, the slowest first; all numbers count elements of the extent. The last one
  // holds the blocks that become runs, those before it are walked element by element.
  private final int outer;
  private final long[] first;
  private final long[] pitch;
  private final long[] stride;
  private final long[] count;
  private final long[] block;

  private final long[] blockIndex;
  private final long[] elementIndex;
  private final boolean rowsMayTouch;
  private long row;
  private long blocksLeft;
  private boolean ended;
  private long nextStart;
  private long start;
  private long length;

  /** For a slab that is normalized, has elements and fits. */
  static SlabRuns of(Slab slab, Dataspace space) {
    return new SlabRuns(new Folded(slab, space));
  }

  private SlabRuns(Folded folded) {
    int n = folded.dimensions;
    outer = n - 1;
    first = new long[n];
    pitch = new long[n];
    stride = new long[n];
    count = new long[n];
    block = new long[n];
    long below = 1;
    for (int d = n - 1; d >= 0; d--) {
      int from = n - 1 - d;
      first[d] = folded.start[from];
      stride[d] = folded.stride[from];
      count[d] = folded.count[from];
      block[d] = folded.block[from];
      pitch[d] = below;
      below *= folded.extent[from];
    }
    blockIndex = new long[outer];
    elementIndex = new long[outer];
    for (int d = 0; d < outer; d++) {
      row += first[d] * pitch[d];
    }
    long end = first[outer] + (count[outer] - 1) * stride[outer] + block[outer];
    rowsMayTouch = first[outer] == 0 && end == folded.extent[0];
    blocksLeft = count[outer];
    nextStart = row + first[outer];
  }

  /** The dimensions of a slab folded together, the fastest first. */
  private static final class Folded {
    int dimensions = 0;
    final long[] start;
    final long[] stride;
    final long[] count;
    final long[] block;
    final long[] extent;

    Folded(Slab slab, Dataspace space) {
      int rank = slab.rank();
      start = new long[rank];
      stride = new long[rank];
      count = new long[rank];
      block = new long[rank];
      extent = new long[rank];
      for (int d = rank - 1; d >= 0; d--) {
        add(slab, d, space.length(d));
      }
    }

    private void add(Slab slab, int d, long length) {
      int inner = dimensions - 1;
      if (inner >= 0 && count[inner] == 1 && block[inner] == extent[inner]) {
        start[inner] = slab.start(d) * extent[inner];
        stride[inner] = slab.stride(d) * extent[inner];
        count[inner] = slab.count(d);
        block[inner] = slab.block(d) * extent[inner];
        extent[inner] *= length;
      } else if (inner >= 0 && slab.count(d) == 1 && slab.block(d) == 1) {
        start[inner] += slab.start(d) * extent[inner];
        extent[inner] *= length;
      } else {
        start[dimensions] = slab.start(d);
        stride[dimensions] = slab.stride(d);
        count[dimensions] = slab.count(d);
        block[dimensions] = slab.block(d);
        extent[dimensions] = length;
        dimensions++;
      }
    }
  }

  @Override
  public boolean next() {
    if (ended || (blocksLeft == 0 && !nextRow())) {
      return false;
    }
    start = nextStart;
    length = block[outer];
    blocksLeft--;
    nextStart += stride[outer];
    while (rowsMayTouch && blocksLeft == 0 && nextRow() && nextStart == start + length) {
      length += block[outer];
      blocksLeft--;
      nextStart += stride[outer];
    }
    return true;
  }

  /** Goes to the first block of the next row. */
  private boolean nextRow() {
    for (int d = outer - 1; d >= 0; d--) {
      elementIndex[d]++;
      row += pitch[d];
      if (elementIndex[d] < block[d]) {
        return beginRow();
      }
      elementIndex[d] = 0;
      row -= block[d] * pitch[d];
      blockIndex[d]++;
      row += stride[d] * pitch[d];
      if (blockIndex[d] < count[d]) {
        return beginRow();
      }
      blockIndex[d] = 0;
      row -= count[d] * stride[d] * pitch[d];
    }
    ended = true;
    return false;
  }

  private boolean beginRow() {
    nextStart = row + first[outer];
    blocksLeft = count[outer];
    return true;
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public String toString() {
    return "SlabRuns[first=%s, count=%s, block=%s]"
        .formatted(Arrays.toString(first), Arrays.toString(count), Arrays.toString(block));
  }
}
