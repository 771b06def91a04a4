package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.hints.Toggle;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CollectiveSelectorTest {

  /** One rank per four values: start, end, bytes, pieces. */
  private static CallExtents extents(long... values) {
    long[] all = new long[values.length / 4 * CallExtents.FIELDS];
    for (int rank = 0; rank < values.length / 4; rank++) {
      long[] extent = Arrays.copyOfRange(values, rank * 4, rank * 4 + 4);
      long[] entry = CallExtents.entry(extent, false, false, 0);
      System.arraycopy(entry, 0, all, rank * CallExtents.FIELDS, CallExtents.FIELDS);
    }
    return new CallExtents(all);
  }

  private static boolean automatic(CallExtents extents) {
    return CollectiveSelector.aggregates(Toggle.AUTOMATIC, extents);
  }

  @Test
  void shouldAggregateSmallInterleavedPiecesWhenAutomatic() {
    assertTrue(automatic(extents(0, 900, 500, 5, 100, 1000, 500, 5)));
  }

  @Test
  void shouldFindInterleavingOfRanksThatAreNotNeighbours() {
    CallExtents extents = extents(0, 900, 500, 5, 2000, 2900, 500, 5, 100, 1000, 500, 5);
    assertTrue(extents.interleaved());
    assertFalse(extents(2000, 3000, 1000, 1, 0, 1000, 1000, 1, 1000, 2000, 1000, 1).interleaved());
  }

  @Test
  void shouldNotAggregateOneRangePerRankWhenAutomatic() {
    assertFalse(automatic(extents(0, 1000, 1000, 1, 1000, 2000, 1000, 1)));
    assertFalse(automatic(extents(1000, 2000, 1000, 1, 0, 1000, 1000, 1)));
  }

  @Test
  void shouldNotAggregateLargePiecesWhenAutomatic() {
    long large = CollectiveSelector.LARGE_PIECE;
    assertFalse(automatic(extents(0, 3 * large, 2 * large, 2, large, 4 * large, 2 * large, 2)));
    assertTrue(automatic(extents(0, 3 * large, 2 * large - 1, 2, large, 4 * large, 2 * large, 2)));
  }

  @Test
  void shouldAggregateManyTinyPiecesWhenRangesAreSeparate() {
    long small = CollectiveSelector.SMALL_PIECE;
    assertTrue(automatic(extents(0, 1000, 100, 100, 1000, 2000, 100, 100)));
    assertFalse(
        automatic(extents(0, 100 * small, 10 * small, 10, 200 * small, 300 * small, small, 1)));
  }

  @Test
  void shouldIgnoreRanksWithoutBytes() {
    assertFalse(automatic(extents(0, 900, 500, 5, 100, 100, 0, 0)));
    CallExtents extents = extents(500, 900, 400, 1, 0, 0, 0, 0);
    assertEquals(500, extents.dataStart());
    assertEquals(1, extents.dataRanks());
    assertFalse(extents(0, 900, 900, 1, 100, 100, 0, 0, 900, 950, 50, 1).interleaved());
  }

  @Test
  void shouldFollowTheHintWhenItIsSet() {
    CallExtents apart = extents(0, 1000, 1000, 1, 1000, 2000, 1000, 1);
    assertTrue(CollectiveSelector.aggregates(Toggle.ENABLE, apart));
    assertFalse(CollectiveSelector.aggregates(Toggle.ENABLE, extents(7, 7, 0, 0, 0, 0, 0, 0)));
    CallExtents mixed = extents(0, 900, 500, 5, 100, 1000, 500, 5);
    assertFalse(CollectiveSelector.aggregates(Toggle.DISABLE, mixed));
  }
}
