package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HintsTest {

  @Test
  void shouldFallBackToTheDefaultWhenAValueIsRejectedLater() {
    Hints hints = resolve("romio_daos_obj_class", "NIX").reject(DfsHints.OBJECT_CLASS, "a class");
    assertEquals("OC_UNKNOWN", hints.get(DfsHints.OBJECT_CLASS));
    assertEquals(Origin.DEFAULT, hints.origin(DfsHints.OBJECT_CLASS));
    assertEquals(
        "[hint romio_daos_obj_class=NIX (%s) rejected: expected a class]".formatted(Origin.INFO),
        hints.rejected().toString());
  }

  @Test
  void shouldGiveDefaultsWhenNothingIsKnown() {
    Hints hints = Hints.defaults();
    assertEquals(16L << 20, hints.get(RomioHints.CB_BUFFER_SIZE));
    assertEquals(Toggle.AUTOMATIC, hints.get(RomioHints.CB_WRITE));
    assertEquals(Origin.DEFAULT, hints.origin(RomioHints.CB_WRITE));
    assertEquals(List.of(), hints.rejected());
    assertEquals(List.of(), hints.warnings());
  }

  @Test
  void shouldLeaveTheOldOnesWhenOneIsReported() {
    Hints before = Hints.defaults();
    Hints after = before.with(RomioHints.STRIPING_UNIT, 4096L);
    assertEquals(4096L, after.get(RomioHints.STRIPING_UNIT));
    assertEquals(Origin.REPORTED, after.origin(RomioHints.STRIPING_UNIT));
    assertEquals(0L, before.get(RomioHints.STRIPING_UNIT));
    assertEquals(Origin.DEFAULT, before.origin(RomioHints.STRIPING_UNIT));
  }

  @Test
  void shouldKeepRejectionsAndWarningsWhenOneIsReported() {
    Hints hints =
        resolve("cb_nodes", "x", "romio_no_indep_rw", "true", "romio_cb_read", "disable")
            .with(RomioHints.CB_NODES, 2L);
    assertEquals(1, hints.rejected().size());
    assertEquals(1, hints.warnings().size());
  }

  @Test
  void shouldRefuseToReportWhatTheHintDoesNotAllow() {
    Hints hints = Hints.defaults();
    assertThrows(IllegalArgumentException.class, () -> hints.with(RomioHints.CB_BUFFER_SIZE, 0L));
    assertThrows(
        IllegalArgumentException.class,
        () -> hints.with(RomioHints.AGGREGATOR_LIST, "1 ".repeat(600)));
  }

  @Test
  void shouldListWhatRomioListsWhenFileIsOpened() {
    Info info =
        Hints.defaults()
            .with(RomioHints.CB_NODES, 1L)
            .with(RomioHints.FILESYSTEM_TYPE, "UFS: a file system")
            .with(RomioHints.AGGREGATOR_LIST, CbConfigList.format(new int[] {0}))
            .toInfo();
    String listed =
        """
        cb_buffer_size = 16777216
        romio_cb_read = automatic
        romio_cb_write = automatic
        cb_nodes = 1
        romio_no_indep_rw = false
        romio_cb_pfr = disable
        romio_cb_fr_types = aar
        romio_cb_fr_alignment = 1
        romio_cb_ds_threshold = 0
        romio_cb_alltoall = automatic
        ind_rd_buffer_size = 4194304
        ind_wr_buffer_size = 524288
        romio_ds_read = automatic
        romio_ds_write = automatic
        romio_synchronized_flush = disabled
        cb_config_list = *:1
        romio_filesystem_type = UFS: a file system
        romio_aggregator_list = 0|
        """;
    StringBuilder lines = new StringBuilder();
    for (String key : info.keys()) {
      lines.append("%s = %s\n".formatted(key, info.get(key).orElseThrow()));
    }
    assertEquals(listed.replace('|', ' '), lines.toString());
  }

  @Test
  void shouldListQuietHintsWhenGiven() {
    Info info =
        resolve("striping_factor", "8", "romio_daos_chunk_size", "1M", "striping_unit", "0")
            .toInfo();
    assertEquals(Optional.of("8"), info.get("striping_factor"));
    assertEquals(Optional.of("1048576"), info.get("romio_daos_chunk_size"));
    assertEquals(Optional.of("0"), info.get("striping_unit"));
    assertEquals(Optional.empty(), info.get("start_iodevice"));
  }

  @Test
  void shouldAgreeWhenValuesInForceAreEqual() {
    Hints given = resolve("cb_buffer_size", "16M", "romio_cb_read", "AUTOMATIC");
    assertAgree(Hints.defaults(), given);
  }

  @Test
  void shouldAgreeWhenOnlyHintsOfOneRankDiffer() {
    assertAgree(Hints.defaults(), resolve("ind_rd_buffer_size", "49", "romio_ds_read", "disable"));
    assertAgree(Hints.defaults(), Hints.defaults().with(RomioHints.FILESYSTEM_TYPE, "UFS"));
  }

  @ParameterizedTest
  @CsvSource({
    "cb_buffer_size, 1M, 1048576, 16777216",
    "cb_nodes, 4, 4, 0",
    "romio_cb_read, disable, disable, automatic",
    "romio_cb_fr_type, 8, 8, aar",
    "romio_ds_write, enable, enable, automatic",
    "cb_config_list, '*:*', *:*, *:1",
    "romio_daos_obj_class, SX, SX, OC_UNKNOWN"
  })
  void shouldNameBothValuesWhenOneRankLacksTheKey(
      String key, String text, String mine, String root) {
    Hints hints = resolve(key, text);
    Hints other = Hints.defaults();
    assertFalse(Arrays.equals(other.encode(), hints.encode()));
    String name = key.equals("romio_cb_fr_type") ? "romio_cb_fr_types" : key;
    assertEquals(
        Optional.of("hint %s=%s on rank 3, but %s on rank 0".formatted(name, mine, root)),
        hints.difference(other.encode(), 3));
    assertEquals(
        Optional.of("hint %s=%s on rank 1, but %s on rank 0".formatted(name, root, mine)),
        other.difference(hints.encode(), 1));
  }

  @Test
  void shouldNameTheFirstInOrderWhenSeveralDiffer() {
    Hints hints = resolve("cb_config_list", "é:1", "cb_nodes", "2");
    assertEquals(
        Optional.of("hint cb_nodes=2 on rank 1, but 0 on rank 0"),
        hints.difference(Hints.defaults().encode(), 1));
  }

  @Test
  void shouldGiveTheSameHintsWhenAskedTheSameAgain() {
    Hints first = resolve("cb_nodes", "3");
    assertSame(first, resolve("cb_nodes", "3"));
    assertEquals(4, resolve("cb_nodes", "4").get(RomioHints.CB_NODES));
    assertEquals(3, resolve("cb_nodes", "3").get(RomioHints.CB_NODES));
  }

  @Test
  void shouldRefuseWhenOtherBytesAreNoHints() {
    Hints hints = Hints.defaults();
    byte[] encoded = hints.encode();
    for (int length : new int[] {0, 1, 4, 5, encoded.length - 1}) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThrows(IllegalArgumentException.class, () -> hints.difference(cut, 1));
    }
    byte[] fewer = TextCodec.encode(List.of("16777216"));
    assertThrows(IllegalArgumentException.class, () -> hints.difference(fewer, 1));
  }

  private static void assertAgree(Hints root, Hints hints) {
    assertArrayEquals(root.encode(), hints.encode());
    assertEquals(Optional.empty(), hints.difference(root.encode(), 1));
  }

  private static Hints resolve(String... keysAndValues) {
    return HintResolver.resolve(HintResolverTest.info(keysAndValues), HintFile.none());
  }
}
