package io.jromio.h5vol.nativefile.transfer;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.GlobalHeap;
import io.jromio.mpiio.IoStatus;
import io.jromio.mpiio.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Parts of variable length as files have them: length, address of a global heap collection, index
 * in it. Reads; a collection is read once as long as it stays among those used last. Keeps nothing
 * from one transfer to the next, because other ranks may write.
 *
 * @source HDF5 file format specification v3.0, sections III.E and IV.A.2.d
 */
final class HeapReader implements BlobStore {
  private static final long MOST_BYTES = 16 << 20;
  private static final int SMALLEST = 4096;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Objects by index, and how much memory they take. */
  private record Collection(Map<Integer, byte[]> objects, long bytes) {}

  private final RawSpace space;
  private final LinkedHashMap<Long, Collection> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptBytes;

  HeapReader(RawSpace space) {
    this.space = space;
  }

  @Override
  public void put(long length, MemorySegment bytes, MemorySegment element, long offset)
      throws H5Exception {
    throw new H5Exception(H5Error.UNSUPPORTED, "heap for reading: bytes=" + bytes.byteSize());
  }

  @Override
  public long length(MemorySegment element, long offset) {
    return element.get(INT, offset) & 0xffff_ffffL;
  }

  @Override
  public MemorySegment get(MemorySegment element, long offset, long bytes) throws H5Exception {
    if (bytes == 0) {
      return MemorySegment.ofArray(new byte[0]);
    }
    long address = element.get(LONG, offset + 4);
    int index = element.get(INT, offset + 12);
    Collection collection = collection(address);
    byte[] object = collection.objects().get(index);
    if (object == null || object.length < bytes) {
      throw bad(address, "has no object of %d bytes with index %d".formatted(bytes, index));
    }
    return MemorySegment.ofArray(object).asSlice(0, bytes);
  }

  private static H5Exception bad(long address, String what) {
    return new H5Exception(
        H5Error.BAD_FILE, "global heap collection at %d %s".formatted(address, what));
  }

  private Collection collection(long address) throws H5Exception {
    Collection found = kept.get(address);
    if (found == null) {
      found = read(address);
      kept.put(address, found);
      keptBytes += found.bytes();
      var oldest = kept.entrySet().iterator();
      while (keptBytes > MOST_BYTES && kept.size() > 1) {
        keptBytes -= oldest.next().getValue().bytes();
        oldest.remove();
      }
    }
    return found;
  }

  private Collection read(long address) throws H5Exception {
    if (address <= 0) {
      throw bad(address, "cannot be there");
    }
    byte[] first = new byte[SMALLEST];
    if (readAt(address, first, 0) < GlobalHeap.HEADER) {
      throw bad(address, "is behind the end of the file");
    }
    long size = GlobalHeap.size(first, address);
    checkInside(address, size);
    byte[] all = Arrays.copyOf(first, (int) size);
    if (size > SMALLEST) {
      readAt(address, all, SMALLEST);
    }
    return new Collection(GlobalHeap.objects(all, address), size);
  }

  private void checkInside(long address, long size) throws H5Exception {
    try {
      if (size > SMALLEST && size > space.file().size() - space.base() - address) {
        throw bad(address, "reaches behind the end of the file: size=" + size);
      }
    } catch (MpiIoException e) {
      throw H5Exception.of("global heap", e);
    }
  }

  private long readAt(long address, byte[] target, int from) throws H5Exception {
    try {
      MemorySegment memory = MemorySegment.ofArray(target).asSlice(from);
      View view = new View(Math.addExact(space.base(), address + from), Datatype.BYTE);
      IoStatus status = space.file().readThrough(view, memory, memory.byteSize(), Datatype.BYTE);
      return status.bytes();
    } catch (MpiIoException e) {
      throw H5Exception.of("global heap", e);
    } catch (ArithmeticException e) {
      throw bad(address, "cannot be there");
    }
  }
}
