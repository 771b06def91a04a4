package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Expected owners are those whose files the C program opened, with 5 ranks. */
final class TaskOrderTest {
  private static final Placement ONE_NODE = Placement.of("a", "a", "a", "a", "a");
  private static final Placement THREE_NODES = Placement.of("a", "a", "b", "b", "c");

  private static int[] readOwners(Placement placement, int repetition, String... args) {
    TaskOrder order = new TaskOrder(IorOptions.parse(args), placement);
    int[] owners = new int[placement.tasks()];
    Arrays.setAll(owners, rank -> order.readOwner(rank, repetition));
    return owners;
  }

  private static int[] checkOwners(Placement placement, String... args) {
    TaskOrder order = new TaskOrder(IorOptions.parse(args), placement);
    int[] owners = new int[placement.tasks()];
    Arrays.setAll(owners, order::checkOwner);
    return owners;
  }

  @Test
  void shouldReadItsOwnWhenNothingIsReordered() {
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, readOwners(THREE_NODES, 0));
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, checkOwners(THREE_NODES));
  }

  @Test
  void shouldSkipNodesWhenOffsetIsConstant() {
    assertArrayEquals(new int[] {0, 1, 2, 3, 4}, readOwners(ONE_NODE, 0, "-C"));
    assertArrayEquals(new int[] {2, 3, 4, 0, 1}, readOwners(THREE_NODES, 0, "-C"));
    assertArrayEquals(new int[] {4, 0, 1, 2, 3}, readOwners(THREE_NODES, 0, "-C", "-Q", "2"));
    assertArrayEquals(new int[] {4, 0, 1, 2, 3}, checkOwners(THREE_NODES, "-C"));
  }

  @Test
  void shouldSkipOneRankWhenRanksAreDealtToNodesInTurn() {
    Placement inTurn = Placement.of("a", "b", "a", "b");
    assertArrayEquals(new int[] {1, 2, 3, 0}, readOwners(inTurn, 0, "-C"));
    assertArrayEquals(new int[] {2, 3, 0, 1}, checkOwners(inTurn, "-C"));
  }

  @Test
  void shouldDrawTheOwnersOfTheCProgramWhenOffsetIsRandom() {
    assertArrayEquals(new int[] {1, 2, 2, 4, 1}, readOwners(ONE_NODE, 0, "-Z", "-X", "3"));
    assertArrayEquals(new int[] {3, 4, 4, 0, 1}, readOwners(THREE_NODES, 0, "-Z", "-X", "3"));
    assertArrayEquals(new int[] {1, 2, 2, 4, 1}, readOwners(ONE_NODE, 0, "-Z", "-X", "-3"));
    assertArrayEquals(new int[] {1, 1, 3, 0, 0}, readOwners(ONE_NODE, 1, "-Z", "-X", "-3"));
  }

  @Test
  void shouldShuffleLikeTheCProgramWhenZIsGivenTwice() {
    assertArrayEquals(new int[] {1, 2, 0, 3, 4}, readOwners(ONE_NODE, 0, "-Z", "-Z", "-X", "3"));
    assertArrayEquals(new int[] {1, 4, 3, 2, 0}, readOwners(THREE_NODES, 1, "-ZZ", "-X", "-3"));
  }

  @Test
  void shouldCountNodesByNameWhenPlaced() {
    assertEquals(new Placement(5, 3, 2, true, "a"), THREE_NODES);
    assertEquals(new Placement(1, 1, 1, true, "x"), Placement.of("x"));
    assertEquals(new Placement(3, 2, 2, false, "a"), Placement.of("a", "b", "a"));
  }
}
