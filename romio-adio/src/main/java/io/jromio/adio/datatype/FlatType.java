package io.jromio.adio.datatype;

/**
 * The byte layout of one instance of a datatype, in type-map order, as strips: strip i is {@code
 * count(i)} blocks of {@code length(i)} bytes, the first at {@code offset(i)}, {@code stride(i)}
 * apart.
 *
 * <p>Regular patterns stay one strip however many blocks they have; blocks that touch are merged,
 * empty ones dropped. Memory is 48 bytes for each strip. Data positions count the bytes of data
 * from 0 to {@link #size}, in type-map order. Immutable and safe for any thread. Strip numbers are
 * not checked beyond the arrays' own bounds.
 *
 * @source Thakur, Gropp and Lusk 1999 (flattening); the strips are those of a vector
 */
public final class FlatType {

  /** One array for each property, of equal length. */
  @SuppressWarnings("ArrayRecordComponent")
  record Strips(long[] offset, long[] length, long[] stride, long[] count) {}

  private final long[] offset;
  private final long[] length;
  private final long[] stride;
  private final long[] count;

  /** Data before strip i; one entry more for all. */
  private final long[] data;

  /** Blocks before strip i; one entry more for all. */
  private final long[] blocks;

  private final long lowerBound;
  private final long extent;
  private final long trueLowerBound;
  private final long trueUpperBound;
  private final boolean sorted;
  private final boolean monotonic;

  FlatType(Strips strips, long lowerBound, long extent) {
    this.offset = strips.offset;
    this.length = strips.length;
    this.stride = strips.stride;
    this.count = strips.count;
    this.lowerBound = lowerBound;
    this.extent = extent;
    int n = offset.length;
    data = new long[n + 1];
    blocks = new long[n + 1];
    long low = n == 0 ? 0 : Long.MAX_VALUE;
    long high = n == 0 ? 0 : Long.MIN_VALUE;
    boolean ascending = true;
    boolean separate = true;
    for (int i = 0; i < n; i++) {
      data[i + 1] = Math.addExact(data[i], Math.multiplyExact(count[i], length[i]));
      blocks[i + 1] = Math.addExact(blocks[i], count[i]);
      long last = lastBlock(i);
      low = Math.min(low, Math.min(offset[i], last));
      high = Math.max(high, Math.max(offset[i], last) + length[i]);
      long before = i == 0 ? Long.MIN_VALUE : lastBlock(i - 1);
      ascending &= stride[i] >= 0 && offset[i] >= before;
      separate &= stride[i] >= length[i] && (i == 0 || offset[i] >= before + length[i - 1]);
    }
    trueLowerBound = low;
    trueUpperBound = high;
    sorted = ascending;
    monotonic = separate;
  }

  /**
   * A layout from blocks in data order; bounds are those of the data. Strips that can be merged
   * are.
   *
   * @throws IllegalArgumentException if the arrays differ in length, or a length or a count is
   *     negative
   */
  public static FlatType of(long[] offsets, long[] lengths, long[] strides, long[] counts) {
    Arguments.sameLength("offsets", offsets.length, "lengths", lengths.length);
    Arguments.sameLength("offsets", offsets.length, "strides", strides.length);
    Arguments.sameLength("offsets", offsets.length, "counts", counts.length);
    StripBuilder strips = new StripBuilder();
    for (int i = 0; i < offsets.length; i++) {
      Arguments.notNegative("lengths", lengths[i]);
      Arguments.notNegative("counts", counts[i]);
      strips.add(offsets[i], lengths[i], strides[i], counts[i]);
    }
    FlatType plain = strips.build(0, 0);
    return strips.build(plain.trueLowerBound, plain.trueUpperBound - plain.trueLowerBound);
  }

  private long lastBlock(int strip) {
    return offset[strip] + (count[strip] - 1) * stride[strip];
  }

  /** The number of strips. */
  public int strips() {
    return offset.length;
  }

  /** Where the first block of a strip begins; may be negative. */
  public long offset(int strip) {
    return offset[strip];
  }

  /** Bytes in each block, at least 1. */
  public long length(int strip) {
    return length[strip];
  }

  /** From one block to the next; may be negative or 0; the length if there is but one. */
  public long stride(int strip) {
    return stride[strip];
  }

  /** Blocks, at least 1. */
  public long count(int strip) {
    return count[strip];
  }

  /** Bytes of data before a strip; {@link #size} for {@link #strips}. */
  public long dataOffset(int strip) {
    return data[strip];
  }

  /** Blocks before a strip; all blocks for {@link #strips}. */
  public long blocksBefore(int strip) {
    return blocks[strip];
  }

  /** Bytes of data. */
  public long size() {
    return data[offset.length];
  }

  /** The number of blocks. */
  public long blocks() {
    return blocks[offset.length];
  }

  /** As {@link Datatype#lowerBound}. */
  public long lowerBound() {
    return lowerBound;
  }

  /** As {@link Datatype#extent}. */
  public long extent() {
    return extent;
  }

  /** The lowest byte that holds data, 0 if there is none. */
  public long trueLowerBound() {
    return trueLowerBound;
  }

  /** One past the highest byte that holds data, 0 if there is none. */
  public long trueUpperBound() {
    return trueUpperBound;
  }

  /** Whether instances in a row make one block: one block here, lower bound 0, extent = size. */
  public boolean isContiguous() {
    return offset.length == 1
        && count[0] == 1
        && offset[0] == 0
        && lowerBound == 0
        && extent == length[0];
  }

  /** Whether blocks ascend and do not overlap. */
  public boolean isMonotonic() {
    return monotonic;
  }

  /** Whether no block begins before the one in front of it; they may overlap. */
  public boolean isSorted() {
    return sorted;
  }

  /** The strip that holds the byte at a data position from 0 to below {@link #size}. */
  public int stripAt(long position) {
    return atOrBelow(data, position);
  }

  /** Where the byte at a data position lies; position below {@link #size}. */
  public long offsetAt(long position) {
    int i = stripAt(position);
    long inStrip = position - data[i];
    long block = inStrip / length[i];
    return offset[i] + block * stride[i] + (inStrip - block * length[i]);
  }

  /** How many blocks begin at data positions up to and including this one. */
  public long blocksUpTo(long position) {
    int i = stripAt(position);
    return blocks[i] + (position - data[i]) / length[i] + 1;
  }

  /** Bytes of data that lie before a place; only for {@link #isMonotonic} layouts. */
  public long dataBelow(long place) {
    if (offset.length == 0 || place <= offset[0]) {
      return 0;
    }
    int i = atOrBelow(offset, place);
    long block = Math.min(count[i] - 1, (place - offset[i]) / stride[i]);
    long inBlock = Math.min(length[i], place - offset[i] - block * stride[i]);
    return data[i] + block * length[i] + inBlock;
  }

  /** The last index up to {@link #strips} - 1 whose key is not above {@code sought}; at least 0. */
  private int atOrBelow(long[] keys, long sought) {
    int low = 0;
    int high = offset.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (keys[middle] <= sought) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** For messages: strips and bounds, not every block. */
  @Override
  public String toString() {
    return "FlatType[strips=%d blocks=%d size=%d lb=%d extent=%d]"
        .formatted(strips(), blocks(), size(), lowerBound, extent);
  }
}
