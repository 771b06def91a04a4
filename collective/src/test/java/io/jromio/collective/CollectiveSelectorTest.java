package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.collective.CollectiveSelector.Circumstances;
import io.jromio.hints.Toggle;
import org.junit.jupiter.api.Test;

final class CollectiveSelectorTest {
  private static final Circumstances ELSEWHERE = new Circumstances(true, false, -1);

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
    return CollectiveSelector.aggregates(Toggle.AUTOMATIC, ELSEWHERE, summary);
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
    assertTrue(CollectiveSelector.aggregates(Toggle.ENABLE, ELSEWHERE, apart));
    assertFalse(
        CollectiveSelector.aggregates(Toggle.ENABLE, ELSEWHERE, summary(7, 7, 0, 0, 0, 0, 0, 0)));
    CallSummary mixed = summary(0, 900, 500, 5, 100, 1000, 500, 5);
    assertFalse(CollectiveSelector.aggregates(Toggle.DISABLE, ELSEWHERE, mixed));
  }

  @Test
  void shouldGoAloneWhenOnePageCacheHasTheFile() {
    Circumstances read = new Circumstances(false, true, 1024);
    Circumstances write = new Circumstances(true, true, 1024);
    assertTrue(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, write, false));
    assertTrue(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, read, true));
    assertFalse(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, write, true));
    assertFalse(CollectiveSelector.goesAlone(Toggle.AUTOMATIC, ELSEWHERE, false));
    assertFalse(CollectiveSelector.goesAlone(Toggle.ENABLE, write, false));
    assertTrue(CollectiveSelector.goesAlone(Toggle.DISABLE, ELSEWHERE, true));
  }

  @Test
  void shouldAggregateInCacheOnlyWritesOfManyPiecesTooFarApartForAMapping() {
    Circumstances write = new Circumstances(true, true, 1024);
    Circumstances disk = new Circumstances(true, true, 32 << 10);
    Circumstances read = new Circumstances(false, true, 1024);
    long range = 8192L * 64;
    CallSummary small = summary(0, range, 4096 * 64, 64, 4096, range + 4096, 4096 * 64, 64);
    assertTrue(CollectiveSelector.aggregates(Toggle.AUTOMATIC, write, small));
    assertFalse(CollectiveSelector.aggregates(Toggle.AUTOMATIC, disk, small));
    assertFalse(CollectiveSelector.aggregates(Toggle.AUTOMATIC, read, small));
    long far = 32768L * 64;
    CallSummary large = summary(0, far, 16384 * 64, 64, 16384, far + 16384, 16384 * 64, 64);
    assertFalse(CollectiveSelector.aggregates(Toggle.AUTOMATIC, write, large));
    CallSummary few = summary(0, 8192, 4096 * 2, 2, 4096, 12288, 4096 * 2, 2);
    assertFalse(CollectiveSelector.aggregates(Toggle.AUTOMATIC, write, few));
    CallSummary apart = summary(0, range, 4096 * 64, 64, range, 2 * range, 4096 * 64, 64);
    assertFalse(CollectiveSelector.aggregates(Toggle.AUTOMATIC, write, apart));
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
