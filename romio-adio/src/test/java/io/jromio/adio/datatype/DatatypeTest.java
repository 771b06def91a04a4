package io.jromio.adio.datatype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bounds and texts by the examples of MPI 4.1 section 5.1, and arguments that are refused. */
final class DatatypeTest {
  private static final long[] ONE = {1};

  private static void assertBounds(long lowerBound, long extent, long size, Datatype type) {
    assertEquals(
        "lb=%d extent=%d size=%d".formatted(lowerBound, extent, size),
        "lb=%d extent=%d size=%d".formatted(type.lowerBound(), type.extent(), type.size()));
  }

  @Test
  void shouldRoundExtentToAlignmentWhenStructEndsWithSmallType() {
    long[] ones = {1, 1};
    assertBounds(
        0, 16, 9, Datatype.struct(ones, new long[] {0, 8}, Datatype.DOUBLE, Datatype.BYTE));
    assertBounds(0, 8, 6, Datatype.struct(ones, new long[] {0, 4}, Datatype.INT, Datatype.CHAR));
  }

  @Test
  void shouldKeepBoundsWhenResized() {
    Datatype resized = Datatype.resized(Datatype.INT, -3, 9);
    assertBounds(-3, 9, 4, resized);
    assertBounds(-3, 18, 8, Datatype.contiguous(2, resized));
    assertBounds(4, 12, 4, Datatype.resized(Datatype.resized(Datatype.INT, 8, 1), 4, 12));
    assertEquals(0, resized.trueLowerBound());
    assertEquals(4, resized.trueExtent());
  }

  @Test
  void shouldIgnoreDataWithoutMarkersWhenOtherPartsHaveThem() {
    Datatype marked = Datatype.resized(Datatype.INT, 0, 4);
    Datatype type = Datatype.struct(new long[] {1, 1}, new long[] {0, 100}, marked, Datatype.INT);
    assertBounds(0, 4, 8, type);
    assertEquals(104, type.trueExtent());
  }

  @Test
  void shouldKeepMarkersWhenThereIsNoData() {
    Datatype gap = Datatype.resized(Datatype.contiguous(0, Datatype.INT), 0, 16);
    assertBounds(0, 48, 0, Datatype.contiguous(3, gap));
    assertBounds(0, 0, 0, Datatype.vector(0, 3, 7, Datatype.LONG));
    assertBounds(0, 0, 0, Datatype.indexed(new long[] {0, 0}, new long[] {5, 9}, Datatype.INT));
  }

  @Test
  void shouldReachBelowZeroWhenStridesAreNegative() {
    Datatype back = Datatype.vector(3, 1, -2, Datatype.INT);
    assertBounds(-16, 20, 12, back);
    assertEquals(-16, back.trueLowerBound());
    assertEquals(1, back.flatten().strips());
    assertFalse(back.flatten().isSorted());
  }

  @Test
  void shouldDealCyclicThreeByThreeWhenFourRanksReadDarray() {
    Distribution[] cyclic = {Distribution.CYCLIC, Distribution.CYCLIC};
    long[] standard = {Distribution.DEFAULT_ARGUMENT, Distribution.DEFAULT_ARGUMENT};
    long[][] owned = {{0, 2, 6, 8}, {1, 7}, {3, 5}, {4}};
    for (int rank = 0; rank < 4; rank++) {
      Datatype type =
          Datatype.darray(
              4,
              rank,
              new long[] {3, 3},
              cyclic,
              standard,
              new int[] {2, 2},
              Order.C,
              Datatype.BYTE);
      long[] places = new long[(int) type.size()];
      for (int i = 0; i < places.length; i++) {
        places[i] = type.flatten().offsetAt(i);
      }
      assertArrayEquals(owned[rank], places, "rank=" + rank);
      assertBounds(0, 9, owned[rank].length, type);
    }
  }

  @Test
  void shouldLeaveLastRankEmptyWhenBlocksDoNotDivideTheArray() {
    Distribution[] block = {Distribution.BLOCK};
    long[] standard = {Distribution.DEFAULT_ARGUMENT};
    long[] sizes = new long[4];
    for (int rank = 0; rank < 4; rank++) {
      sizes[rank] =
          Datatype.darray(
                  4, rank, new long[] {5}, block, standard, new int[] {4}, Order.C, Datatype.BYTE)
              .size();
    }
    assertArrayEquals(new long[] {2, 2, 1, 0}, sizes);
  }

  @Test
  void shouldShowConstructorsWhenPrinted() {
    assertEquals(
        "contiguous(3, vector(2, 1, 4, INT))",
        Datatype.contiguous(3, Datatype.vector(2, 1, 4, Datatype.INT)).toString());
    assertEquals(
        "subarray([4, 6], [2, 3], [0, 3], C, DOUBLE)",
        Datatype.subarray(
                new int[] {4, 6}, new int[] {2, 3}, new int[] {0, 3}, Order.C, Datatype.DOUBLE)
            .toString());
    assertEquals(
        "hindexedBlock(2, [0, 1, 2, 3, 4, 5, 6, 7, ... 20 values], BYTE)",
        Datatype.hindexedBlock(
                2,
                Stream.iterate(0L, i -> i + 1).limit(20).mapToLong(i -> i).toArray(),
                Datatype.BYTE)
            .toString());
    assertEquals(
        "struct([1], [8], [resized(INT, -4, 16)])",
        Datatype.struct(ONE, new long[] {8}, Datatype.resized(Datatype.INT, -4, 16)).toString());
  }

  private static Arguments refused(String part, Runnable call) {
    return Arguments.of(part, call);
  }

  static Stream<Arguments> wrongArguments() {
    Datatype i = Datatype.INT;
    long[] two = {1, 1};
    long[] none = {};
    Distribution block = Distribution.BLOCK;
    Distribution whole = Distribution.NONE;
    long max = Long.MAX_VALUE;
    return Stream.of(
        refused("count=-1", () -> Datatype.contiguous(-1, i)),
        refused("count=-2", () -> Datatype.vector(-2, 1, 1, i)),
        refused("blocklength=-1", () -> Datatype.hvector(1, -1, 1, i)),
        refused("displacements.length=2", () -> Datatype.indexed(ONE, two, i)),
        refused("blocklengths[0]=-1", () -> Datatype.hindexed(new long[] {-1}, ONE, i)),
        refused("blocklength=-3", () -> Datatype.indexedBlock(-3, ONE, i)),
        refused("types.length=1", () -> Datatype.struct(two, two, i)),
        refused("blocklengths[1]=-1", () -> Datatype.struct(new long[] {1, -1}, two, i, i)),
        refused("sizes.length=0", () -> Datatype.subarray(none, none, none, Order.C, i)),
        refused("subsizes=3", () -> Datatype.subarray(ONE, new long[] {3}, none(1), Order.C, i)),
        refused("starts=1", () -> Datatype.subarray(ONE, ONE, ONE, Order.C, i)),
        refused("starts[0]=-1", () -> Datatype.subarray(ONE, ONE, new long[] {-1}, Order.C, i)),
        refused("sizes=0", () -> Datatype.subarray(none(1), none(1), none(1), Order.C, i)),
        refused("size=3", () -> darray(3, 0, 5, block, -1)),
        refused("rank=2", () -> darray(2, 2, 5, block, -1)),
        refused("dargs=2", () -> darray(2, 0, 5, block, 2)),
        refused("dargs=0", () -> darray(2, 0, 5, block, 0)),
        refused("gsizes=0", () -> darray(2, 0, 0, block, -1)),
        refused("psizes=2", () -> darray(2, 0, 5, whole, -1)),
        refused("psizes[0]=0", () -> emptyGrid()),
        refused("range of a long", () -> Datatype.contiguous(max, i)),
        refused("range of a long", () -> Datatype.vector(3, 1, max / 2, i)),
        refused("range of a long", () -> Datatype.hindexed(ONE, new long[] {max}, i)),
        refused("range of a long", () -> Datatype.resized(i, max, 1)),
        refused(
            "range of a long",
            () -> Datatype.hindexed(two, new long[] {Long.MIN_VALUE, max - 4}, i)),
        refused(
            "range of a long",
            () -> Datatype.subarray(new long[] {max, 2}, two, none(2), Order.C, i)));
  }

  private static Datatype emptyGrid() {
    Distribution[] hows = {Distribution.BLOCK};
    return Datatype.darray(0, 0, ONE, hows, ONE, new int[] {0}, Order.C, Datatype.INT);
  }

  private static long[] none(int n) {
    return new long[n];
  }

  /** On a grid of 2. */
  private static Datatype darray(int size, int rank, long gsize, Distribution how, long darg) {
    Distribution[] hows = {how};
    long[] dargs = {darg};
    return Datatype.darray(
        size, rank, new long[] {gsize}, hows, dargs, new int[] {2}, Order.C, Datatype.INT);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongArguments")
  void shouldNameTheArgumentWhenItIsWrong(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).toString();
    assertTrue(message.contains(part), message);
  }

  @Test
  void shouldNotChangeWhenCallerChangesHisArrays() {
    long[] lengths = {1, 1};
    long[] places = {0, 8};
    Datatype type = Datatype.hindexed(lengths, places, Datatype.INT);
    Datatype struct = Datatype.struct(lengths, places, Datatype.INT, Datatype.INT);
    lengths[1] = 7;
    places[1] = 900;
    assertEquals(12, type.flatten().trueUpperBound());
    assertEquals(12, struct.flatten().trueUpperBound());
  }
}
