package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.FileRuns;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CoverageTest {

  @Test
  void shouldGiveTheRunsOfABitSetWhenMarkedAtRandom() {
    long seed = System.nanoTime();
    System.out.println("CoverageTest seed=" + seed);
    Random random = new Random(seed);
    Coverage coverage = new Coverage();
    for (int run = 0; run < 3000; run++) {
      long origin = random.nextLong(0, 1L << 40);
      int length = random.nextInt(1, 700);
      coverage.reset(origin, length);
      BitSet expected = new BitSet();
      int marks = random.nextInt(0, 20);
      for (int mark = 0; mark < marks; mark++) {
        int from = random.nextInt(0, length);
        int to = random.nextInt(from, length + 1);
        coverage.mark(origin + from, to - from);
        expected.set(from, to);
      }
      FileRuns runs = new FileRuns(1);
      coverage.runs(runs);
      String label = "seed=%d run=%d".formatted(seed, run);
      assertEquals(expected.isEmpty(), coverage.isEmpty(), label);
      assertEquals(expected.cardinality(), runs.bytes(), label);
      int at = 0;
      for (int i = 0; i < runs.size(); i++) {
        at = expected.nextSetBit(at);
        assertEquals(origin + at, runs.offset(i), label);
        at = expected.nextClearBit(at);
        assertEquals(origin + at, runs.offset(i) + runs.length(i), label);
      }
    }
  }

  @Test
  void shouldRefuseWhatLeavesTheWindow() {
    Coverage coverage = new Coverage();
    coverage.reset(100, 64);
    assertThrows(IllegalArgumentException.class, () -> coverage.mark(99, 1));
    assertThrows(IllegalArgumentException.class, () -> coverage.mark(163, 2));
    assertTrue(coverage.isEmpty());
    coverage.mark(163, 1);
    assertFalse(coverage.isEmpty());
  }
}
