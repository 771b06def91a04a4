package io.jromio.bench.ior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class DataPatternTest {

  private static byte[] filled(int seed, int writer, int size) {
    byte[] bytes = new byte[size];
    new DataPattern(seed).fill(MemorySegment.ofArray(bytes), writer);
    return bytes;
  }

  @Test
  void shouldPutWriterAboveSeedPlusIndexWhenFillingWords() {
    assertArrayEquals(
        HexFormat.of().parseHex("4d00000003000000" + "4e00000003000000"), filled(77, 3, 16));
  }

  @Test
  void shouldNumberTheBytesOfTheTailWhenSizeIsNoMultipleOf8() {
    assertArrayEquals(HexFormat.of().parseHex("0500000000000000" + "08090a"), filled(5, 0, 11));
    assertArrayEquals(HexFormat.of().parseHex("000102"), filled(5, 9, 3));
    assertArrayEquals(new byte[0], filled(5, 9, 0));
    byte[] tail = filled(1, 2, 2055);
    assertEquals((byte) 2054, tail[2054]);
  }

  @Test
  void shouldExtendTheSignWhenSeedIsNegative() {
    assertArrayEquals(
        HexFormat.of().parseHex("feffffffffffffff" + "ffffffffffffffff" + "0000000001000000"),
        filled(-2, 1, 24));
  }

  @Test
  void shouldCarryIntoTheWriterWhenSeedPlusIndexExceeds32Bits() {
    byte[] bytes = filled(Integer.MAX_VALUE, 1, 16);
    assertArrayEquals(HexFormat.of().parseHex("ffffff7f01000000" + "0000008001000000"), bytes);
  }

  @Test
  void shouldNameOffsetExpectedAndFoundWhenAByteIsWrong() {
    try (Arena arena = Arena.ofConfined()) {
      DataCheck check = new DataCheck(new DataPattern(77), arena, 19);
      byte[] good = filled(77, 4, 19);
      check.compare(MemorySegment.ofArray(good), "f", 1000, 4);
      assertEquals(0, check.wrong());
      good[9] = (byte) 0xfe;
      good[18] = 1;
      check.compare(MemorySegment.ofArray(good), "f", 1000, 4);
      assertEquals(1, check.wrong());
      assertEquals(
          "file=f offset=1009 expected=0x00 found=0xfe writer=4", check.findings().getFirst());
    }
  }

  @Test
  void shouldCountAllAndListTheFirstWhenManyTransfersAreWrong() {
    try (Arena arena = Arena.ofConfined()) {
      DataCheck check = new DataCheck(new DataPattern(1), arena, 8);
      MemorySegment spoiled = arena.allocate(8);
      DataCheck.spoil(spoiled);
      for (int i = 0; i < 1000; i++) {
        check.compare(spoiled, "f", 8L * i, i % 3);
      }
      assertEquals(1000, check.wrong());
      assertTrue(check.findings().size() <= 10, () -> "listed=" + check.findings().size());
    }
  }
}
