package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;

/**
 * Filter 2: the first bytes of all elements, then the second bytes, and so on; bytes behind the
 * last whole element stay at the end.
 *
 * @source HDF5 1.14 H5Zshuffle.c
 */
final class ShuffleFilter implements ChunkFilter {
  private final int elementSize;

  /**
   * @param elementSize bytes, 1 at least
   */
  ShuffleFilter(int elementSize) {
    this.elementSize = elementSize;
  }

  @Override
  public long bound(long bytes) {
    return bytes;
  }

  @Override
  public long encode(MemorySegment source, MemorySegment target) {
    long size = source.byteSize();
    long elements = size / elementSize;
    if (elementSize == 1 || elements < 2) {
      MemorySegment.copy(source, 0, target, 0, size);
      return size;
    }
    new BytePlanes(source, target, elements, elementSize).split();
    long whole = elements * elementSize;
    MemorySegment.copy(source, whole, target, whole, size - whole);
    return size;
  }

  @Override
  public long decode(MemorySegment source, MemorySegment target) throws H5Exception {
    long size = source.byteSize();
    if (size > target.byteSize()) {
      throw ChunkFilter.bad(
          "shuffled chunk is too long: stored=%d limit=%d".formatted(size, target.byteSize()));
    }
    long elements = size / elementSize;
    if (elementSize == 1 || elements < 2) {
      MemorySegment.copy(source, 0, target, 0, size);
      return size;
    }
    new BytePlanes(target, source, elements, elementSize).join();
    long whole = elements * elementSize;
    MemorySegment.copy(source, whole, target, whole, size - whole);
    return size;
  }
}
