package io.jromio.adio.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.RandomType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Views and access lists against tiles of a type map, laid out byte by byte. */
final class RandomViewTest {
  private static final int ROUNDS = Integer.getInteger("jromio.rounds", 1500);
  private static final int MOST_BYTES = 4000;

  /** One byte of a request: where it lies in the file and in the request's data. */
  private record Place(long file, long data) {
    static final Comparator<Place> ORDER =
        Comparator.comparingLong(Place::file).thenComparingLong(Place::data);
  }

  @Test
  void shouldMatchTilesWhenFiletypesNestAtRandom() throws MpiIoException {
    long seed = System.nanoTime();
    System.out.println("RandomViewTest seed=" + seed);
    Random random = new Random(seed);
    int accepted = 0;
    int irregular = 0;
    for (int round = 0; round < ROUNDS; round++) {
      RandomType filetype = filetype(random);
      long displacement = random.nextInt(3) * random.nextLong(100);
      String what = "seed=%d round=%d type=%s".formatted(seed, round, filetype.type());
      if (breaksRules(filetype)) {
        assertThrows(
            MpiIoException.class,
            () -> new FileView(displacement, Datatype.BYTE, filetype.type()),
            what);
        continue;
      }
      FileView view = new FileView(displacement, Datatype.BYTE, filetype.type());
      accepted++;
      long reach = filetype.map().trueUpper() - filetype.map().trueLower();
      irregular += filetype.map().size() > 0 && reach > filetype.map().extent() ? 1 : 0;
      for (int request = 0; request < 3; request++) {
        new Trial(random, what, view, filetype.map().bytes()).run();
      }
      checkOverlaps(view, filetype.map().bytes(), what);
    }
    assertTrue(accepted > ROUNDS / 2, "too few views: accepted=" + accepted);
    assertTrue(irregular > ROUNDS / 50, "too few interleave: irregular=" + irregular);
  }

  /** Every fifth has a small extent, so that its tiles interleave or overlap. */
  private static RandomType filetype(Random random) {
    RandomType any = RandomType.next(random, random.nextInt(10) > 0);
    if (random.nextInt(5) > 0 || any.map().size() == 0) {
      return any;
    }
    long reach = any.map().trueUpper() - any.map().trueLower();
    long extent =
        random.nextBoolean() ? any.type().flatten().length(0) : 1 + random.nextLong(reach);
    return new RandomType(Datatype.resized(any.type(), 0, extent), any.map().resized(0, extent));
  }

  private static boolean breaksRules(RandomType filetype) {
    if (filetype.map().size() == 0) {
      return false;
    }
    long[] bytes = filetype.map().bytes();
    boolean decreasing = false;
    long start = bytes[0];
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] != bytes[i - 1] + 1) {
        decreasing |= bytes[i] < start;
        start = bytes[i];
      }
    }
    return decreasing || filetype.map().trueLower() < 0 || filetype.map().extent() <= 0;
  }

  private static void checkOverlaps(FileView view, long[] tile, String what) {
    assertEquals(Arrays.stream(tile).distinct().count() < tile.length, view.overlaps(), what);
  }

  /** One request through one view. */
  private static final class Trial {
    private final Random random;
    private final String what;
    private final FileView view;
    private final long[] tile;
    private final long dataOffset;
    private final Place[] expected;

    Trial(Random random, String what, FileView view, long[] tile) {
      this.random = random;
      this.view = view;
      this.tile = tile;
      int n = tile.length;
      int[] sizes = {0, 1, n - 1, n, n + 1, 7, random.nextInt(3 * n + 1)};
      int bytes = n == 0 ? 0 : Math.clamp(sizes[random.nextInt(sizes.length)], 0, MOST_BYTES);
      dataOffset = n == 0 ? 0 : random.nextInt(3) * random.nextLong(n + 1L);
      expected = new Place[bytes];
      for (int i = 0; i < bytes; i++) {
        expected[i] = new Place(fileOffset(dataOffset + i), i);
      }
      Arrays.sort(expected, Place.ORDER);
      this.what =
          "%s disp=%d offset=%d bytes=%d".formatted(what, view.displacement(), dataOffset, bytes);
    }

    private long fileOffset(long position) {
      long number = position / tile.length;
      return view.displacement()
          + number * view.filetype().extent()
          + tile[(int) (position % tile.length)];
    }

    void run() throws MpiIoException {
      AccessList list = view.access(dataOffset, expected.length);
      checkList(list, expected);
      checkList(there(list), expected);
      checkView();
      long low = list.start() - 3 + random.nextLong(list.end() - list.start() + 7);
      long high = low + random.nextLong(list.end() - low + 7);
      AccessList clipped = list.clip(low, high);
      Place[] inside =
          Arrays.stream(expected).filter(p -> p.file >= low && p.file < high).toArray(Place[]::new);
      checkList(clipped, inside);
      checkList(there(clipped), inside);
      checkSteps(list);
      checkSeeks(list);
      checkWindows(list);
      checkCollect(list);
    }

    /** The list as another rank gets it. */
    private static AccessList there(AccessList list) {
      return AccessPattern.decode(list.pattern().encode()).at(list.place());
    }

    private void checkList(AccessList list, Place[] places) {
      assertEquals(places.length, list.bytes(), what);
      assertEquals(places.length == 0, list.isEmpty(), what);
      if (places.length == 0) {
        assertEquals(list.start(), list.end(), what);
        assertFalse(list.cursor().hasPiece(), what);
      } else {
        assertEquals(places[0].file, list.start(), what);
        assertEquals(places[places.length - 1].file + 1, list.end(), what);
      }
      List<Place> seen = new ArrayList<>();
      AccessCursor cursor = list.cursor();
      long pieces = 0;
      long end = 0;
      while (cursor.hasPiece()) {
        assertTrue(list.overlaps() || cursor.offset() >= end, what);
        end = cursor.offset() + cursor.length();
        pieces++;
        take(cursor, cursor.length(), seen);
        cursor.next();
      }
      assertEquals(pieces, list.pieces(), what);
      assertSame(places, seen);
      assertEquals(isOneRange(places), list.isContiguous(), what);
      long distinct = Arrays.stream(places).mapToLong(Place::file).distinct().count();
      assertEquals(distinct < places.length, list.overlaps(), what);
      long somewhere = list.start() + random.nextLong(list.end() - list.start() + 1);
      long below = Arrays.stream(places).filter(p -> p.file < somewhere).count();
      assertEquals(below, list.bytesBelow(somewhere), what);
      assertEquals(0, list.bytesBelow(list.start()), what);
      assertEquals(places.length, list.bytesBelow(list.end()), what);
    }

    private static boolean isOneRange(Place[] places) {
      for (int i = 1; i < places.length; i++) {
        if (places[i].file != places[0].file + i || places[i].data != places[0].data + i) {
          return false;
        }
      }
      return true;
    }

    private void assertSame(Place[] places, List<Place> seen) {
      seen.sort(Place.ORDER);
      assertEquals(Arrays.asList(places), seen, what);
    }

    private static void take(AccessCursor cursor, long n, List<Place> seen) {
      for (long i = 0; i < n; i++) {
        seen.add(new Place(cursor.offset() + i, cursor.dataOffset() + i));
      }
    }

    private void checkView() throws MpiIoException {
      if (tile.length == 0) {
        assertEquals(view.displacement(), view.byteOffset(5), what);
        assertEquals(0, view.dataBelow(1000), what);
        return;
      }
      assertEquals(fileOffset(dataOffset), view.byteOffset(dataOffset), what);
      long place = random.nextLong(view.displacement() + 2 * view.filetype().extent() + 10);
      long below = 0;
      for (long t = 0; t <= place / view.filetype().extent() + 1; t++) {
        for (int i = 0; i < tile.length; i++) {
          below += fileOffset(t * tile.length + i) < place ? 1 : 0;
        }
      }
      assertEquals(below, view.dataBelow(place), what);
      assertEquals(below, view.etypesBelow(place), what);
    }

    /** Random mixture of next, advance and strides over whole blocks. */
    private void checkSteps(AccessList list) {
      List<Place> seen = new ArrayList<>();
      AccessCursor cursor = list.cursor();
      long last = 0;
      while (cursor.hasPiece()) {
        assertTrue(cursor.offset() >= last, what);
        last = cursor.offset();
        if (random.nextBoolean()) {
          long n = random.nextLong(cursor.length() + 1);
          take(cursor, n, seen);
          cursor.advance(n);
        } else {
          long blocks = random.nextLong(cursor.blocks() + 1);
          for (long i = 0; i < blocks; i++) {
            for (long b = 0; b < cursor.length(); b++) {
              seen.add(
                  new Place(
                      cursor.offset() + i * cursor.stride() + b,
                      cursor.dataOffset() + i * cursor.length() + b));
            }
          }
          last = cursor.offset() + Math.max(0, blocks - 1) * cursor.stride();
          cursor.nextBlocks(blocks);
        }
      }
      assertSame(expected, seen);
    }

    private void checkSeeks(AccessList list) {
      AccessCursor cursor = list.cursor();
      long place = list.start() - 2;
      while (cursor.hasPiece()) {
        place += 1 + random.nextLong(Math.max(2, (list.end() - list.start()) / 3));
        cursor.seek(place);
        long least = place;
        long[] rest =
            Arrays.stream(expected).mapToLong(Place::file).filter(f -> f >= least).toArray();
        assertEquals(rest.length > 0, cursor.hasPiece(), what);
        if (rest.length > 0) {
          assertEquals(rest[0], cursor.offset(), what);
          long at = cursor.offset();
          long data = cursor.dataOffset();
          assertTrue(Arrays.asList(expected).contains(new Place(at, data)), what);
        }
      }
    }

    /** A loop as sieving has it: windows of the file, every piece of one before the next. */
    private void checkWindows(AccessList list) {
      List<Place> seen = new ArrayList<>();
      AccessCursor cursor = list.cursor();
      while (cursor.hasPiece()) {
        long start = cursor.offset();
        long end = start + 1 + random.nextInt(50);
        while (cursor.hasPiece() && cursor.offset() < end) {
          assertTrue(cursor.offset() >= start, what);
          long n = Math.min(cursor.length(), end - cursor.offset());
          take(cursor, n, seen);
          cursor.advance(n);
        }
      }
      assertSame(expected, seen);
    }

    private void checkCollect(AccessList list) {
      FileRuns runs = new FileRuns(4);
      AccessCursor cursor = list.cursor();
      long middle = list.start() + random.nextLong(list.end() - list.start() + 1);
      long passed = cursor.collect(middle, runs);
      assertEquals(list.bytesBelow(middle), passed, what);
      assertTrue(runs.end() <= middle, what);
      passed += cursor.collect(Long.MAX_VALUE, runs);
      assertEquals(list.bytes(), passed, what);
      TreeSet<Long> bytes = new TreeSet<>();
      for (int i = 0; i < runs.size(); i++) {
        for (long b = 0; b < runs.length(i); b++) {
          bytes.add(runs.offset(i) + b);
        }
      }
      TreeSet<Long> wanted = new TreeSet<>();
      for (Place place : expected) {
        wanted.add(place.file);
      }
      assertEquals(wanted, bytes, what);
    }
  }
}
