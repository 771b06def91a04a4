package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldFollowTheFormulaWhenBlocksAreSequential(int tasks) {
    Layout layout = new Layout(tasks, 35, 7, 3);
    for (long s = 0; s < 3; s++) {
      for (int r = 0; r < tasks; r++) {
        SegmentOrder order = SegmentOrder.sequential(layout, r);
        assertEquals(5, order.count());
        for (long i = 0; i < 5; i++) {
          assertEquals(
              s * (tasks * 35L) + r * 35L + i * 7,
              s * layout.segmentSize() + order.offset(i),
              "segment=%d rank=%d transfer=%d".formatted(s, r, i));
        }
      }
    }
    assertEquals(3L * tasks * 35, layout.fileSize());
  }

  @Test
  void shouldStartEveryBlockAt0WhenEachRankHasItsFile() {
    Layout layout = new Layout(1, 32, 8, 2);
    assertEquals(0, SegmentOrder.sequential(layout, 6).offset(0));
    assertEquals(64, layout.fileSize());
  }

  @Test
  void shouldRefuseWhenBlockIsNoMultipleOfTransfer() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> new Layout(1, 4 << 20, 3 << 20, 1));
    assertTrue(String.valueOf(e.getMessage()).contains("blockSize=4194304"), e::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldDealEveryTransferToOneRankWhenOffsetsAreShuffled(int tasks) {
    Layout layout = new Layout(tasks, 10 * 13, 13, 2);
    int seed = 20261120 + tasks;
    BitSet dealt = new BitSet();
    for (int r = 0; r < tasks; r++) {
      SegmentOrder order = SegmentOrder.shuffled(layout, r, seed);
      SegmentOrder again = SegmentOrder.shuffled(layout, r, seed);
      assertEquals(order.count(), again.count());
      for (long i = 0; i < order.count(); i++) {
        assertEquals(order.offset(i), again.offset(i));
        assertEquals(0, order.offset(i) % 13);
        int transfer = (int) (order.offset(i) / 13);
        assertTrue(
            !dealt.get(transfer), "dealt twice: transfer=%d seed=%d".formatted(transfer, seed));
        dealt.set(transfer);
      }
    }
    assertEquals(10 * tasks, dealt.cardinality(), "seed=" + seed);
  }

  /** The C program's order, printed by it for 2 ranks, -b 128k -t 16k --random-offset-seed=42. */
  @Test
  void shouldVisitOffsetsInTheOrderOfTheCProgramWhenSeedIsEqual() {
    Layout layout = new Layout(2, 131072, 16384, 1);
    assertArrayEquals(ORDER_RANK_0, offsets(SegmentOrder.shuffled(layout, 0, 42)));
    assertArrayEquals(ORDER_RANK_1, offsets(SegmentOrder.shuffled(layout, 1, 42)));
    Layout own = new Layout(1, 131072, 16384, 1);
    assertArrayEquals(ORDER_OWN_FILE_1, offsets(SegmentOrder.shuffled(own, 1, 42)));
  }

  private static final long[] ORDER_RANK_0 = {
    81920, 229376, 212992, 0, 16384, 65536, 163840, 114688, 245760
  };
  private static final long[] ORDER_RANK_1 = {131072, 32768, 147456, 98304, 180224, 49152, 196608};
  private static final long[] ORDER_OWN_FILE_1 = {
    0, 16384, 49152, 114688, 65536, 98304, 81920, 32768
  };

  private static long[] offsets(SegmentOrder order) {
    long[] offsets = new long[(int) order.count()];
    Arrays.setAll(offsets, order::offset);
    return offsets;
  }
}
