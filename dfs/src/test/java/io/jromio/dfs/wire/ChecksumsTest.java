package io.jromio.dfs.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.dfs.object.ByteRanges;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChecksumsTest {

  /** RFC 3720, appendix B.4, and the check value of the polynomial. */
  @Test
  void shouldMatchThePublishedSums() {
    assertEquals(0x8a9136aa, Checksums.of(new byte[32]));
    byte[] ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    assertEquals(0x62a8ab43, Checksums.of(MemorySegment.ofArray(ones)));
    assertEquals(0xe3069283, Checksums.of("123456789".getBytes(StandardCharsets.US_ASCII)));
    assertEquals(0, Checksums.of(new byte[0]));
  }

  @Test
  void shouldCutAtMultiplesOfTheChunkOfTheArray() {
    Checksums sums = new Checksums(1024);
    assertEquals(0, sums.pieces(1024, 0));
    assertEquals(1, sums.pieces(1024, 1024));
    assertEquals(2, sums.pieces(1023, 2));
    assertEquals(3, sums.pieces(1023, 1026));
    assertEquals(1, sums.pieces(Long.MAX_VALUE - 1, 1));
  }

  @Test
  void shouldGiveEachPieceItsOwnSum() {
    byte[] bytes = new byte[5000];
    new Random(7).nextBytes(bytes);
    MemorySegment memory = MemorySegment.ofArray(bytes);
    ByteRanges ranges =
        new ByteRanges(
            new long[] {3000, 100, 9}, new long[] {1500, 10, 0}, memory, new long[] {7, 2000, 0});
    Checksums sums = new Checksums(1024);
    int[] expected = {
      Checksums.of(memory.asSlice(7, 72)),
      Checksums.of(memory.asSlice(79, 1024)),
      Checksums.of(memory.asSlice(1103, 404)),
      Checksums.of(memory.asSlice(2000, 10))
    };
    assertArrayEquals(expected, sums.of(ranges));
  }

  @Test
  void shouldRefuseChunksThatAreNoPowerOfTwo() {
    for (long chunk : new long[] {0, -1024, 1000}) {
      assertThrows(IllegalArgumentException.class, () -> new Checksums(chunk));
    }
  }
}
