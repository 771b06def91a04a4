package io.jromio.dfs.object;

import java.lang.foreign.MemorySegment;

/**
 * Ranges of a byte array and where in memory their bytes are: range {@code i} is {@code
 * [offsets[i], offsets[i] + lengths[i])} of the array, and its first byte is at {@code places[i]}
 * of {@code memory}. Ranges may stand in any order and must not overlap. The arrays are not copied
 * and not to be changed.
 *
 * @param offsets of the array; bytes
 * @param memory readable and writable by any thread as the request needs it
 * @param places of {@code memory}; bytes
 */
public record ByteRanges(long[] offsets, long[] lengths, MemorySegment memory, long[] places) {
  public ByteRanges {
    if (offsets.length != lengths.length || offsets.length != places.length) {
      throw new IllegalArgumentException(
          "not as many: offsets=%d lengths=%d places=%d"
              .formatted(offsets.length, lengths.length, places.length));
    }
    for (int i = 0; i < offsets.length; i++) {
      if (offsets[i] < 0 || lengths[i] < 0 || offsets[i] > Long.MAX_VALUE - lengths[i]) {
        throw new IllegalArgumentException(
            "no range of an array: offset=%d length=%d".formatted(offsets[i], lengths[i]));
      }
      if (places[i] < 0 || places[i] > memory.byteSize() - lengths[i]) {
        throw new IllegalArgumentException(
            "outside the memory: place=%d length=%d size=%d"
                .formatted(places[i], lengths[i], memory.byteSize()));
      }
    }
  }

  /** One range whose bytes are all of {@code memory}. */
  public static ByteRanges of(long offset, MemorySegment memory) {
    return new ByteRanges(
        new long[] {offset}, new long[] {memory.byteSize()}, memory, new long[] {0});
  }

  /** The number of ranges. */
  public int count() {
    return offsets.length;
  }

  /** The bytes of all ranges together. */
  public long total() {
    long total = 0;
    for (long length : lengths) {
      total += length;
    }
    return total;
  }

  /** The memory of range {@code i}. */
  public MemorySegment memory(int i) {
    return memory.asSlice(places[i], lengths[i]);
  }
}
