package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RomioHintsTest {

  static List<Hint<?>> all() {
    return RomioHints.all();
  }

  @ParameterizedTest
  @CsvSource({
    "cb_buffer_size, 16777216",
    "cb_config_list, *:1",
    "cb_nodes, 0",
    "ind_rd_buffer_size, 4194304",
    "ind_wr_buffer_size, 524288",
    "romio_cb_alltoall, automatic",
    "romio_cb_ds_threshold, 0",
    "romio_cb_fr_alignment, 1",
    "romio_cb_fr_types, aar",
    "romio_cb_pfr, disable",
    "romio_cb_read, automatic",
    "romio_cb_write, automatic",
    "romio_daos_chunk_size, 0",
    "romio_daos_obj_class, OC_UNKNOWN",
    "romio_ds_read, automatic",
    "romio_ds_write, automatic",
    "romio_min_fdomain_size, 0",
    "romio_no_indep_rw, false",
    "romio_synchronized_flush, disabled",
    "start_iodevice, 0",
    "striping_factor, 0",
    "striping_unit, 0",
    "romio_filesystem_type, ''",
    "romio_aggregator_list, ''"
  })
  void shouldHaveTheDefaultOfRomio(String key, String text) {
    assertEquals(text, defaultText(hint(key)));
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldGetItsDefaultBackWhenParsed(Hint<?> hint) {
    assertEquals(hint.defaultValue(), hint.parse(defaultText(hint)));
    assertFalse(hint.doc().isBlank());
    assertFalse(hint.expected().isBlank());
  }

  @Test
  void shouldHaveEachKeyOnce() {
    Set<String> keys = new HashSet<>();
    for (Hint<?> hint : RomioHints.all()) {
      hint.keys().forEach(key -> assertTrue(keys.add(key), key));
    }
    assertEquals(28, keys.size());
  }

  @Test
  void shouldLeaveOutOfAgreementWhatConcernsOneRankOnly() {
    assertEquals(
        Set.of(
            "ind_rd_buffer_size",
            "ind_wr_buffer_size",
            "romio_ds_read",
            "romio_filesystem_type",
            "romio_aggregator_list",
            "jromio_mapped_io",
            "jromio_cb_io_thread"),
        keys(RomioHints.all().stream().filter(hint -> !hint.mustAgree()).toList()));
  }

  @Test
  void shouldTakeAggregatorsAndLayoutAtOpenOnly() {
    assertEquals(
        Set.of(
            "cb_nodes",
            "jromio_cb_shared_memory",
            "jromio_cb_io_thread",
            "cb_config_list",
            "striping_unit",
            "striping_factor",
            "start_iodevice",
            "romio_daos_chunk_size",
            "romio_daos_obj_class"),
        keys(RomioHints.all().stream().filter(Hint::openOnly).toList()));
  }

  @ParameterizedTest
  @CsvSource({
    "cb_buffer_size, 1, 1",
    "cb_buffer_size, 16777216, 16777216",
    "cb_buffer_size, 16M, 16777216",
    "cb_buffer_size, 16m, 16777216",
    "cb_buffer_size, 4K, 4096",
    "cb_buffer_size, 3g, 3221225472",
    "cb_buffer_size, 1T, 1099511627776",
    "cb_buffer_size, 1024T, 1125899906842624",
    "cb_buffer_size, ' 47008\t', 47008",
    "cb_nodes, 2147483647, 2147483647",
    "romio_cb_ds_threshold, 100, 100",
    "romio_min_fdomain_size, 0, 0",
    "striping_factor, -1, -1",
    "romio_cb_read, ENABLE, enable",
    "romio_cb_read, Requested, enable",
    "romio_cb_write, disable, disable",
    "romio_ds_write, disabled, disable",
    "romio_ds_read, AUTOMATIC, automatic",
    "romio_synchronized_flush, disable, disabled",
    "romio_synchronized_flush, DISABLED, disabled",
    "romio_synchronized_flush, enable, enable",
    "romio_no_indep_rw, TRUE, true",
    "romio_no_indep_rw, false, false",
    "romio_cb_fr_types, 0, aar",
    "romio_cb_fr_types, -1, fsz",
    "romio_cb_fr_types, FSZ, fsz",
    "romio_cb_fr_types, 1M, 1048576",
    "cb_config_list, 'a:2,*:*', 'a:2,*:*'",
    "romio_daos_obj_class, RP_2G1, RP_2G1"
  })
  void shouldPrintCanonicalTextWhenParsed(String key, String text, String canonical) {
    assertEquals(canonical, canonical(hint(key), text));
    assertEquals(canonical, canonical(hint(key), canonical));
  }

  @ParameterizedTest
  @CsvSource({
    "cb_buffer_size, 0",
    "cb_buffer_size, -1",
    "cb_buffer_size, ''",
    "cb_buffer_size, abc",
    "cb_buffer_size, M",
    "cb_buffer_size, 4MB",
    "cb_buffer_size, 4 M",
    "cb_buffer_size, 1.5M",
    "cb_buffer_size, 0x10",
    "cb_buffer_size, 1025T",
    "cb_buffer_size, 16777216T",
    "cb_buffer_size, 9223372036854775807",
    "cb_buffer_size, 9223372036854775808",
    "cb_buffer_size, 18014398509481985K",
    "ind_rd_buffer_size, 0",
    "ind_wr_buffer_size, 0",
    "cb_nodes, -1",
    "cb_nodes, 2147483648",
    "romio_cb_ds_threshold, 101",
    "romio_cb_ds_threshold, -1",
    "romio_cb_fr_alignment, 0",
    "romio_cb_fr_types, -2",
    "romio_cb_fr_types, usr",
    "romio_min_fdomain_size, -1",
    "striping_unit, -1",
    "striping_factor, -2",
    "romio_cb_read, true",
    "romio_cb_read, 1",
    "romio_cb_read, ''",
    "romio_no_indep_rw, 1",
    "romio_no_indep_rw, yes",
    "romio_no_indep_rw, enable",
    "cb_config_list, '*x'"
  })
  void shouldNameKeyValueAndExpectationWhenMalformed(String key, String text) {
    Hint<?> hint = hint(key);
    String message =
        assertThrows(IllegalArgumentException.class, () -> hint.parse(text)).getMessage();
    assertEquals("hint %s=%s: expected %s".formatted(key, text, hint.expected()), message);
  }

  private static Hint<?> hint(String key) {
    return RomioHints.all().stream().filter(h -> h.key().equals(key)).findFirst().orElseThrow();
  }

  private static Set<String> keys(List<Hint<?>> hints) {
    return hints.stream().map(Hint::key).collect(Collectors.toCollection(TreeSet::new));
  }

  private static <T> String defaultText(Hint<T> hint) {
    return hint.format(hint.defaultValue());
  }

  private static <T> String canonical(Hint<T> hint, String text) {
    return hint.format(hint.parse(text));
  }
}
