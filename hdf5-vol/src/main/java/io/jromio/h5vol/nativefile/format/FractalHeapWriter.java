package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.Lookup3;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes a fractal heap as a whole: its objects lie in one root block that is large enough; if they
 * are too many bytes for one block, the largest ones lie each for itself.
 */
final class FractalHeapWriter {
  /** Bytes of an identifier. */
  static final int ID_BYTES = 8;

  private static final int MIN_BLOCK = 1 << 17;
  private static final int MAX_BLOCK = 1 << 23;
  private static final int WIDTH = 4;
  private static final int HEAP_BITS = 32;
  private static final int OFFSET = 4;
  private static final int LENGTH = 3;
  private static final int BLOCK_HEADER = 5 + 8 + OFFSET + 4;
  private static final int CHECKSUM_PLACE = 5 + 8 + OFFSET;

  private static final BTree2.Shape HUGE_TREE =
      new BTree2.Shape(FractalHeap.HUGE_RECORD, 24, 512, 100, 40);

  private final MetadataSpace space;
  private final List<byte[]> objects;
  private final boolean[] huge;

  /**
   * Where the heap went.
   *
   * @param address of its header
   * @param ids of the objects, {@link #ID_BYTES} bytes each, in the order of the objects
   */
  record Written(long address, List<byte[]> ids) {}

  private FractalHeapWriter(MetadataSpace space, List<byte[]> objects) {
    this.space = space;
    this.objects = objects;
    this.huge = new boolean[objects.size()];
  }

  static Written write(MetadataSpace space, List<byte[]> objects) throws H5Exception {
    return new FractalHeapWriter(space, objects).write();
  }

  private Written write() throws H5Exception {
    long managedBytes = choose();
    long blockBytes = MIN_BLOCK;
    while (blockBytes < managedBytes) {
      blockBytes *= 2;
    }
    long address = space.allocate(FractalHeap.HEADER);
    List<byte[]> ids = new ArrayList<>();
    List<byte[]> hugeRecords = new ArrayList<>();
    long hugeBytes = 0;
    int managed = 0;
    ByteWriter block = new ByteWriter();
    block.text("FHDB").u1(0).u8(address).uint(0, OFFSET).u4(0);
    for (int i = 0; i < huge.length; i++) {
      byte[] object = objects.get(i);
      if (huge[i]) {
        long at = space.allocate(object.length);
        space.put(at, object);
        hugeBytes += object.length;
        long key = hugeRecords.size() + 1L;
        hugeRecords.add(new ByteWriter().u8(at).u8(object.length).u8(key).bytes());
        ids.add(new ByteWriter().u1(FractalHeap.HUGE).uint(key, ID_BYTES - 1).bytes());
      } else {
        ByteWriter id = new ByteWriter().u1(FractalHeap.MANAGED);
        ids.add(id.uint(block.size(), OFFSET).uint(object.length, LENGTH).bytes());
        block.raw(object);
        managed++;
      }
    }
    ByteWriter header = new ByteWriter();
    header.text("FRHP").u1(0).u2(ID_BYTES).u2(0).u1(FractalHeap.CHECKSUMS);
    header.u4(blockBytes - 64).u8(hugeRecords.size());
    header.u8(
        hugeRecords.isEmpty()
            ? MetadataSource.UNDEFINED
            : BTree2.store(space, HUGE_TREE, hugeRecords, MetadataSource.UNDEFINED));
    long root = managed == 0 ? MetadataSource.UNDEFINED : putBlock(block, blockBytes);
    long taken = managed == 0 ? 0 : blockBytes;
    long free = managed == 0 ? 0 : blockBytes - block.size();
    header.u8(free).u8(MetadataSource.UNDEFINED);
    header.u8(taken).u8(taken).u8(taken).u8(managed);
    header.u8(hugeBytes).u8(hugeRecords.size()).u8(0).u8(0);
    header.u2(WIDTH).u8(blockBytes).u8(blockBytes).u2(HEAP_BITS).u2(1).u8(root).u2(0);
    space.put(address, header.checksum().bytes());
    return new Written(address, ids);
  }

  /** Decides which objects are huge; returns bytes that the others take with their block. */
  private long choose() {
    Integer[] bySize = new Integer[huge.length];
    long bytes = BLOCK_HEADER;
    for (int i = 0; i < huge.length; i++) {
      bySize[i] = i;
      bytes += objects.get(i).length;
    }
    Arrays.sort(bySize, Comparator.comparingInt((Integer i) -> -objects.get(i).length));
    for (int i : bySize) {
      if (bytes <= MAX_BLOCK) {
        break;
      }
      huge[i] = true;
      bytes -= objects.get(i).length;
    }
    return bytes;
  }

  private long putBlock(ByteWriter block, long blockBytes) {
    byte[] content = Arrays.copyOf(block.bytes(), (int) blockBytes);
    int checksum = Lookup3.hash(content, 0, content.length);
    byte[] stored = new ByteWriter().u4(checksum).bytes();
    System.arraycopy(stored, 0, content, CHECKSUM_PLACE, stored.length);
    long address = space.allocate(blockBytes);
    space.put(address, content);
    return address;
  }
}
