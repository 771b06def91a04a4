package io.jromio.adio.view;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.FlatType;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Application memory: {@code count} instances of a datatype in a segment, seen as a stream of data
 * bytes in type-map order. Displacement 0 of the first instance is the segment's start, or {@code
 * origin} where negative displacements need room in front.
 *
 * <p>Any data position is found by division and a binary search; ascending positions skip the
 * search. Copies run over whole strips. Safe for several threads as far as their data ranges are
 * separate; the segment's own scope decides which threads may touch it. Types whose blocks overlap
 * may be packed; what unpacking leaves there is the later byte, as MPI forbids it.
 *
 * @source MPI 4.1 section 5.1.11; ROMIO adio/common/ad_write_coll.c, ADIOI_Fill_send_buffer
 */
public final class TypedBuffer {
  /** Contiguous data of any length; shared, so that small requests do not pay for one. */
  private static final FlatType ENDLESS = strip(0, 1L << 62, 1L << 62, 1);

  private final MemorySegment segment;
  private final long origin;
  private final FlatType flat;
  private final long extent;
  private final long bytes;

  /** The strip that was used last; any value is right, a good one saves the search. */
  private int lastStrip;

  /**
   * Covers {@code segment} from its start.
   *
   * @throws IllegalArgumentException if the type map leaves the segment or the count is negative
   */
  public TypedBuffer(MemorySegment segment, Datatype type, long count) {
    this(segment, 0, type, count);
  }

  private TypedBuffer(MemorySegment segment, long origin, Datatype type, long count) {
    if (count < 0) {
      throw new IllegalArgumentException("negative: count=%d".formatted(count));
    }
    FlatType one = type.flatten();
    long step = type.extent();
    try {
      bytes = Math.multiplyExact(count, type.size());
      long last = bytes == 0 ? 0 : Math.multiplyExact(count - 1, step);
      long low = Math.addExact(origin, Math.addExact(one.trueLowerBound(), Math.min(0, last)));
      long high = Math.addExact(origin, Math.addExact(one.trueUpperBound(), Math.max(0, last)));
      if (bytes > 0 && (low < 0 || high > segment.byteSize())) {
        throw new IllegalArgumentException(
            "data leaves the memory: first=%d end=%d byteSize=%d origin=%d count=%d type=%s"
                .formatted(low, high, segment.byteSize(), origin, count, type));
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "beyond the range of a long: count=%d type=%s".formatted(count, type), e);
    }
    this.segment = segment;
    if (one.blocks() == 1 && (count == 1 || one.size() == step)) {
      this.origin = origin + one.offset(0);
      flat = ENDLESS;
      extent = 0;
      return;
    }
    this.origin = origin;
    long stride = one.strips() != 1 ? 0 : one.count(0) == 1 ? step : one.stride(0);
    if (one.strips() == 1 && count > 0 && step == one.count(0) * stride) {
      // All instances are one strip.
      flat = strip(one.offset(0), one.length(0), stride, one.count(0) * count);
      extent = 0;
    } else {
      flat = one;
      extent = step;
    }
  }

  private static FlatType strip(long offset, long length, long stride, long count) {
    return FlatType.of(
        new long[] {offset}, new long[] {length}, new long[] {stride}, new long[] {count});
  }

  /** All bytes of a segment. */
  public static TypedBuffer of(MemorySegment segment) {
    return new TypedBuffer(segment, Datatype.BYTE, segment.byteSize());
  }

  /**
   * Displacement 0 of the first instance is {@code origin} bytes into the segment.
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static TypedBuffer of(MemorySegment segment, long origin, Datatype type, long count) {
    return new TypedBuffer(segment, origin, type, count);
  }

  /** Bytes of data. */
  public long bytes() {
    return bytes;
  }

  /** Whether the data lies in one piece, in order. */
  public boolean isContiguous() {
    return bytes == 0 || flat == ENDLESS;
  }

  /**
   * The memory itself, without a copy.
   *
   * @throws IllegalStateException unless {@link #isContiguous}
   * @throws IndexOutOfBoundsException if the range leaves the data
   */
  public MemorySegment slice(long dataOffset, long length) {
    if (!isContiguous()) {
      throw new IllegalStateException("memory is not contiguous: pattern=" + flat);
    }
    checkRange(dataOffset, length);
    return bytes == 0 ? segment.asSlice(0, 0) : segment.asSlice(origin + dataOffset, length);
  }

  /** Copies data from {@code dataOffset} on out of the memory, until {@code into} is full. */
  public void pack(long dataOffset, MemorySegment into) {
    pack(dataOffset, into, 0, into.byteSize());
  }

  /**
   * Copies {@code length} bytes of data from {@code dataOffset} on to a place in {@code into}.
   *
   * @throws IndexOutOfBoundsException if a range leaves the data or {@code into}
   */
  public void pack(long dataOffset, MemorySegment into, long intoOffset, long length) {
    copy(dataOffset, new BlockCopy(segment, into, true), intoOffset, length);
  }

  /** Copies all of {@code from} into the memory, as data from {@code dataOffset} on. */
  public void unpack(long dataOffset, MemorySegment from) {
    unpack(dataOffset, from, 0, from.byteSize());
  }

  /**
   * Copies {@code length} bytes into the memory, as data from {@code dataOffset} on.
   *
   * @throws IndexOutOfBoundsException if a range leaves the data or {@code from}
   */
  public void unpack(long dataOffset, MemorySegment from, long fromOffset, long length) {
    copy(dataOffset, new BlockCopy(segment, from, false), fromOffset, length);
  }

  private void checkRange(long dataOffset, long length) {
    if (dataOffset < 0 || length < 0 || dataOffset > bytes - length) {
      throw new IndexOutOfBoundsException(
          "outside the data: dataOffset=%d length=%d bytes=%d"
              .formatted(dataOffset, length, bytes));
    }
  }

  private void copy(long dataOffset, BlockCopy blocks, long packedOffset, long length) {
    checkRange(dataOffset, length);
    blocks.checkPacked(packedOffset, length);
    if (length == 0) {
      return;
    }
    long tile = dataOffset / flat.size();
    long inTile = dataOffset - tile * flat.size();
    long at = origin + tile * extent;
    int strip = strip(inTile);
    long left = length;
    long packed = packedOffset;
    long inStrip = inTile - flat.dataOffset(strip);
    while (true) {
      long block = flat.length(strip);
      long stride = flat.stride(strip);
      long n = Math.min(left, block * flat.count(strip) - inStrip);
      long index = inStrip / block;
      long skip = inStrip - index * block;
      blocks.copy(
          new BlockCopy.Row(at + flat.offset(strip) + index * stride, stride, block, skip),
          packed,
          n);
      packed += n;
      left -= n;
      if (left == 0) {
        break;
      }
      inStrip = 0;
      strip++;
      if (strip == flat.strips()) {
        strip = 0;
        at += extent;
      }
    }
    lastStrip = strip;
  }

  /** The strip that holds a data position of one tile; most often the last one or the next. */
  private int strip(long inTile) {
    int guess = lastStrip;
    if (inTile >= flat.dataOffset(guess)) {
      if (inTile < flat.dataOffset(guess + 1)) {
        return guess;
      }
      if (inTile < flat.dataOffset(Math.min(guess + 2, flat.strips()))) {
        return guess + 1;
      }
    }
    return flat.stripAt(inTile);
  }

  /**
   * Adds the pieces of memory that hold data from {@code dataOffset} on, for vectored calls.
   *
   * @param most pieces to add at most
   * @return bytes of data in the added pieces, {@code length} at most
   * @throws IndexOutOfBoundsException if the range leaves the data
   */
  public long segments(long dataOffset, long length, int most, List<MemorySegment> into) {
    checkRange(dataOffset, length);
    long position = dataOffset;
    long end = dataOffset + length;
    for (int added = 0; added < most && position < end; added++) {
      long tile = position / flat.size();
      long inTile = position - tile * flat.size();
      int strip = strip(inTile);
      lastStrip = strip;
      long block = flat.length(strip);
      long n = Math.min(end - position, block - (inTile - flat.dataOffset(strip)) % block);
      into.add(segment.asSlice(origin + tile * extent + flat.offsetAt(inTile), n));
      position += n;
    }
    return position - dataOffset;
  }
}
