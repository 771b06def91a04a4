package io.jromio.dfs.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.client.Batch.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchTest {
  private static final long MIB = 1 << 20;

  private static Weight[] weights(int count, Weight each) {
    Weight[] weights = new Weight[count];
    Arrays.fill(weights, each);
    return weights;
  }

  @Test
  void shouldKeepOneRequestForEachTargetWhenAllIsSmall() {
    List<Batch> plan = Batch.plan(new int[] {2, 0, 2, 1, 0}, weights(5, new Weight(100, 0, 1, 0)));
    assertEquals(3, plan.size());
    for (Batch batch : plan) {
      int[] expected =
          switch (batch.target()) {
            case 0 -> new int[] {1, 4};
            case 1 -> new int[] {3};
            default -> new int[] {0, 2};
          };
      assertArrayEquals(expected, batch.positions());
    }
  }

  @Test
  void shouldNeverCutADkey() {
    List<Batch> plan = Batch.plan(new int[2], weights(2, new Weight(60 * MIB, 0, 100_000, 0)));
    assertEquals(2, plan.size());
  }

  @Test
  void shouldBoundBytesRangesAndValues() {
    assertEquals(3, Batch.plan(new int[9], weights(9, new Weight(MIB + 1, 0, 1, 0))).size());
    assertEquals(2, Batch.plan(new int[9], weights(9, new Weight(9, 0, 600, 0))).size());
    assertEquals(2, Batch.plan(new int[9], weights(9, new Weight(0, 0, 0, MIB))).size());
    assertEquals(3, Batch.plan(new int[9000], weights(9000, Weight.NONE)).size());
    assertEquals(List.of(), Batch.plan(new int[0], new Weight[0]));
  }

  @Test
  void shouldCarryEveryDkeyOnceInOrder() {
    long seed = System.nanoTime();
    System.out.println("BatchTest seed=" + seed);
    Random random = new Random(seed);
    int count = 5000;
    int[] targets = new int[count];
    Weight[] weights = new Weight[count];
    for (int i = 0; i < count; i++) {
      targets[i] = random.nextInt(5);
      weights[i] = new Weight(random.nextInt(200_000), 0, random.nextInt(50), 0);
    }
    boolean[] seen = new boolean[count];
    List<Integer> last = new ArrayList<>(List.of(-1, -1, -1, -1, -1));
    for (Batch batch : Batch.plan(targets, weights)) {
      Weight sum = Weight.NONE;
      for (int position : batch.positions()) {
        assertEquals(targets[position], batch.target());
        assertTrue(last.get(batch.target()) < position && !seen[position]);
        last.set(batch.target(), position);
        seen[position] = true;
        sum = sum.plus(weights[position]);
      }
      assertEquals(sum, batch.weight());
      assertTrue(sum.bytes() <= 4 * MIB && sum.ranges() <= 4096);
    }
    for (boolean one : seen) {
      assertTrue(one);
    }
  }
}
