package io.jromio.adio.datatype;

import java.util.Arrays;

/**
 * Collects the blocks of a type map in order and keeps them as few strips: blocks that touch are
 * merged, equal blocks at equal distances share a strip.
 */
final class StripBuilder {
  private static final int MOST_STRIPS = 1 << 28;

  private long[] offset = new long[4];
  private long[] length = new long[4];
  private long[] stride = new long[4];
  private long[] count = new long[4];
  private int size;

  /** {@code count} instances of a layout, {@code stride} apart, as a layout of their own. */
  static FlatType row(FlatType flat, long count, long stride) {
    if (count == 1) {
      return flat;
    }
    StripBuilder strips = new StripBuilder();
    strips.place(flat, 0, count, stride);
    return strips.build(0, 0);
  }

  /** Adds {@code copies} of a layout, the first at {@code base}, {@code apart} bytes apart. */
  void place(FlatType flat, long base, long copies, long apart) {
    int strips = flat.strips();
    if (copies == 0 || strips == 0) {
      return;
    }
    if (strips == 1) {
      long blocks = flat.count(0);
      long step = flat.stride(0);
      if (copies == 1 || (blocks > 1 && apart == blocks * step)) {
        add(base + flat.offset(0), flat.length(0), step, blocks * copies);
        return;
      }
      if (blocks == 1) {
        add(base + flat.offset(0), flat.length(0), apart, copies);
        return;
      }
    }
    for (long copy = 0; copy < copies; copy++) {
      long at = base + copy * apart;
      for (int i = 0; i < strips; i++) {
        add(at + flat.offset(i), flat.length(i), flat.stride(i), flat.count(i));
      }
    }
  }

  /** Adds {@code blocks} blocks of {@code bytes}, {@code step} apart. */
  void add(long at, long bytes, long step, long blocks) {
    if (bytes == 0 || blocks == 0) {
      return;
    }
    if (blocks > 1 && step == bytes) {
      add(at, bytes * blocks, bytes * blocks, 1);
      return;
    }
    if (size == 0 || at != lastBlock() + length[size - 1]) {
      append(at, bytes, step, blocks);
      return;
    }
    long tail = lastBlock();
    long tailBytes = length[size - 1];
    dropLastBlock();
    append(tail, tailBytes + bytes, 0, 1);
    if (blocks > 1) {
      append(at + step, bytes, step, blocks - 1);
    }
  }

  private long lastBlock() {
    return offset[size - 1] + (count[size - 1] - 1) * stride[size - 1];
  }

  private void dropLastBlock() {
    int last = size - 1;
    count[last]--;
    if (count[last] == 0) {
      size--;
    } else if (count[last] == 1) {
      stride[last] = length[last];
    }
  }

  /** Adds blocks that do not touch the last one. */
  private void append(long at, long bytes, long step, long blocks) {
    int last = size - 1;
    if (size > 0 && length[last] == bytes) {
      long distance = at - lastBlock();
      boolean extendsLast = count[last] == 1 || stride[last] == distance;
      if (extendsLast && (blocks == 1 || step == distance)) {
        stride[last] = distance;
        count[last] += blocks;
        return;
      }
    }
    if (size == offset.length) {
      grow();
    }
    offset[size] = at;
    length[size] = bytes;
    stride[size] = blocks == 1 ? bytes : step;
    count[size] = blocks;
    size++;
  }

  private void grow() {
    if (size >= MOST_STRIPS) {
      throw new IllegalArgumentException("too irregular: strips=%d".formatted(size));
    }
    int room = size * 2;
    offset = Arrays.copyOf(offset, room);
    length = Arrays.copyOf(length, room);
    stride = Arrays.copyOf(stride, room);
    count = Arrays.copyOf(count, room);
  }

  FlatType build(long lowerBound, long extent) {
    return new FlatType(
        new FlatType.Strips(
            Arrays.copyOf(offset, size),
            Arrays.copyOf(length, size),
            Arrays.copyOf(stride, size),
            Arrays.copyOf(count, size)),
        lowerBound,
        extent);
  }
}
