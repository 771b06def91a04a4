package io.jromio.h5vol.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Selections against element-by-element enumeration. */
final class SelectionTest {
  private static final int ROUNDS = 2000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** A selection and what it must select, in order. */
  private record Expected(Selection selection, List<Long> elements) {
    BitSet set() {
      BitSet set = new BitSet();
      for (long element : elements) {
        set.set((int) element);
      }
      return set;
    }
  }

  private static List<Long> enumerate(Runs runs) {
    List<Long> elements = new ArrayList<>();
    long end = -1;
    while (runs.next()) {
      assertTrue(runs.length() > 0, "empty run at " + runs.start());
      assertNotEquals(end, runs.start(), "runs that touch");
      end = runs.start() + runs.length();
      for (long e = runs.start(); e < end; e++) {
        elements.add(e);
      }
    }
    assertFalse(runs.next(), "next after the last");
    return elements;
  }

  private void check(Expected expected, Dataspace space) {
    Selection selection = expected.selection();
    String where = "seed=%d space=%s selection=%s".formatted(seed, space, selection);
    assertEquals(expected.elements(), enumerate(selection.runs(space)), where);
    assertEquals(expected.elements().size(), selection.elements(space), where);
    Optional<Slab> regular = selection.regular(space);
    if (regular.isPresent()) {
      assertEquals(expected.elements(), enumerate(regular.get().runs(space)), where + regular);
      assertEquals(regular, regular.get().regular(space), where + " not normalized");
    }
  }

  private Dataspace space() {
    long[] shape = new long[1 + random.nextInt(4)];
    for (int d = 0; d < shape.length; d++) {
      shape[d] = random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(6);
    }
    return Dataspace.of(shape);
  }

  private Expected slab(Dataspace space) {
    int rank = space.rank();
    long[] start = new long[rank];
    long[] stride = new long[rank];
    long[] count = new long[rank];
    long[] block = new long[rank];
    for (int d = 0; d < rank; d++) {
      int extent = (int) space.length(d);
      boolean whole = random.nextInt(3) == 0;
      start[d] = whole || extent == 0 ? 0 : random.nextInt(extent);
      long room = extent - start[d];
      block[d] = whole ? extent : room == 0 ? 0 : 1 + random.nextInt((int) room);
      stride[d] = Math.max(1, block[d] + random.nextInt(3));
      long most = block[d] == 0 ? 1 : 1 + (room - block[d]) / stride[d];
      count[d] = random.nextInt(25) == 0 ? 0 : 1 + random.nextInt((int) most);
    }
    List<Long> elements = new ArrayList<>();
    long[] at = new long[rank];
    for (long e = 0; e < space.elements(); e++) {
      long rest = e;
      boolean in = true;
      for (int d = rank - 1; d >= 0; d--) {
        at[d] = rest % space.length(d);
        rest /= space.length(d);
        long from = at[d] - start[d];
        in &= from >= 0 && from / stride[d] < count[d] && from % stride[d] < block[d];
      }
      if (in) {
        elements.add(e);
      }
    }
    return new Expected(Selection.slab(start, stride, count, block), elements);
  }

  private Expected points(Dataspace space) {
    if (space.elements() == 0) {
      return new Expected(Selection.points(), List.of());
    }
    long[][] coordinates = new long[random.nextInt(12)][];
    List<Long> elements = new ArrayList<>();
    long next = random.nextLong(space.elements());
    for (int p = 0; p < coordinates.length; p++) {
      long rest = next;
      elements.add(rest);
      coordinates[p] = new long[space.rank()];
      for (int d = space.rank() - 1; d >= 0; d--) {
        coordinates[p][d] = rest % space.length(d);
        rest /= space.length(d);
      }
      next =
          random.nextBoolean() ? (next + 1) % space.elements() : random.nextLong(space.elements());
    }
    return new Expected(Selection.points(coordinates), elements);
  }

  private Expected any(Dataspace space, int depth) {
    int kind = random.nextInt(depth == 0 ? 8 : 20);
    if (kind == 0) {
      List<Long> elements = new ArrayList<>();
      for (long e = 0; e < space.elements(); e++) {
        elements.add(e);
      }
      return new Expected(Selection.all(), elements);
    }
    if (kind == 1) {
      return new Expected(Selection.none(), List.of());
    }
    if (kind < 8) {
      return kind < 6 ? slab(space) : points(space);
    }
    Expected left = any(space, depth - 1);
    Expected right = any(space, depth - 1);
    BitSet set = left.set();
    Selection combined;
    if (kind < 12) {
      set.or(right.set());
      combined = left.selection().or(right.selection());
    } else if (kind < 16) {
      set.and(right.set());
      combined = left.selection().and(right.selection());
    } else {
      set.andNot(right.set());
      combined = left.selection().minus(right.selection());
    }
    List<Long> elements = new ArrayList<>();
    set.stream().forEach(e -> elements.add((long) e));
    return new Expected(combined, elements);
  }

  @Test
  void shouldSelectWhatTheDefinitionSaysWhenSlab() {
    for (int i = 0; i < ROUNDS; i++) {
      Dataspace space = space();
      check(slab(space), space);
    }
  }

  @Test
  void shouldKeepTheOrderOfTheListWhenPoints() {
    for (int i = 0; i < ROUNDS; i++) {
      Dataspace space = space();
      check(points(space), space);
    }
  }

  @Test
  void shouldSelectWhatSetsSayWhenCombined() {
    for (int i = 0; i < ROUNDS; i++) {
      Dataspace space = space();
      check(any(space, 5), space);
    }
  }

  @Test
  void shouldSelectOneElementWhenScalar() {
    Dataspace scalar = Dataspace.scalar();
    check(new Expected(Selection.all(), List.of(0L)), scalar);
    check(new Expected(Selection.none(), List.of()), scalar);
    check(new Expected(Selection.slab(new long[0], new long[0]), List.of(0L)), scalar);
    check(new Expected(Selection.points(new long[0]), List.of(0L)), scalar);
    check(new Expected(Selection.slice("..."), List.of(0L)), scalar);
    check(new Expected(Selection.all().minus(Selection.none()), List.of(0L)), scalar);
    check(new Expected(Selection.all().minus(Selection.all()), List.of()), scalar);
    assertTrue(Selection.all().regular(scalar).isEmpty());
    Selection slab = Selection.slab(new long[] {0}, new long[] {1});
    assertThrows(IllegalArgumentException.class, () -> slab.elements(scalar));
  }

  @Test
  void shouldSelectNothingWhenNullSpace() {
    Dataspace nothing = Dataspace.nothing();
    check(new Expected(Selection.all(), List.of()), nothing);
    check(new Expected(Selection.none(), List.of()), nothing);
    assertThrows(
        IllegalArgumentException.class,
        () -> Selection.slab(new long[0], new long[0]).runs(nothing));
  }

  private static void refused(Selection selection, long... shape) {
    Dataspace space = Dataspace.of(shape);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> selection.elements(space));
    assertTrue(String.valueOf(e.getMessage()).contains("="), e.getMessage());
    assertThrows(IllegalArgumentException.class, () -> selection.runs(space));
    assertThrows(IllegalArgumentException.class, () -> selection.regular(space));
  }

  @Test
  void shouldRefuseWhenItDoesNotFit() {
    refused(Selection.slab(new long[] {0}, new long[] {1}), 3, 3);
    refused(Selection.slab(new long[] {2, 0}, new long[] {2, 3}), 3, 3);
    refused(Selection.slab(new long[] {0}, new long[] {2}, new long[] {3}, new long[] {2}), 5);
    refused(Selection.points(new long[] {1, 3}), 3, 3);
    refused(Selection.points(new long[] {1}), 3, 3);
    refused(Selection.points(new long[] {1}).or(Selection.all()), 3, 3);
    refused(Selection.slice("3"), 3);
    refused(Selection.slice("-4"), 3);
    refused(Selection.slice("0,0"), 3);
    assertEquals(0, Selection.slab(new long[] {9}, new long[] {0}).elements(Dataspace.of(3)));
  }

  private static void malformed(long start, long stride, long count, long block) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Selection.slab(
                    new long[] {start},
                    new long[] {stride},
                    new long[] {count},
                    new long[] {block}));
    assertTrue(String.valueOf(e.getMessage()).contains("start=" + start), e.getMessage());
  }

  @Test
  void shouldRefuseWhenSlabCannotExist() {
    malformed(-1, 1, 1, 1);
    malformed(0, 0, 1, 1);
    malformed(0, 1, -1, 1);
    malformed(0, 1, 1, -1);
    malformed(0, 2, 2, 3);
    malformed(Long.MAX_VALUE, 1, 1, 1);
    malformed(0, Long.MAX_VALUE / 2, 3, 2);
    malformed(1, Long.MAX_VALUE, 2, 1);
    assertThrows(IllegalArgumentException.class, () -> Selection.slab(new long[2], new long[] {1}));
    assertThrows(IllegalArgumentException.class, () -> Selection.points(new long[1], new long[2]));
    assertThrows(IllegalArgumentException.class, () -> Selection.points(new long[] {-1}));
  }

  @Test
  void shouldNotChangeWhenArraysOfTheCallerDo() {
    long[] start = {1};
    Slab slab = (Slab) Selection.slab(start, new long[] {2});
    start[0] = 9;
    slab.count()[0] = 9;
    assertArrayEquals(new long[] {1}, slab.start());
    assertEquals(Selection.slab(new long[] {1}, new long[] {2}), slab);
    assertEquals(Selection.slab(new long[] {1}, new long[] {2}).hashCode(), slab.hashCode());
    assertNotEquals(Selection.slab(new long[] {1}, new long[] {3}), slab);
  }

  private static int runs(Selection selection, Dataspace space) {
    Runs runs = selection.runs(space);
    int n = 0;
    while (runs.next()) {
      n++;
    }
    return n;
  }

  @Test
  void shouldGiveOneRunWhenWholeRowsFollowEachOther() {
    Dataspace large = Dataspace.of(1L << 20, 1L << 20, 1L << 20);
    long[] start = {5, 0, 0};
    assertEquals(1, runs(Selection.slab(start, new long[] {1000, 1L << 20, 1L << 20}), large));
    assertEquals(1, runs(Selection.slab(new long[] {5, 7, 0}, new long[] {1, 9, 1 << 20}), large));
    assertEquals(3, runs(Selection.slab(new long[] {5, 7, 1}, new long[] {1, 3, 5}), large));
    Slab box = Selection.all().regular(large).orElseThrow();
    assertEquals(Selection.all().elements(large), box.elements(large));
    assertArrayEquals(new long[] {1, 1, 1}, box.count());
  }

  @Test
  void shouldCostBlocksNotElementsWhenCheckerboard() {
    int n = 316;
    long side = 1_000_000;
    Dataspace space = Dataspace.of(n * side, n * side);
    Selection board = Selection.none();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < n * n; i++) {
      order.add(i);
    }
    java.util.Collections.shuffle(order, random);
    for (int i : order) {
      long row = i / n;
      long column = i % n;
      if ((row + column) % 2 == 0) {
        long[] start = {row * side, column * side};
        board = board.or(Selection.slab(start, new long[] {side, side}));
      }
    }
    assertEquals(n * n / 2 * side * side, board.elements(space));
    assertTrue(board.regular(space).isEmpty());
    Runs runs = board.runs(space);
    assertTrue(runs.next());
    assertEquals(0, runs.start());
    assertEquals(side, runs.length());
    long[] twice = {2 * side, 2 * side};
    long[] half = {n / 2, n / 2};
    Selection even = Selection.slab(new long[2], twice, half, new long[] {side, side});
    assertEquals(even.regular(space), board.and(rows(n, side)).regular(space));
  }

  private static Selection rows(int n, long side) {
    long[] start = {0, 0};
    return Selection.slab(
        start, new long[] {2 * side, 1}, new long[] {n / 2, 1}, new long[] {side, n * side});
  }

  @Test
  void shouldBeOneSlabWhenUnionIsRegular() {
    Dataspace space = Dataspace.of(100, 100);
    Selection left = Selection.slab(new long[] {10, 0}, new long[] {20, 50});
    Selection right = Selection.slab(new long[] {10, 50}, new long[] {20, 50});
    assertEquals(
        Selection.slab(
            new long[] {10, 0}, new long[] {1, 1}, new long[] {1, 1}, new long[] {20, 100}),
        left.or(right).regular(space).orElseThrow());
    assertEquals(1, runs(left.or(right), space));
    assertTrue(left.or(Selection.slab(new long[2], new long[] {5, 5})).regular(space).isEmpty());
  }

  @Test
  void shouldFollowTheExtentWhenUsedAgain() {
    Selection growing = Selection.all().minus(Selection.slice(":3"));
    assertEquals(2, growing.elements(Dataspace.of(5)));
    assertEquals(7, growing.elements(Dataspace.of(10)));
    assertEquals(2, growing.elements(Dataspace.of(5)));
  }

  private static String sliced(String text, long... shape) {
    Dataspace space = Dataspace.of(shape);
    return Arrays.toString(enumerate(Selection.slice(text).runs(space)).toArray());
  }

  @Test
  void shouldReadAsNumpyWhenSlice() {
    assertEquals("[2, 4, 6]", sliced("2:8:2", 10));
    assertEquals("[0, 3, 6, 9]", sliced("::3", 10));
    assertEquals("[8, 9]", sliced("-2:", 10));
    assertEquals("[0, 1]", sliced(":-8", 10));
    assertEquals("[9]", sliced("-1", 10));
    assertEquals("[8, 9]", sliced("8:99", 10));
    assertEquals("[]", sliced("5:5", 10));
    assertEquals("[]", sliced("7:3", 10));
    assertEquals("[3, 4, 5]", sliced("1", 3, 3));
    assertEquals("[1, 4, 7]", sliced("...,1", 3, 3));
    assertEquals("[3, 4, 5]", sliced(" 1 , ... ", 3, 3));
    assertEquals("[4]", sliced("1,...,1", 3, 3));
    assertEquals("[2, 3, 6, 7]", sliced(":,1,:", 2, 2, 2));
    assertEquals("[0, 1, 2, 3]", sliced("...", 2, 2));
    assertEquals("[]", sliced(":", 0));
  }

  @Test
  void shouldRefuseWhenSliceIsNoSlice() {
    for (String text :
        List.of("", "a", "1:2:0", "::-1", "1:2:3:4", "...,...", "1,", "0x1", "..", "1.5", "- 1")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Selection.slice(text), text);
      assertTrue(String.valueOf(e.getMessage()).contains("'" + text + "'"), e.getMessage());
    }
  }
}
