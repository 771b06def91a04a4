package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.hints.Toggle;
import org.junit.jupiter.api.Test;

final class CollectiveSelectorTest {

  /** One rank per four values: start, end, bytes, pieces. */
  private static CallSummary summary(long... values) {
    int size = values.length / 4;
    long[] entries = new long[size * CallEntry.WORDS];
    int[] ranks = new int[size];
    for (int rank = 0; rank < size; rank++) {
      ranks[rank] = rank;
      System.arraycopy(values, rank * 4, entries, rank * CallEntry.WORDS, 4);
    }
    CallSummary summary = CallSummary.of(entries, ranks);
    assertEquals(summary, CallSummary.of(summary.words(), 0));
    return summary;
  }

  private static boolean automatic(CallSummary summary) {
    return CollectiveSelector.aggregates(Toggle.AUTOMATIC, summary);
  }

  @Test
  void shouldAggregateSmallInterleavedPiecesWhenAutomatic() {
    assertTrue(automatic(summary(0, 900, 500, 5, 100, 1000, 500, 5)));
  }

  @Test
  void shouldFindInterleavingOfRanksThatAreNotNeighbours() {
    CallSummary sums = summary(0, 900, 500, 5, 2000, 2900, 500, 5, 100, 1000, 500, 5);
    assertTrue(sums.interleaved());
    assertFalse(summary(2000, 3000, 1000, 1, 0, 1000, 1000, 1, 1000, 2000, 1000, 1).interleaved());
  }

  @Test
  void shouldNotAggregateOneRangePerRankWhenAutomatic() {
    assertFalse(automatic(summary(0, 1000, 1000, 1, 1000, 2000, 1000, 1)));
    assertFalse(automatic(summary(1000, 2000, 1000, 1, 0, 1000, 1000, 1)));
  }

  @Test
  void shouldNotAggregateLargePiecesWhenAutomatic() {
    long large = CollectiveSelector.LARGE_PIECE;
    assertFalse(automatic(summary(0, 3 * large, 2 * large, 2, large, 4 * large, 2 * large, 2)));
    assertTrue(automatic(summary(0, 3 * large, 2 * large - 1, 2, large, 4 * large, 2 * large, 2)));
  }

  @Test
  void shouldAggregateManyTinyPiecesWhenRangesAreSeparate() {
    long small = CollectiveSelector.SMALL_PIECE;
    assertTrue(automatic(summary(0, 1000, 100, 100, 1000, 2000, 100, 100)));
    assertFalse(
        automatic(summary(0, 100 * small, 10 * small, 10, 200 * small, 300 * small, small, 1)));
  }

  @Test
  void shouldIgnoreRanksWithoutBytes() {
    assertFalse(automatic(summary(0, 900, 500, 5, 100, 100, 0, 0)));
    CallSummary sums = summary(500, 900, 400, 1, 0, 0, 0, 0);
    assertEquals(500, sums.start());
    assertEquals(1, sums.dataRanks());
    assertFalse(summary(0, 900, 900, 1, 100, 100, 0, 0, 900, 950, 50, 1).interleaved());
  }

  @Test
  void shouldFollowTheHintWhenItIsSet() {
    CallSummary apart = summary(0, 1000, 1000, 1, 1000, 2000, 1000, 1);
    assertTrue(CollectiveSelector.aggregates(Toggle.ENABLE, apart));
    assertFalse(CollectiveSelector.aggregates(Toggle.ENABLE, summary(7, 7, 0, 0, 0, 0, 0, 0)));
    CallSummary mixed = summary(0, 900, 500, 5, 100, 1000, 500, 5);
    assertFalse(CollectiveSelector.aggregates(Toggle.DISABLE, mixed));
  }

  @Test
  void shouldGoAloneWhenOnePageCacheHasTheFile() {
    assertTrue(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, true));
    assertFalse(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, false));
    assertFalse(CollectiveSelector.goesAlone(Toggle.ENABLE, true));
    assertTrue(CollectiveSelector.goesAlone(Toggle.DISABLE, false));
  }

  @Test
  void shouldFindTheLowestRankThatFailedOrDiffersOverNodes() {
    long[] entries = new long[3 * CallEntry.WORDS];
    entries[CallEntry.WORDS + CallEntry.FLAGS] = CallEntry.FAILED;
    CallSummary even = CallSummary.of(entries, new int[] {0, 2, 4});
    entries[CallEntry.TERMS + 2 * CallEntry.WORDS] = 7;
    CallSummary odd = CallSummary.of(entries, new int[] {1, 3, 5});
    CallSummary all = CallSummary.merged(new CallSummary[] {even, odd});
    assertEquals(2, all.failed());
    assertEquals(5, all.different());
    assertEquals(CallSummary.NOBODY, even.different());
    assertTrue(all.hasFailed());
  }
}
