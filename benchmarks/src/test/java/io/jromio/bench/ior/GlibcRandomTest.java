package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Expected numbers are those of glibc's srand and rand on Debian 12. */
final class GlibcRandomTest {

  @Test
  void shouldGiveTheNumbersOfGlibcWhenSeeded() {
    assertSequence(0, 981914693, 1804289383, 846930886, 1681692777, 1714636915, 1957747793);
    assertSequence(1, 981914693, 1804289383, 846930886, 1681692777, 1714636915, 1957747793);
    assertSequence(7, 363912548, 1045618677, 1863967299, 1272579899, 461085871, 21961325);
    assertSequence(-5, 1876765971, 1469203335, 1952330421, 2063378439, 796694348, 1716641992);
    assertSequence(573, 964383280, 706266943, 360721404, 841489142, 1921860111, 1437510344);
  }

  private static void assertSequence(int seed, int number1001, int... first) {
    GlibcRandom random = new GlibcRandom(seed);
    int[] actual = new int[first.length];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = random.next();
    }
    assertArrayEquals(first, actual, "seed=" + seed);
    for (int i = first.length; i < 1000; i++) {
      random.next();
    }
    assertEquals(number1001, random.next(), "number 1001 of seed=" + seed);
  }
}
