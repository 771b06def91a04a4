package io.jromio.adio.datatype;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datatypes against their type maps, spelled out by MPI's definitions. */
final class RandomDatatypeTest {
  private static final int ROUNDS = Integer.getInteger("jromio.rounds", 4000);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldMatchTypeMapWhenTypesNestAtRandom(boolean ascending) {
    long seed = System.nanoTime();
    System.out.println("RandomDatatypeTest seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      RandomType pair = RandomType.next(random, ascending);
      String what = "seed=%d round=%d type=%s".formatted(seed, round, pair.type());
      checkBounds(pair, what);
      FlatType flat = pair.type().flatten();
      assertArrayEquals(pair.map().bytes(), expand(flat), what);
      checkProperties(flat, pair.map().bytes(), what);
    }
  }

  private static void checkBounds(RandomType pair, String what) {
    TypeMap map = pair.map();
    Datatype type = pair.type();
    assertEquals(map.size(), type.size(), what);
    assertEquals(map.lower(), type.lowerBound(), what);
    assertEquals(map.extent(), type.extent(), what);
    assertEquals(map.upper(), type.upperBound(), what);
    assertEquals(map.trueLower(), type.trueLowerBound(), what);
    assertEquals(map.trueUpper() - map.trueLower(), type.trueExtent(), what);
    assertEquals(map.size(), type.flatten().size(), what);
    assertEquals(map.lower(), type.flatten().lowerBound(), what);
    assertEquals(map.extent(), type.flatten().extent(), what);
    assertEquals(map.trueLower(), type.flatten().trueLowerBound(), what);
    assertEquals(map.trueUpper(), type.flatten().trueUpperBound(), what);
  }

  private static long[] expand(FlatType flat) {
    long[] bytes = new long[(int) flat.size()];
    int n = 0;
    for (int i = 0; i < flat.strips(); i++) {
      assertEquals(n, flat.dataOffset(i));
      for (long block = 0; block < flat.count(i); block++) {
        for (long b = 0; b < flat.length(i); b++) {
          bytes[n++] = flat.offset(i) + block * flat.stride(i) + b;
        }
      }
    }
    assertEquals(n, bytes.length);
    return bytes;
  }

  private static void checkProperties(FlatType flat, long[] bytes, String what) {
    boolean monotonic = true;
    boolean sorted = true;
    long blocks = bytes.length == 0 ? 0 : 1;
    long lastStart = bytes.length == 0 ? 0 : bytes[0];
    for (int i = 1; i < bytes.length; i++) {
      monotonic &= bytes[i] > bytes[i - 1];
      if (bytes[i] != bytes[i - 1] + 1) {
        sorted &= bytes[i] >= lastStart;
        lastStart = bytes[i];
        blocks++;
      }
    }
    assertEquals(monotonic, flat.isMonotonic(), what);
    assertEquals(sorted, flat.isSorted(), what);
    assertEquals(blocks, flat.blocks(), what);
    for (int i = 0; i < bytes.length; i++) {
      assertEquals(bytes[i], flat.offsetAt(i), what);
      if (monotonic) {
        assertEquals(i, flat.dataBelow(bytes[i]), what);
        assertEquals(i + 1, flat.dataBelow(bytes[i] + 1), what);
      }
    }
  }
}
