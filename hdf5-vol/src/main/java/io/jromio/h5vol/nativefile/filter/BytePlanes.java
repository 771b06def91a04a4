package io.jromio.h5vol.nativefile.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Transposes elements of {@code width} bytes into {@code width} planes of one byte each, and back.
 *
 * <p>Eight elements at a time: columns of eight, four and two bytes are transposed in registers, so
 * that memory is moved by words; what is left over goes byte by byte.
 *
 * @param elements where the elements are
 * @param planes where the planes are, one after the other
 * @param count elements
 * @param width bytes of an element
 * @source Warren, Hacker's Delight, 7-3 (transposing a bit matrix, here of bytes)
 */
record BytePlanes(MemorySegment elements, MemorySegment planes, long count, int width) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private static final long BYTES = 0x00ff00ff00ff00ffL;
  private static final long PAIRS = 0x0000ffff0000ffffL;
  private static final long QUADS = 0x00000000ffffffffL;

  /** From elements to planes. */
  void split() {
    int column = 0;
    for (; column + 8 <= width; column += 8) {
      transpose8(column, true);
    }
    if (column + 4 <= width) {
      transpose4(column, true);
      column += 4;
    }
    if (column + 2 <= width) {
      split2(column);
      column += 2;
    }
    if (column < width) {
      splitBytes(column, 1, 0);
    }
  }

  /** From planes to elements. */
  void join() {
    int column = 0;
    for (; column + 8 <= width; column += 8) {
      transpose8(column, false);
    }
    if (column + 4 <= width) {
      transpose4(column, false);
      column += 4;
    }
    if (column + 2 <= width) {
      join2(column);
      column += 2;
    }
    if (column < width) {
      joinBytes(column, 1, 0);
    }
  }

  private void splitBytes(int column, int columns, long from) {
    for (int c = column; c < column + columns; c++) {
      long plane = c * count;
      for (long i = from; i < count; i++) {
        planes.set(BYTE, plane + i, elements.get(BYTE, i * width + c));
      }
    }
  }

  private void joinBytes(int column, int columns, long from) {
    for (int c = column; c < column + columns; c++) {
      long plane = c * count;
      for (long i = from; i < count; i++) {
        elements.set(BYTE, i * width + c, planes.get(BYTE, plane + i));
      }
    }
  }

  /** The transposition is its own inverse; only where rows come from and go to differs. */
  private void transpose8(int column, boolean split) {
    MemorySegment from = split ? elements : planes;
    MemorySegment to = split ? planes : elements;
    long fromStride = split ? width : count;
    long toStride = split ? count : width;
    long whole = count & ~7L;
    for (long i = 0; i < whole; i += 8) {
      long s = split ? i * width + column : column * count + i;
      long x0 = from.get(LONG, s);
      long x1 = from.get(LONG, s + fromStride);
      long x2 = from.get(LONG, s + 2 * fromStride);
      long x3 = from.get(LONG, s + 3 * fromStride);
      long x4 = from.get(LONG, s + 4 * fromStride);
      long x5 = from.get(LONG, s + 5 * fromStride);
      long x6 = from.get(LONG, s + 6 * fromStride);
      long x7 = from.get(LONG, s + 7 * fromStride);
      long y0 = (x0 & BYTES) | (x1 & BYTES) << 8;
      long y1 = (x0 >>> 8 & BYTES) | (x1 & ~BYTES);
      long y2 = (x2 & BYTES) | (x3 & BYTES) << 8;
      long y3 = (x2 >>> 8 & BYTES) | (x3 & ~BYTES);
      long y4 = (x4 & BYTES) | (x5 & BYTES) << 8;
      long y5 = (x4 >>> 8 & BYTES) | (x5 & ~BYTES);
      long y6 = (x6 & BYTES) | (x7 & BYTES) << 8;
      long y7 = (x6 >>> 8 & BYTES) | (x7 & ~BYTES);
      x0 = (y0 & PAIRS) | (y2 & PAIRS) << 16;
      x2 = (y0 >>> 16 & PAIRS) | (y2 & ~PAIRS);
      x1 = (y1 & PAIRS) | (y3 & PAIRS) << 16;
      x3 = (y1 >>> 16 & PAIRS) | (y3 & ~PAIRS);
      x4 = (y4 & PAIRS) | (y6 & PAIRS) << 16;
      x6 = (y4 >>> 16 & PAIRS) | (y6 & ~PAIRS);
      x5 = (y5 & PAIRS) | (y7 & PAIRS) << 16;
      x7 = (y5 >>> 16 & PAIRS) | (y7 & ~PAIRS);
      long t = split ? column * count + i : i * width + column;
      to.set(LONG, t, (x0 & QUADS) | x4 << 32);
      to.set(LONG, t + toStride, (x1 & QUADS) | x5 << 32);
      to.set(LONG, t + 2 * toStride, (x2 & QUADS) | x6 << 32);
      to.set(LONG, t + 3 * toStride, (x3 & QUADS) | x7 << 32);
      to.set(LONG, t + 4 * toStride, x0 >>> 32 | (x4 & ~QUADS));
      to.set(LONG, t + 5 * toStride, x1 >>> 32 | (x5 & ~QUADS));
      to.set(LONG, t + 6 * toStride, x2 >>> 32 | (x6 & ~QUADS));
      to.set(LONG, t + 7 * toStride, x3 >>> 32 | (x7 & ~QUADS));
    }
    rest(column, 8, whole, split);
  }

  private void rest(int column, int columns, long from, boolean split) {
    if (split) {
      splitBytes(column, columns, from);
    } else {
      joinBytes(column, columns, from);
    }
  }

  /** Two squares of four at once, one in each half of a word. */
  private void transpose4(int column, boolean split) {
    long whole = count & ~7L;
    for (long i = 0; i < whole; i += 8) {
      long e = i * width + column;
      long p = column * count + i;
      long x0;
      long x1;
      long x2;
      long x3;
      if (split) {
        x0 = both(e, 4);
        x1 = both(e + width, 4);
        x2 = both(e + 2L * width, 4);
        x3 = both(e + 3L * width, 4);
      } else {
        x0 = planes.get(LONG, p);
        x1 = planes.get(LONG, p + count);
        x2 = planes.get(LONG, p + 2 * count);
        x3 = planes.get(LONG, p + 3 * count);
      }
      long y0 = (x0 & BYTES) | (x1 & BYTES) << 8;
      long y1 = (x0 >>> 8 & BYTES) | (x1 & ~BYTES);
      long y2 = (x2 & BYTES) | (x3 & BYTES) << 8;
      long y3 = (x2 >>> 8 & BYTES) | (x3 & ~BYTES);
      x0 = (y0 & PAIRS) | (y2 & PAIRS) << 16;
      x2 = (y0 >>> 16 & PAIRS) | (y2 & ~PAIRS);
      x1 = (y1 & PAIRS) | (y3 & PAIRS) << 16;
      x3 = (y1 >>> 16 & PAIRS) | (y3 & ~PAIRS);
      if (split) {
        planes.set(LONG, p, x0);
        planes.set(LONG, p + count, x1);
        planes.set(LONG, p + 2 * count, x2);
        planes.set(LONG, p + 3 * count, x3);
      } else {
        spread(e, x0);
        spread(e + width, x1);
        spread(e + 2L * width, x2);
        spread(e + 3L * width, x3);
      }
    }
    rest(column, 4, whole, split);
  }

  /** Four bytes at {@code at}, and above them those of an element {@code apart} further on. */
  private long both(long at, int apart) {
    return (elements.get(INT, at) & QUADS)
        | (long) elements.get(INT, at + (long) apart * width) << 32;
  }

  private void spread(long at, long both) {
    elements.set(INT, at, (int) both);
    elements.set(INT, at + 4L * width, (int) (both >>> 32));
  }

  private void split2(int column) {
    long whole = count & ~7L;
    for (long i = 0; i < whole; i += 8) {
      long e = i * width + column;
      long low = four(e);
      long high = four(e + 4L * width);
      long p = column * count + i;
      planes.set(LONG, p, pack(low) | pack(high) << 32);
      planes.set(LONG, p + count, pack(low >>> 8) | pack(high >>> 8) << 32);
    }
    splitBytes(column, 2, whole);
  }

  private void join2(int column) {
    long whole = count & ~7L;
    for (long i = 0; i < whole; i += 8) {
      long p = column * count + i;
      long first = planes.get(LONG, p);
      long second = planes.get(LONG, p + count);
      long e = i * width + column;
      putFour(e, unpack(first & QUADS) | unpack(second & QUADS) << 8);
      putFour(e + 4L * width, unpack(first >>> 32) | unpack(second >>> 32) << 8);
    }
    joinBytes(column, 2, whole);
  }

  /** Two bytes of each of four elements. */
  private long four(long at) {
    if (width == 2) {
      return elements.get(LONG, at);
    }
    return (elements.get(SHORT, at) & 0xffffL)
        | (elements.get(SHORT, at + width) & 0xffffL) << 16
        | (elements.get(SHORT, at + 2L * width) & 0xffffL) << 32
        | (elements.get(SHORT, at + 3L * width) & 0xffffL) << 48;
  }

  private void putFour(long at, long four) {
    if (width == 2) {
      elements.set(LONG, at, four);
      return;
    }
    elements.set(SHORT, at, (short) four);
    elements.set(SHORT, at + width, (short) (four >>> 16));
    elements.set(SHORT, at + 2L * width, (short) (four >>> 32));
    elements.set(SHORT, at + 3L * width, (short) (four >>> 48));
  }

  /** Every second byte, moved together into the lower half. */
  private static long pack(long word) {
    long x = word & BYTES;
    x = (x | x >>> 8) & PAIRS;
    return (x | x >>> 16) & QUADS;
  }

  /** The reverse of {@link #pack}. */
  private static long unpack(long half) {
    long x = (half | half << 16) & PAIRS;
    return (x | x << 8) & BYTES;
  }
}
