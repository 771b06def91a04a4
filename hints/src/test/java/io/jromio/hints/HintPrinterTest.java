package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class HintPrinterTest {

  @Test
  void shouldPrintTheLinesOfRomio() {
    Hints hints =
        HintResolver.resolve(
                Info.of(Map.of("cb_config_list", "a-rather-long-host-name:2")), HintFile.none())
            .with(RomioHints.CB_NODES, 2L)
            .with(RomioHints.FILESYSTEM_TYPE, "UFS: 100% files")
            .with(RomioHints.AGGREGATOR_LIST, "0 1 ");
    String printed =
        """
        key = cb_buffer_size            value = 16777216  |
        key = romio_cb_read             value = automatic |
        key = romio_cb_write            value = automatic |
        key = cb_nodes                  value = 2         |
        key = romio_no_indep_rw         value = false     |
        key = romio_cb_pfr              value = disable   |
        key = romio_cb_fr_types         value = aar       |
        key = romio_cb_fr_alignment     value = 1         |
        key = romio_cb_ds_threshold     value = 0         |
        key = romio_cb_alltoall         value = automatic |
        key = ind_rd_buffer_size        value = 4194304   |
        key = ind_wr_buffer_size        value = 524288    |
        key = romio_ds_read             value = automatic |
        key = romio_ds_write            value = automatic |
        key = romio_synchronized_flush  value = disabled  |
        key = cb_config_list            value = a-rather-long-host-name:2|
        key = romio_filesystem_type     value = UFS: 100% files|
        key = romio_aggregator_list     value = 0 1       |
        """;
    assertEquals(printed.replace("|", ""), HintPrinter.format(hints));
  }

  @Test
  void shouldPrintHintsThatRomioLacksBehindItsOwnAndOnlyWhenGiven() {
    Hints hints =
        HintResolver.resolve(Info.of(Map.of("jromio_mapped_io", "Disable")), HintFile.none())
            .with(RomioHints.AGGREGATOR_LIST, "0 1 ");
    assertTrue(
        HintPrinter.format(hints)
            .endsWith("0 1       \nkey = jromio_mapped_io          value = disable   \n"),
        HintPrinter.format(hints));
  }
}
