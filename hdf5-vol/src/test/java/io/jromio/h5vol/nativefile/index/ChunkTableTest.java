package io.jromio.h5vol.nativefile.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.Dataspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ChunkTableTest {
  private static final long NO_END = Dataspace.UNLIMITED;

  private record Place(long address, long bytes, int mask) {}

  private static ChunkTable table(long... grid) {
    long[] most = new long[grid.length];
    Arrays.fill(most, NO_END);
    long[] one = new long[grid.length];
    Arrays.fill(one, 1);
    return ChunkIndexes.empty(Dataspace.of(grid, most), one);
  }

  private static List<Long> position(long chunk, long... grid) {
    List<Long> position = new ArrayList<>();
    long left = chunk;
    for (int d = grid.length - 1; d >= 0; d--) {
      position.addFirst(left % grid[d]);
      left /= grid[d];
    }
    return position;
  }

  /** Every chunk of the grid, against a map by position. */
  private static void compare(ChunkTable table, Map<String, Place> wanted) {
    long placed = 0;
    for (long chunk = 0; chunk < table.chunks(); chunk++) {
      Place place = wanted.get(position(chunk, table.grid()).toString());
      assertEquals(place == null ? -1 : place.address, table.address(chunk));
      assertEquals(place == null ? 0 : place.bytes, table.storedBytes(chunk));
      assertEquals(place == null ? 0 : place.mask, table.mask(chunk));
      placed += place == null ? 0 : 1;
    }
    assertEquals(placed, table.placed());
    long[] seen = {0, -1};
    table.visit(
        (chunk, address, bytes, mask) -> {
          assertTrue(chunk > seen[1], "in order");
          assertEquals(table.address(chunk), address);
          assertEquals(table.storedBytes(chunk), bytes);
          assertEquals(table.mask(chunk), mask);
          seen[0]++;
          seen[1] = chunk;
        });
    assertEquals(placed, seen[0]);
  }

  @Test
  void shouldKeepPlacesByPositionWhenTheGridChanges() {
    Random random = new Random(11);
    for (int trial = 0; trial < 60; trial++) {
      int rank = 1 + random.nextInt(3);
      long[] grid = random.longs(rank, 1, 9).toArray();
      ChunkTable table = table(grid);
      TreeMap<String, Place> wanted = new TreeMap<>();
      for (int step = 0; step < 6; step++) {
        long address = 1000;
        for (long chunk = 0; chunk < table.chunks(); chunk++) {
          boolean dense = trial % 3 == 0;
          if (dense || random.nextInt(3) == 0) {
            long bytes = dense || random.nextBoolean() ? 64 : random.nextInt(1, 99);
            int mask = dense ? 0 : random.nextInt(2);
            table.place(chunk, address, bytes, mask);
            wanted.put(position(chunk, table.grid()).toString(), new Place(address, bytes, mask));
            address += bytes;
          }
        }
        compare(table, wanted);
        long[] next = random.longs(rank, 0, 9).toArray();
        table.resize(next);
        wanted
            .keySet()
            .removeIf(
                key -> {
                  String[] at = key.substring(1, key.length() - 1).split(", ");
                  for (int d = 0; d < rank; d++) {
                    if (Long.parseLong(at[d]) >= next[d]) {
                      return true;
                    }
                  }
                  return false;
                });
        compare(table, wanted);
      }
    }
  }

  @Test
  void shouldTakeConstantMemoryWhenChunksLieInARow() {
    ChunkTable table = table(1L << 40, 4);
    table.placeRow(0, 1L << 42, 4096, 8);
    assertTrue(table.isDense());
    assertEquals(4096 + 8 * ((1L << 42) - 1), table.address((1L << 42) - 1));
    table.resize(1L << 39, 4);
    assertEquals(1L << 41, table.placed());
    assertTrue(table.isDense());
  }

  @Test
  void shouldNotBeDenseWhenOneChunkLiesElsewhere() {
    ChunkTable table = table(10);
    assertFalse(table.isDense());
    table.place(0, 100, 8, 0);
    table.place(1, 108, 8, 0);
    assertTrue(table.isDense());
    table.place(1, 108, 8, 0);
    assertTrue(table.isDense());
    table.place(0, 500, 8, 0);
    assertFalse(table.isDense());
    assertEquals(108, table.address(1));
    assertThrows(IndexOutOfBoundsException.class, () -> table.address(10));
    assertThrows(IllegalArgumentException.class, () -> table.place(2, -1, 8, 0));
  }

  @Test
  void shouldTakeLittleMemoryWhenFewOfManyArePlaced() {
    ChunkTable table = table(1L << 31, 1L << 31);
    Random random = new Random(12);
    TreeMap<Long, Long> wanted = new TreeMap<>();
    for (int i = 0; i < 50_000; i++) {
      long chunk = random.nextLong(table.chunks());
      wanted.put(chunk, (long) i);
      table.place(chunk, i, i % 100, i % 3);
    }
    assertEquals(wanted.size(), table.placed());
    for (var entry : wanted.entrySet()) {
      assertEquals(entry.getValue(), table.address(entry.getKey()));
      assertEquals(entry.getValue() % 3, table.mask(entry.getKey()));
    }
    assertEquals(-1, table.address(wanted.lastKey() - 1));
    long half = 1L << 30;
    table.resize(half, 1L << 31);
    wanted.tailMap(half << 31).clear();
    assertEquals(wanted.size(), table.placed());
    assertEquals(wanted.lastEntry().getValue(), table.address(wanted.lastKey()));
  }

  @Test
  void shouldHoldAllPlacesWhenTheyComeFromTheEnd() {
    int chunks = 300_000;
    ChunkTable table = table(chunks);
    for (int chunk = chunks - 1; chunk >= 0; chunk--) {
      table.place(chunk, chunk * 10L, 10 + chunk % 2, 0);
    }
    assertEquals(chunks, table.placed());
    for (int chunk = 0; chunk < chunks; chunk++) {
      assertEquals(chunk * 10L, table.address(chunk));
      assertEquals(10 + chunk % 2, table.storedBytes(chunk));
    }
  }
}
