package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class WindowGridTest {

  @Test
  void shouldTileTheDomainWhenSizesAreAwkward() {
    for (long from : new long[] {0, 1, 63, 64, 65, 7919}) {
      for (long length : new long[] {0, 1, 63, 64, 65, 997}) {
        for (long size : new long[] {1, 7, 64, 128, 1 << 20}) {
          for (long alignment : new long[] {0, 1, 64}) {
            tile(WindowGrid.over(from, from + length, size, alignment));
          }
        }
      }
    }
  }

  private static void tile(WindowGrid grid) {
    long reached = grid.from();
    for (long window = 0; window < grid.count(); window++) {
      assertEquals(reached, grid.start(window), grid::toString);
      assertTrue(grid.end(window) > reached, grid::toString);
      assertTrue(grid.end(window) - reached <= grid.size(), grid::toString);
      assertEquals(window, grid.indexOf(reached), grid::toString);
      assertEquals(window, grid.indexOf(grid.end(window) - 1), grid::toString);
      reached = grid.end(window);
    }
    assertEquals(grid.to(), reached, grid::toString);
  }

  @Test
  void shouldKeepBordersAlignedWhenTheDomainBeginsBetween() {
    WindowGrid grid = WindowGrid.over(100, 1000, 128, 64);
    assertEquals(192, grid.end(0)); // 64 + 128
    assertEquals(192 + 128, grid.end(1));
  }

  @Test
  void shouldNotOverflowWhenTheDomainEndsAtTheEndOfALong() {
    WindowGrid grid = WindowGrid.over(0, Long.MAX_VALUE, 64L << 30, 4096);
    long last = grid.count() - 1;
    assertEquals(Long.MAX_VALUE, grid.end(last));
    assertTrue(grid.start(last) < Long.MAX_VALUE);
  }
}
