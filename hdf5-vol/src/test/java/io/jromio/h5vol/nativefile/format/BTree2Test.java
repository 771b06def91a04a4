package io.jromio.h5vol.nativefile.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BTree2Test {
  private static final BTree2.Shape SHAPE = new BTree2.Shape(10, 24, 2048, 100, 40);

  private static List<byte[]> records(int count, int size) {
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(new ByteWriter().u8(i * 7L).zeros(size - 8).bytes());
    }
    return records;
  }

  private static void compare(List<byte[]> wanted, List<byte[]> found) {
    assertEquals(wanted.size(), found.size());
    for (int i = 0; i < wanted.size(); i++) {
      assertArrayEquals(wanted.get(i), found.get(i), "record=" + i);
    }
  }

  @Test
  void shouldGiveRecordsBackWhenNodesAreFullOrNearlySo() throws H5Exception {
    for (BTree2.Shape shape :
        List.of(
            SHAPE,
            new BTree2.Shape(8, 17, 512, 100, 40),
            new BTree2.Shape(5, 11, 100, 100, 40),
            new BTree2.Shape(11, 60, 200, 100, 40))) {
      int leaf = (shape.nodeSize() - 10) / shape.recordSize();
      for (int count :
          new int[] {0, 1, leaf - 1, leaf, leaf + 1, 2 * leaf + 1, 2 * leaf + 2, 20_000}) {
        MemorySpace space = new MemorySpace();
        List<byte[]> records = records(count, shape.recordSize());
        long header = BTree2.store(space, shape, records, -1);
        compare(records, BTree2.read(space, header, shape.type()));
        assertEquals(shape, BTree2.shape(space, header));
      }
    }
  }

  @Test
  void shouldStayWhereItIsWhenItIsWrittenAgain() throws H5Exception {
    MemorySpace space = new MemorySpace();
    long header = BTree2.store(space, SHAPE, records(9000, 24), -1);
    long end = space.end();
    assertEquals(header, BTree2.store(space, SHAPE, records(8999, 24), header));
    assertEquals(end, space.end());
    assertEquals(header, BTree2.store(space, SHAPE, records(100, 24), header));
    assertEquals(end, space.end());
    assertTrue(space.freed().size() > 90);
    compare(records(100, 24), BTree2.read(space, header, 10));
    BTree2.store(space, SHAPE, List.of(), header);
    assertEquals(0, BTree2.read(space, header, 10).size());
    BTree2.free(space, header);
    assertTrue(space.freed().containsKey(header));
  }

  @Test
  void shouldRefuseTreeWhenItGoesInCircles() throws H5Exception {
    MemorySpace space = new MemorySpace();
    long header = BTree2.store(space, SHAPE, records(5000, 24), -1);
    long root = space.allocate(2048);
    ByteWriter node = new ByteWriter().text("BTIN").u1(0).u1(10).raw(records(1, 24).getFirst());
    // Depth 2: counts in pointers take one byte, sums two.
    node.u8(root).u1(1).u2(3).u8(root).u1(1).u2(3);
    space.put(root, node.checksum().bytes());
    for (int depth : new int[] {1, 2, 30, 65535}) {
      space.put(
          header,
          new ByteWriter()
              .text("BTHD")
              .u1(0)
              .u1(10)
              .u4(2048)
              .u2(24)
              .u2(depth)
              .u1(100)
              .u1(40)
              .u8(root)
              .u2(1)
              .u8(7)
              .checksum()
              .bytes());
      H5Exception e = assertThrows(H5Exception.class, () -> BTree2.read(space, header, 10));
      assertEquals(H5Error.BAD_FILE, e.error());
    }
  }

  @Test
  void shouldOnlyRefuseWhenBytesAreDamaged() throws H5Exception {
    Random random = new Random(21);
    MemorySpace space = new MemorySpace();
    long header = BTree2.store(space, SHAPE, records(6000, 24), -1);
    byte[] bytes = space.content();
    for (int trial = 0; trial < 2000; trial++) {
      Damaged source = new Damaged(new MemorySpace(bytes), random, 0.02);
      try {
        BTree2.read(source, header, 10);
      } catch (H5Exception e) {
        assertEquals(H5Error.BAD_FILE, e.error());
      }
    }
  }
}
