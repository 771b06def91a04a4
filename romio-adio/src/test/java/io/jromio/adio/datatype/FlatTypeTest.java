package io.jromio.adio.datatype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Regular patterns stay few strips. */
final class FlatTypeTest {
  private static final long MILLION = 1_000_000;

  private static void assertStrips(int strips, long blocks, Datatype type) {
    FlatType flat = type.flatten();
    assertEquals(
        "strips=%d blocks=%d".formatted(strips, blocks),
        "strips=%d blocks=%d".formatted(flat.strips(), flat.blocks()),
        type.toString());
    assertSame(flat, type.flatten());
  }

  @Test
  void shouldStayOneStripWhenPatternIsRegular() {
    Datatype vector = Datatype.vector(MILLION, 3, 7, Datatype.INT);
    assertStrips(1, MILLION, vector);
    assertStrips(1, MILLION * 1000, Datatype.vector(MILLION * 1000, 1, 2, Datatype.BYTE));
    assertStrips(
        1, 5 * MILLION, Datatype.contiguous(5, Datatype.resized(vector, 0, MILLION * 7 * 4)));
    long[] sizes = {MILLION, 1000};
    assertStrips(
        1,
        MILLION,
        Datatype.subarray(sizes, new long[] {MILLION, 10}, new long[2], Order.C, Datatype.LONG));
    assertStrips(
        1,
        1000,
        Datatype.subarray(sizes, new long[] {10, 1000}, new long[2], Order.FORTRAN, Datatype.LONG));
    long[] lengths = new long[1000];
    long[] places = new long[1000];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = 2;
      places[i] = 5L * i;
    }
    assertStrips(1, 1000, Datatype.indexed(lengths, places, Datatype.SHORT));
  }

  @Test
  void shouldNeedOneStripForEachPlaneWhenArrayHasThreeDimensions() {
    assertStrips(
        128,
        128 * 256,
        Datatype.subarray(
            new int[] {256, 512, 512},
            new int[] {128, 256, 256},
            new int[] {128, 0, 256},
            Order.C,
            Datatype.INT));
  }

  @Test
  void shouldBeOneBlockWhenEverythingTouches() {
    assertStrips(1, 1, Datatype.contiguous(MILLION, Datatype.DOUBLE));
    assertStrips(1, 1, Datatype.vector(MILLION, 4, 4, Datatype.DOUBLE));
    Datatype nested = Datatype.contiguous(7, Datatype.vector(5, 2, 2, Datatype.INT));
    assertTrue(nested.flatten().isContiguous());
    Datatype pieces =
        Datatype.struct(
            new long[] {1, 0, 2, 1},
            new long[] {0, 50, 4, 12},
            Datatype.INT,
            Datatype.LONG,
            Datatype.FLOAT,
            Datatype.INT);
    assertTrue(pieces.flatten().isContiguous());
    assertFalse(Datatype.resized(pieces, 0, 17).flatten().isContiguous());
    assertFalse(Datatype.resized(pieces, -1, 16).flatten().isContiguous());
    assertFalse(Datatype.hindexed(new long[] {1}, new long[] {8}, pieces).flatten().isContiguous());
  }

  @Test
  void shouldMergeAcrossInstancesWhenTheirEndsTouch() {
    // 4 of every 8 bytes, without a gap after the last: instances touch.
    assertStrips(3, 1001, Datatype.contiguous(1000, Datatype.vector(2, 4, 8, Datatype.BYTE)));
  }

  @Test
  void shouldFindStripsByDataPositionWhenThereAreMany() {
    FlatType flat =
        Datatype.subarray(
                new int[] {50, 40, 30},
                new int[] {20, 10, 7},
                new int[] {5, 6, 7},
                Order.C,
                Datatype.BYTE)
            .flatten();
    for (int i = 0; i < flat.strips(); i++) {
      assertEquals(i, flat.stripAt(flat.dataOffset(i)));
      assertEquals(i, flat.stripAt(flat.dataOffset(i + 1) - 1));
      assertEquals(flat.blocksBefore(i) + 1, flat.blocksUpTo(flat.dataOffset(i)));
    }
    assertEquals(20, flat.strips());
    assertEquals(flat.size(), flat.dataBelow(Long.MAX_VALUE));
  }

  @Test
  void shouldRefuseStripsWhenArraysDoNotFit() {
    long[] one = {1};
    long[] two = {1, 1};
    assertThrows(IllegalArgumentException.class, () -> FlatType.of(one, one, one, two));
    assertThrows(IllegalArgumentException.class, () -> FlatType.of(one, new long[] {-1}, one, one));
  }
}
