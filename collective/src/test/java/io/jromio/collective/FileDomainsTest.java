package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class FileDomainsTest {
  private static final long[] SIZES = {0, 1, 7, 64, 1023, 1024, 1025, 7919};

  @Test
  void shouldCoverTheRangeWithoutGapOrOverlapWhateverIsAskedFor() {
    for (long from : SIZES) {
      for (long length : SIZES) {
        for (int count : new int[] {1, 2, 3, 7, 64}) {
          for (long alignment : new long[] {0, 1, 5, 64, 4096}) {
            for (long smallest : new long[] {0, 100, 1L << 40}) {
              check(new FileDomains(from, from + length, count, alignment, smallest), from, length);
              aligned(from, length, count, alignment, smallest);
            }
          }
        }
      }
    }
  }

  private static void check(FileDomains domains, long from, long length) {
    long reached = from;
    for (int i = 0; i < domains.count(); i++) {
      assertEquals(reached, domains.start(i), domains::toString);
      assertTrue(domains.end(i) >= domains.start(i), domains::toString);
      if (domains.end(i) > domains.start(i)) {
        assertEquals(i, domains.indexOf(domains.start(i)), domains::toString);
        assertEquals(i, domains.indexOf(domains.end(i) - 1), domains::toString);
      }
      reached = domains.end(i);
    }
    assertEquals(from + length, reached, domains::toString);
  }

  private static void aligned(long from, long length, int count, long alignment, long smallest) {
    FileDomains domains = new FileDomains(from, from + length, count, alignment, smallest);
    for (int i = 1; i < count; i++) {
      long border = domains.start(i);
      boolean inner = border > from && border < from + length;
      assertTrue(!inner || alignment == 0 || border % alignment == 0, domains::toString);
    }
  }

  @Test
  void shouldSplitEvenlyWhenNothingElseIsAskedFor() {
    FileDomains domains = new FileDomains(1000, 1000 + 4 * 250, 4, 0, 0);
    for (int i = 0; i < 4; i++) {
      assertEquals(1000 + 250 * i, domains.start(i));
    }
  }

  @Test
  void shouldTakeTheNearestMultipleWhenAligned() {
    FileDomains domains = new FileDomains(10, 310, 3, 64, 0);
    assertEquals(128, domains.end(0)); // an even split would end at 110
    assertEquals(192, domains.end(1)); // at 210
    assertEquals(310, domains.end(2));
  }

  @Test
  void shouldLeaveTheLastDomainsEmptyWhenTheSmallestIsLarge() {
    FileDomains domains = new FileDomains(0, 1000, 4, 0, 600);
    assertEquals(600, domains.end(0));
    assertEquals(1000, domains.end(1));
    assertEquals(1000, domains.start(3));
    assertEquals(1000, domains.end(3));
  }

  @Test
  void shouldFindTheDomainOfAnyOffsetWhenDomainsAreRandom() {
    long seed = System.nanoTime();
    System.out.println("FileDomainsTest seed=" + seed);
    Random random = new Random(seed);
    for (int run = 0; run < 2000; run++) {
      long from = random.nextLong(0, 1L << random.nextInt(1, 50));
      long length = random.nextLong(1, 1L << random.nextInt(1, 50));
      int count = random.nextInt(1, 1000);
      FileDomains domains =
          new FileDomains(
              from, from + length, count, random.nextLong(0, 5000), random.nextLong(0, 5000));
      long offset = from + random.nextLong(0, length);
      int index = domains.indexOf(offset);
      assertTrue(
          domains.start(index) <= offset && offset < domains.end(index),
          () -> "seed=%d offset=%d %s".formatted(seed, offset, domains));
    }
  }

  @Test
  void shouldNotOverflowWhenTheRangeIsAllOfALong() {
    FileDomains domains = new FileDomains(0, Long.MAX_VALUE, 1 << 20, 1L << 40, Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, domains.end(0));
    FileDomains even = new FileDomains(0, Long.MAX_VALUE, 1 << 20, 1L << 40, 0);
    check(even, 0, Long.MAX_VALUE);
  }

  @Test
  void shouldRefuseWhatIsNoRange() {
    assertThrows(IllegalArgumentException.class, () -> new FileDomains(5, 4, 1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new FileDomains(0, 4, 0, 0, 0));
    FileDomains domains = new FileDomains(10, 20, 2, 0, 0);
    assertThrows(IllegalArgumentException.class, () -> domains.indexOf(9));
    assertThrows(IllegalArgumentException.class, () -> domains.indexOf(20));
  }
}
