package io.jromio.adio.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FileViewTest {
  private static final Datatype INT = Datatype.INT;

  private static Datatype indexed(long first, long second, long firstLength) {
    return Datatype.indexed(new long[] {firstLength, 1}, new long[] {first, second}, INT);
  }

  private static void assertRefused(
      ErrorClass expected, String part, Datatype etype, Datatype file) {
    assertRefused(expected, part, 0, etype, file);
  }

  private static void assertRefused(
      ErrorClass expected, String part, long displacement, Datatype etype, Datatype filetype) {
    MpiIoException refused =
        assertThrows(MpiIoException.class, () -> new FileView(displacement, etype, filetype));
    assertEquals(expected, refused.errorClass());
    assertTrue(refused.toString().contains(part), refused.toString());
  }

  /** The cases of MPICH's tst_fileview. */
  @Test
  void shouldRefuseWhenDisplacementsAreNegativeOrDecrease() throws MpiIoException {
    Datatype negative = indexed(-2, 2, 1);
    Datatype decreasing = indexed(3, 0, 1);
    assertRefused(ErrorClass.TYPE, "etype has negative displacements", negative, negative);
    assertRefused(ErrorClass.TYPE, "filetype has negative displacements", INT, negative);
    assertRefused(ErrorClass.TYPE, "etype has decreasing displacements", decreasing, decreasing);
    assertRefused(ErrorClass.TYPE, "filetype has decreasing displacements", INT, decreasing);
    Datatype twice = indexed(0, 1, 3);
    assertTrue(new FileView(0, INT, twice).overlaps());
    assertTrue(new FileView(0, twice, twice).overlaps());
    assertFalse(new FileView(0, INT, indexed(0, 3, 3)).overlaps());
  }

  @Test
  void shouldRefuseWhenFiletypeIsNotBuiltFromEtypes() throws MpiIoException {
    assertRefused(ErrorClass.ARG, "displacement=-1", -1, INT, INT);
    assertRefused(ErrorClass.ARG, "displacement=", Long.MAX_VALUE - 3, INT, INT);
    assertRefused(ErrorClass.TYPE, "size=4", Datatype.LONG, INT);
    assertRefused(ErrorClass.TYPE, "extent=9", INT, Datatype.resized(INT, 0, 9));
    assertRefused(ErrorClass.TYPE, "extent=0", INT, Datatype.resized(INT, 0, 0));
    assertRefused(ErrorClass.TYPE, "extent=-4", INT, Datatype.resized(INT, 4, -4));
    Datatype halves = Datatype.vector(2, 1, 4, Datatype.SHORT);
    assertRefused(ErrorClass.TYPE, "whole etypes", INT, Datatype.resized(halves, 0, 16));
    Datatype nothing = Datatype.contiguous(0, INT);
    assertRefused(ErrorClass.TYPE, "size=0", nothing, INT);
    assertEquals(0, new FileView(0, nothing, nothing).access(0, 0).bytes());
  }

  @Test
  void shouldTileByExtentWhenResizedTwice() throws MpiIoException {
    // The lower bound of 4 moves nothing; ints lie at 0 and 12.
    Datatype once = Datatype.resized(INT, 4, 12);
    FileView view = new FileView(0, INT, Datatype.resized(once, 4, 12));
    AccessList list = view.access(0, 8);
    assertEquals(2, list.pieces());
    assertEquals(0, list.start());
    assertEquals(16, list.end());
    assertEquals(12, view.byteOffset(1));
    assertEquals(1, view.etypesBelow(12));
    assertEquals(2, view.etypesBelow(13));
  }

  @Test
  void shouldSkipEmptyBlocksWhenTypeHasZeros() throws MpiIoException {
    Datatype zeros =
        Datatype.hindexed(new long[] {0, 0, 2, 0, 1, 0}, new long[] {-8, 2, 8, 4, 20, 900}, INT);
    FileView view = new FileView(100, INT, Datatype.resized(zeros, 0, 24));
    AccessCursor cursor = view.access(0, 12).cursor();
    assertEquals(108, cursor.offset());
    assertEquals(8, cursor.length());
    cursor.next();
    assertEquals(120, cursor.offset());
    assertEquals(4, cursor.length());
    cursor.next();
    assertFalse(cursor.hasPiece());
  }

  @Test
  void shouldGiveNothingWhenFiletypeHasNoData() throws MpiIoException {
    Datatype none = Datatype.indexedBlock(1, new long[0], INT);
    FileView view = new FileView(40, INT, Datatype.resized(none, 0, 24));
    assertTrue(view.access(0, 0).isEmpty());
    assertEquals(40, view.access(0, 0).start());
    assertEquals(40, view.byteOffset(0));
    assertEquals(0, view.etypesBelow(1000));
    MpiIoException refused = assertThrows(MpiIoException.class, () -> view.access(0, 4));
    assertEquals(ErrorClass.ARG, refused.errorClass());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4095, Long.MAX_VALUE - 12})
  void shouldBeContiguousWhenViewShowsAllBytes(long displacement) throws MpiIoException {
    FileView view = new FileView(displacement, INT, Datatype.contiguous(3, INT));
    assertTrue(view.isContiguous());
    AccessList list = view.access(0, 4);
    assertTrue(list.isContiguous());
    assertEquals(displacement, list.start());
  }

  @Test
  void shouldRefuseWhenRangeLeavesTheLongs() throws MpiIoException {
    FileView bytes = FileView.bytes();
    assertEquals(Long.MAX_VALUE, bytes.access(0, Long.MAX_VALUE).end());
    assertEquals(Long.MAX_VALUE, bytes.byteOffset(Long.MAX_VALUE));
    assertArg(bytes, 1, Long.MAX_VALUE);
    assertArg(bytes, -1, 1);
    assertArg(bytes, 1, -1);
    FileView strided = new FileView(16, INT, Datatype.resized(INT, 0, 1L << 40));
    long tiles = Long.MAX_VALUE >> 40;
    assertEquals(1, strided.access(4 * tiles, 4).pieces());
    assertArg(strided, 4 * tiles, 8);
    assertArg(strided, 4 * tiles + 4, 4);
    assertArg(strided, Long.MAX_VALUE - 3, 3);
    assertThrows(MpiIoException.class, () -> strided.byteOffset(tiles + 1));
    assertThrows(MpiIoException.class, () -> strided.byteOffset(Long.MAX_VALUE));
    FileView twoBlocks = new FileView(16, INT, Datatype.resized(indexed(0, 2, 1), 0, 1L << 40));
    assertEquals(2, twoBlocks.access(8 * tiles, 8).pieces());
    assertArg(twoBlocks, 8 * tiles, 9);
    FileView interleaved =
        new FileView(16, INT, Datatype.resized(indexed(0, 2 + (1L << 39), 1), 0, 1L << 40));
    assertEquals(2, interleaved.access(0, 8).pieces());
    assertArg(interleaved, 8 * tiles, 8);
  }

  private static void assertArg(FileView view, long dataOffset, long bytes) {
    MpiIoException refused =
        assertThrows(MpiIoException.class, () -> view.access(dataOffset, bytes));
    assertEquals(ErrorClass.ARG, refused.errorClass());
  }
}
