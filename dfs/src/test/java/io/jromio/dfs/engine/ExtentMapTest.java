package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.StoreException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The interval map against an array that knows for every byte where it is. */
final class ExtentMapTest {
  private static final int SIZE = 20_000;
  private static final int[] NO_SUMS = {};

  /** Counts what is freed; extents have no checksums, so cutting needs no bytes. */
  private static final class Edit implements ExtentMap.Edit {
    private final boolean[] used = new boolean[700_000];

    @Override
    public Extent cut(Extent extent, long from, long to) {
      int skip = (int) (from - extent.offset());
      int length = (int) (to - from);
      Place place = extent.at().part(skip, length);
      return new Extent(from, length, extent.epoch(), place, NO_SUMS);
    }

    @Override
    public void freed(Place place, int length) {
      for (int i = 0; i < length; i++) {
        int at = (int) place.position() + i;
        assertTrue(used[at], "freed twice: " + at);
        used[at] = false;
      }
    }

    @Override
    public long chunk() {
      return 1;
    }
  }

  @Test
  void shouldFindEveryByteAtItsLatestPlaceWhenRangesOverlap() throws StoreException {
    long seed = System.nanoTime();
    System.out.println("ExtentMapTest seed=" + seed);
    Random random = new Random(seed);
    ExtentMap map = new ExtentMap();
    Edit edit = new Edit();
    long[] places = new long[SIZE];
    Arrays.fill(places, -1);
    int next = 0;
    for (int step = 0; step < 300; step++) {
      int from = random.nextInt(SIZE - 1);
      int length = 1 + random.nextInt(Math.min(SIZE - from, 3000));
      if (random.nextInt(4) == 0) {
        map.punch(from, from + length, edit);
        Arrays.fill(places, from, from + length, -1);
      } else {
        map.put(new Extent(from, length, step, Place.of(0, next), NO_SUMS), edit);
        for (int i = 0; i < length; i++) {
          places[from + i] = (long) next + i;
          edit.used[next + i] = true;
        }
        next += length + random.nextInt(2);
      }
      compare(map, edit, places);
    }
    map.punch(0, SIZE, edit);
    assertTrue(map.isEmpty());
    assertEquals(0, map.end());
  }

  private static void compare(ExtentMap map, Edit edit, long[] places) {
    long[] found = new long[SIZE];
    Arrays.fill(found, -1);
    long before = 0;
    for (Extent extent : map.all()) {
      assertTrue(extent.offset() >= before && extent.length() > 0);
      before = extent.end();
      for (int i = 0; i < extent.length(); i++) {
        found[(int) extent.offset() + i] = extent.at().position() + i;
      }
    }
    assertEquals(before, map.end());
    assertArrayEquals(places, found);
    int used = 0;
    for (boolean one : edit.used) {
      used += one ? 1 : 0;
    }
    int expected = 0;
    for (long place : places) {
      expected += place >= 0 ? 1 : 0;
    }
    assertEquals(expected, used);
  }

  @Test
  void shouldJoinNeighboursWhenTheyAreWrittenOneAfterTheOther() throws StoreException {
    ExtentMap map = new ExtentMap();
    Edit edit = new Edit();
    for (int i = 0; i < 10; i++) {
      map.put(new Extent(i * 100L, 100, i, Place.of(0, i * 100L), NO_SUMS), edit);
    }
    assertEquals(1, map.count());
    assertEquals(1000, map.all().iterator().next().length());
    map.put(new Extent(1000, 10, 11, Place.of(0, 5000), NO_SUMS), edit);
    assertEquals(2, map.count());
    map.put(new Extent(1010, 600, 12, Place.of(new byte[600]), NO_SUMS), edit);
    map.put(new Extent(1610, 424, 12, Place.of(new byte[424]), NO_SUMS), edit);
    assertEquals(3, map.count());
    map.put(new Extent(2034, 1, 12, Place.of(new byte[1]), NO_SUMS), edit);
    assertEquals(4, map.count());
  }

  @Test
  void shouldSayWhereItChangedWhenItTracks() throws StoreException {
    ExtentMap map = new ExtentMap();
    Edit edit = new Edit();
    map.load(new Extent(0, 100, 1, Place.of(0, 0), NO_SUMS));
    map.track();
    Arrays.fill(edit.used, 0, 400, true);
    map.put(new Extent(40, 20, 2, Place.of(1, 300), NO_SUMS), edit);
    assertArrayEquals(new long[] {0, 40, 60}, map.takeTouched());
    assertArrayEquals(new long[0], map.takeTouched());
    map.punch(0, 50, edit);
    assertArrayEquals(new long[] {0, 40, 50}, map.takeTouched());
  }
}
