package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.GlobalHeap;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of attributes of variable length: collections of the global heap that are filled one
 * after the other, so that small values of many attributes share one. What was replaced or deleted
 * stays there until the file is repacked, as with C's library for datasets.
 *
 * <p>An element in the file: its length (4 bytes), the address of the collection (8) and the number
 * of the object in it (4).
 */
final class AttributeHeap {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int ADDRESS = 4;
  private static final int NUMBER = 12;

  private final List<byte[]> objects = new ArrayList<>();
  private long payload;
  private long address;
  private long size;
  private boolean changed;

  /** Where values of attributes that are written go. */
  BlobStore writer(MetadataSpace space) {
    return new BlobStore() {
      @Override
      public void put(long length, MemorySegment bytes, MemorySegment element, long offset)
          throws H5Exception {
        element.asSlice(offset, 16).fill((byte) 0);
        if (length > 0) {
          int number = add(space, bytes.toArray(ValueLayout.JAVA_BYTE));
          element.set(INT, offset, Math.toIntExact(length));
          element.set(LONG, offset + ADDRESS, address);
          element.set(INT, offset + NUMBER, number);
        }
      }

      @Override
      public long length(MemorySegment element, long offset) {
        return Integer.toUnsignedLong(element.get(INT, offset));
      }

      @Override
      public MemorySegment get(MemorySegment element, long offset, long bytes) {
        throw new IllegalStateException("written only: offset=" + offset);
      }
    };
  }

  private int add(MetadataSpace space, byte[] object) throws H5Exception {
    long after = padded(payload) + object.length;
    boolean full =
        objects.size() == GlobalHeap.MAX_OBJECTS
            || GlobalHeap.collectionSize(after, objects.size() + 1) > size;
    if (full) {
      store(space);
      objects.clear();
      payload = 0;
      after = object.length;
      size = GlobalHeap.collectionSize(after, 1);
      address = space.allocate(size);
    }
    payload = padded(after);
    objects.add(object);
    changed = true;
    return objects.size();
  }

  private static long padded(long bytes) {
    return (bytes + 7) & ~7;
  }

  /** Puts the collection that is being filled, if it has changed. */
  void store(MetadataSpace space) {
    if (changed) {
      space.put(address, GlobalHeap.collection(objects, size));
      changed = false;
    }
  }

  /** Where values of attributes that are read come from. */
  static BlobStore reader(MetadataSource source) {
    return new BlobStore() {
      @Override
      public void put(long length, MemorySegment bytes, MemorySegment element, long offset) {
        throw new IllegalStateException("read only: offset=" + offset);
      }

      @Override
      public long length(MemorySegment element, long offset) {
        return Integer.toUnsignedLong(element.get(INT, offset));
      }

      @Override
      public MemorySegment get(MemorySegment element, long offset, long bytes) throws H5Exception {
        if (bytes == 0 || element.get(LONG, offset + ADDRESS) == 0) {
          return MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]);
        }
        long collection = element.get(LONG, offset + ADDRESS);
        byte[] object = GlobalHeap.read(source, collection, element.get(INT, offset + NUMBER));
        if (object.length < bytes) {
          throw new H5Exception(
              H5Error.BAD_FILE,
              "global heap object is too short: address=%d length=%d needs=%d"
                  .formatted(collection, object.length, bytes));
        }
        return MemorySegment.ofArray(object).asSlice(0, bytes);
      }
    };
  }
}
