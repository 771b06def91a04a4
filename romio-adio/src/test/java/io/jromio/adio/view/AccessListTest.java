package io.jromio.adio.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.Order;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lists stay compact however many pieces they have. */
final class AccessListTest {
  private static final long MILLION = 1_000_000;

  @Test
  void shouldEncodeFewBytesWhenMillionTilesAreStrided() throws MpiIoException {
    Datatype transfer = Datatype.contiguous(4096, Datatype.BYTE);
    FileView view = new FileView(3 * 4096, transfer, Datatype.resized(transfer, 0, 4 * 4096));
    AccessList list = view.access(7, MILLION * 4096);
    assertEquals(MILLION + 1, list.pieces());
    assertEquals(2, list.clip(5 * 4096, 12 * 4096).pieces());
    byte[] code = list.pattern().encode();
    assertTrue(code.length < 64, "length=" + code.length);
    AccessCursor cursor = there(list).cursor();
    assertEquals(4089, cursor.length());
    cursor.next();
    assertEquals(MILLION - 1, cursor.blocks());
    assertEquals(4 * 4096, cursor.stride());
    cursor.nextBlocks(MILLION - 1);
    assertEquals(7, cursor.length());
    assertEquals(list.end() - 7, cursor.offset());
    assertEquals(list.bytes() - 7, cursor.dataOffset());
  }

  @Test
  void shouldEncodeFewBytesWhenTilesHaveSeveralStrips() throws MpiIoException {
    Datatype pair =
        Datatype.hindexed(new long[] {3, 5, 2}, new long[] {0, 100, 300}, Datatype.BYTE);
    FileView view = new FileView(0, Datatype.BYTE, Datatype.resized(pair, 0, 1000));
    AccessList list = view.access(4, 10 * MILLION);
    byte[] code = list.pattern().encode();
    assertTrue(code.length < 64, "length=" + code.length);
    assertEquals(list.pieces(), there(list).pieces());
    AccessCursor cursor = there(list).cursor();
    cursor.seek(777_777_300);
    assertEquals(777_777_300, cursor.offset());
    assertEquals(777_777 * 10 + 8 - 4, cursor.dataOffset());
  }

  @Test
  void shouldEncodeFewBytesWhenTileIsBoxOfArray() throws MpiIoException {
    Datatype box =
        Datatype.subarray(
            new int[] {256, 256, 256},
            new int[] {128, 128, 128},
            new int[] {0, 64, 128},
            Order.C,
            Datatype.INT);
    FileView view = new FileView(0, Datatype.INT, box);
    AccessList all = view.access(0, box.size());
    assertEquals(128 * 128, all.pieces());
    byte[] code = all.pattern().encode();
    assertTrue(code.length < 64, "length=" + code.length);
  }

  @Test
  void shouldKeepPatternWhenRequestsGoThroughOneView() throws MpiIoException {
    Datatype pair = Datatype.hindexed(new long[] {3, 5}, new long[] {0, 100}, Datatype.BYTE);
    FileView view = new FileView(0, Datatype.BYTE, Datatype.resized(pair, 0, 1000));
    AccessList first = view.access(0, 800);
    AccessList later = view.access(800_000, 80);
    assertTrue(first.pattern().isSame(later.pattern()));
    assertTrue(first.pattern().isSame(first.clip(50, 2000).pattern()));
    AccessPattern told = AccessPattern.decode(first.pattern().encode());
    assertEquals(later.start(), told.at(later.place()).start());
    assertEquals(later.end(), told.at(later.place()).end());
    FileView other = new FileView(0, Datatype.BYTE, Datatype.resized(pair, 0, 1000));
    assertFalse(first.pattern().isSame(other.access(0, 800).pattern()));
    assertFalse(first.pattern().isSame(AccessList.contiguous(0, 5).pattern()));
    assertTrue(AccessList.contiguous(3, 4).pattern().isSame(AccessList.empty(0).pattern()));
  }

  /** The list as another rank gets it. */
  private static AccessList there(AccessList list) {
    return AccessPattern.decode(list.pattern().encode()).at(list.place());
  }

  @Test
  void shouldInterleaveWhenTilesAreColumns() throws MpiIoException {
    // Each tile is a column of a 3 x 5 matrix of ints, one int further on than the last.
    Datatype column = Datatype.resized(Datatype.vector(3, 1, 5, Datatype.INT), 0, 4);
    FileView view = new FileView(0, Datatype.INT, column);
    assertFalse(view.overlaps());
    AccessList matrix = view.access(0, 5 * 12);
    assertFalse(matrix.overlaps());
    assertEquals(0, matrix.start());
    assertEquals(60, matrix.end());
    assertEquals(15, matrix.pieces());
    AccessCursor cursor = matrix.cursor();
    for (int element = 0; element < 15; element++) {
      int row = element / 5;
      int col = element % 5;
      assertEquals(element * 4L, cursor.offset());
      assertEquals((col * 3 + row) * 4L, cursor.dataOffset());
      cursor.next();
    }
    // The sixth column is the first again, without its first element.
    assertTrue(view.access(0, 6 * 12).overlaps());
  }

  @Test
  void shouldRefuseWhenCodeIsBroken() throws MpiIoException {
    FileView view =
        new FileView(
            0,
            Datatype.BYTE,
            Datatype.hindexed(new long[] {3, 5}, new long[] {0, 100}, Datatype.BYTE));
    long[] place = view.access(0, 800).place();
    byte[] code = view.access(0, 800).pattern().encode();
    for (int length = 0; length < code.length; length++) {
      byte[] cut = Arrays.copyOf(code, length);
      assertThrows(IllegalArgumentException.class, () -> AccessPattern.decode(cut));
    }
    byte[] longer = Arrays.copyOf(code, code.length + 1);
    assertThrows(IllegalArgumentException.class, () -> AccessPattern.decode(longer));
    byte[] other = code.clone();
    other[0] = 9;
    assertThrows(IllegalArgumentException.class, () -> AccessPattern.decode(other));
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      byte[] noise = code.clone();
      noise[random.nextInt(noise.length)] = (byte) random.nextInt();
      try {
        assertTrue(AccessPattern.decode(noise).at(place).bytes() >= 0);
      } catch (IllegalArgumentException e) {
        // Refused as it should be.
      }
    }
  }

  @Test
  void shouldRefuseWhenRangeIsNone() {
    assertThrows(IllegalArgumentException.class, () -> AccessList.contiguous(-1, 2));
    assertThrows(IllegalArgumentException.class, () -> AccessList.contiguous(0, -1));
    assertThrows(IllegalArgumentException.class, () -> AccessList.contiguous(2, Long.MAX_VALUE));
    AccessCursor cursor = AccessList.contiguous(5, 10).cursor();
    assertThrows(IllegalArgumentException.class, () -> cursor.advance(11));
    assertThrows(IllegalArgumentException.class, () -> cursor.advance(-1));
    assertThrows(IllegalArgumentException.class, () -> cursor.nextBlocks(2));
    assertTrue(AccessList.empty(9).isContiguous());
    assertEquals(9, AccessList.empty(9).start());
  }

  @Test
  void shouldListBlocksWhenMadeFromPattern() {
    Datatype pattern = Datatype.hvector(3, 2, 10, Datatype.SHORT);
    AccessList list = AccessList.of(1000, pattern.flatten());
    assertEquals(12, list.bytes());
    assertEquals(3, list.cursor().blocks());
    assertEquals(1024, list.end());
    assertTrue(AccessList.of(5, Datatype.contiguous(0, pattern).flatten()).isEmpty());
    Datatype back = Datatype.hvector(3, 2, -10, Datatype.SHORT);
    assertThrows(IllegalArgumentException.class, () -> AccessList.of(1000, back.flatten()));
  }
}
