package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.Blobs;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Variable-length parts in memory, as {@link io.jromio.h5vol.model.H5Type} describes them. */
public record MemoryBlobs(Blobs blobs) implements BlobStore {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public void put(long length, MemorySegment bytes, MemorySegment element, long offset) {
    element.set(LONG, offset, length);
    element.set(LONG, offset + 8, length == 0 ? 0 : blobs.add(bytes));
  }

  @Override
  public long length(MemorySegment element, long offset) {
    return element.get(LONG, offset);
  }

  @Override
  public MemorySegment get(MemorySegment element, long offset, long bytes) {
    return bytes == 0
        ? MemorySegment.ofArray(new byte[0])
        : blobs.get(element.get(LONG, offset + 8)).asSlice(0, bytes);
  }
}
