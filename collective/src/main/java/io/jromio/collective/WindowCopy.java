package io.jromio.collective;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.MemorySegment;

/**
 * Copies between a rank's memory and a window of the file. As a sink of pieces it takes data from
 * the rank into the window, or from the window as far as the file goes.
 */
final class WindowCopy implements PieceSink {
  /** Equal pieces from which on it pays to treat them as one pattern. */
  private static final long FEW = 4;

  /** Pieces up to here are copied word by word. */
  private static final long SHORT = 64;

  private final TypedBuffer buffer;
  private final MemorySegment window;
  private final long start;
  private final boolean fills;
  private final long limit;
  private long moved;

  private WindowCopy(
      TypedBuffer buffer, MemorySegment window, long start, boolean fills, long limit) {
    this.buffer = buffer;
    this.window = window;
    this.start = start;
    this.fills = fills;
    this.limit = limit;
  }

  /** Into a window whose first byte is {@code start} of the file. */
  static WindowCopy into(MemorySegment window, long start, TypedBuffer from) {
    return new WindowCopy(from, window, start, true, Long.MAX_VALUE);
  }

  /** Out of a window, up to where the file ends. */
  static WindowCopy outOf(MemorySegment window, long start, TypedBuffer into, long fileEnd) {
    return new WindowCopy(into, window, start, false, fileEnd);
  }

  /** Bytes copied. */
  long moved() {
    return moved;
  }

  @Override
  public void pieces(long offset, long length, long stride, long blocks, long dataOffset) {
    long reached = offset + (blocks - 1) * stride + length;
    if (blocks >= FEW && reached <= limit && buffer.isContiguous()) {
      copyPattern(offset, length, stride, blocks, buffer.slice(dataOffset, length * blocks));
      moved += length * blocks;
      return;
    }
    for (long block = 0; block < blocks; block++) {
      long at = offset + block * stride;
      long there = Math.clamp(limit - at, 0, length);
      if (there > 0) {
        copy(dataOffset + block * length, at - start, there);
        moved += there;
      }
    }
  }

  private void copy(long dataOffset, long at, long length) {
    if (fills) {
      buffer.pack(dataOffset, window, at, length);
    } else {
      buffer.unpack(dataOffset, window, at, length);
    }
  }

  private void copyPattern(long offset, long length, long stride, long blocks, MemorySegment data) {
    if (length <= SHORT) {
      Datatype strip = Datatype.hvector(blocks, length, stride, Datatype.BYTE);
      TypedBuffer pattern = TypedBuffer.of(window, offset - start, strip, 1);
      if (fills) {
        pattern.unpack(0, data);
      } else {
        pattern.pack(0, data);
      }
      return;
    }
    for (long block = 0; block < blocks; block++) {
      long at = offset - start + block * stride;
      if (fills) {
        MemorySegment.copy(data, block * length, window, at, length);
      } else {
        MemorySegment.copy(window, at, data, block * length, length);
      }
    }
  }
}
