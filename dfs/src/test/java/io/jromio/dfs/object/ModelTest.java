package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Epochs, keys, ranges and anchors. */
class ModelTest {

  /** From the output of a DAOS query. */
  @Test
  void shouldReadTheGoldenEpochs() {
    Instant first = Instant.parse("2025-05-09T13:50:54.426841088Z");
    assertEquals(first, Hlc.time(0x1e7ed8192c200000L));
    assertEquals(0x1e7ed8192c200000L, Hlc.epoch(first));
    assertEquals(Instant.parse("2025-05-09T13:50:54.441537536Z"), Hlc.time(0x1e7ed8193a240003L));
  }

  @Test
  void shouldKeepEpochsUnsigned() {
    Instant late = Instant.parse("2050-01-01T00:00:00.000000001Z");
    assertTrue(Hlc.epoch(late) < 0);
    assertEquals(late, Hlc.time(Hlc.epoch(late)));
    assertEquals(Instant.parse("2021-01-01T00:00:00Z"), Hlc.time(0));
    assertThrows(
        IllegalArgumentException.class, () -> Hlc.epoch(Instant.parse("2020-12-31T23:59:59Z")));
    assertThrows(
        IllegalArgumentException.class, () -> Hlc.epoch(Instant.parse("2058-01-01T00:00:00Z")));
  }

  @Test
  void shouldOrderIntegerKeysByValue() {
    assertTrue(Key.of(1).compareTo(Key.of(256)) < 0);
    assertTrue(Key.of(Long.MAX_VALUE).compareTo(Key.of(-1)) < 0, "unsigned");
    assertEquals(-5, Key.of(-5).number());
    assertEquals(8, Key.of(1).length());
    assertThrows(IllegalStateException.class, () -> Key.of("seven77").number());
  }

  @Test
  void shouldCopyTheBytesOfKeys() {
    byte[] bytes = {1, 2, 3};
    Key key = Key.of(bytes);
    bytes[0] = 9;
    key.bytes()[1] = 9;
    assertArrayEquals(new byte[] {1, 2, 3}, key.bytes());
    assertEquals(key, Key.of(MemorySegment.ofArray(new byte[] {1, 2, 3})));
    assertEquals(key.hashCode(), Key.of(new byte[] {1, 2, 3}).hashCode());
    assertNotEquals(key, Key.of(bytes));
  }

  @Test
  void shouldBoundKeys() {
    assertEquals(Key.MAX, Key.of(new byte[Key.MAX]).length());
    assertThrows(IllegalArgumentException.class, () -> Key.of(new byte[Key.MAX + 1]));
    assertThrows(IllegalArgumentException.class, () -> Key.of(""));
  }

  @Test
  void shouldPrintKeys() {
    assertEquals("ior.dat", Key.of("ior.dat").toString());
    assertEquals("#17", Key.of(17).toString());
    assertEquals("key[3]", Key.of(new byte[] {0, 1, 2}).toString());
    assertEquals("größe", Key.of("größe").text());
  }

  @Test
  void shouldFindTheMemoryOfRanges() {
    MemorySegment memory = MemorySegment.ofArray(new byte[100]);
    ByteRanges ranges =
        new ByteRanges(new long[] {50, 7}, new long[] {10, 0}, memory, new long[] {90, 100});
    assertEquals(2, ranges.count());
    assertEquals(10, ranges.total());
    assertEquals(10, ranges.memory(0).byteSize());
    assertEquals(0, ranges.memory(1).byteSize());
    assertEquals(100, ByteRanges.of(3, memory).total());
  }

  @Test
  void shouldRefuseRangesOutsideArrayOrMemory() {
    MemorySegment memory = MemorySegment.ofArray(new byte[10]);
    refuse(new long[] {0, 1}, new long[] {1}, memory, new long[] {0});
    refuse(new long[] {-1}, new long[] {1}, memory, new long[] {0});
    refuse(new long[] {0}, new long[] {-1}, memory, new long[] {0});
    refuse(new long[] {Long.MAX_VALUE}, new long[] {1}, memory, new long[] {0});
    refuse(new long[] {0}, new long[] {5}, memory, new long[] {6});
    refuse(new long[] {0}, new long[] {5}, memory, new long[] {-1});
    refuse(new long[] {0}, new long[] {11}, memory, new long[] {0});
  }

  private static void refuse(long[] offsets, long[] lengths, MemorySegment memory, long[] places) {
    assertThrows(
        IllegalArgumentException.class, () -> new ByteRanges(offsets, lengths, memory, places));
  }

  @Test
  void shouldKeepAnchorsApart() {
    assertNotEquals(Anchor.start(), Anchor.end());
    assertEquals(Anchor.at(new byte[] {1}), Anchor.at(new byte[] {1}));
    assertTrue(Anchor.start().position().isEmpty() && !Anchor.start().isEnd());
    assertThrows(IllegalArgumentException.class, () -> Anchor.at(new byte[0]));
    assertThrows(IllegalArgumentException.class, () -> Anchor.at(new byte[Anchor.MAX + 1]));
    assertTrue(Anchor.MAX >= Key.MAX + 2);
  }

  @Test
  void shouldFindErrorsByNumber() {
    for (Der der : Der.values()) {
      assertEquals(der, Der.of(der.code()));
      assertTrue(der.code() < 0 && der.errno() > 0);
    }
    assertEquals("DER_EP_RO", Der.READ_ONLY.label());
    assertEquals("DER_NONEXIST(-1005): no", new StoreException(Der.NONEXIST, "no").toString());
  }
}
