package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HintFileTest {

  /** The file of ROMIO's own test of system hints. */
  @Test
  void shouldReadTheFileOfRomiosTest() {
    assertEquals(
        Map.of(
            "romio_cb_read", List.of("enable"),
            "romio_cb_write", List.of("enable"),
            "ind_rd_buffer_size", List.of("49", "60"),
            "romio_no_indep_rw", List.of("true")),
        entries(
            """
            romio_cb_read enable
            romio_cb_write enable
            # the second value of a key does not count
            ind_rd_buffer_size 49
            ind_rd_buffer_size 60
            romio_no_indep_rw true
            """));
  }

  @Test
  void shouldIgnoreBlanksTabsAndLineEnds() {
    Map<String, List<String>> expected =
        Map.of("cb_nodes", List.of("2"), "cb_config_list", List.of("a:1,*:2"));
    assertEquals(expected, entries("cb_nodes 2\ncb_config_list a:1,*:2\n"));
    assertEquals(expected, entries("cb_nodes 2\ncb_config_list a:1,*:2"));
    assertEquals(expected, entries("cb_nodes\t 2\r\n\r\n  cb_config_list a:1,*:2\t\r\n"));
    assertEquals(expected, entries("\uFEFFcb_nodes 2\n \t \ncb_config_list   a:1,*:2"));
  }

  @Test
  void shouldIgnoreComments() {
    assertEquals(
        Map.of("cb_nodes", List.of("2"), "k", List.of("v#w")),
        entries("#cb_nodes 1\n # cb_nodes 3 4\n#\ncb_nodes 2 # of 4\nk v#w\n"));
  }

  @Test
  void shouldBeEmptyWhenThereIsNoText() {
    assertEquals(Map.of(), entries(""));
    assertEquals(Map.of(), HintFile.none().entries(new ArrayList<>()));
  }

  @Test
  void shouldRejectTheLineWhenItHasNotTwoWords() {
    List<RejectedHint> rejected = new ArrayList<>();
    HintFile file =
        new HintFile(
            Origin.HINTS_FILE,
            "cb_nodes 2 cb_buffer_size 1M\r\nromio_cb_read # off\n\nromio_cb_write enable\n",
            List.of());
    assertEquals(Map.of("romio_cb_write", List.of("enable")), file.entries(rejected));
    assertEquals(
        List.of(
            new RejectedHint(
                "cb_nodes",
                "2 cb_buffer_size 1M",
                Origin.HINTS_FILE,
                "one key and one value on line 1"),
            new RejectedHint(
                "romio_cb_read", "", Origin.HINTS_FILE, "one key and one value on line 2")),
        rejected);
  }

  @Test
  void shouldBeEqualWhenDecodedOnAnotherRank() {
    HintFile file =
        new HintFile(Origin.HINTS_FILE, "romio_cb_read enable\r\n# é\n", List.of("w1", "", "w2"));
    assertEquals(file, HintFile.decode(file.encode()));
    assertEquals(HintFile.none(), HintFile.decode(HintFile.none().encode()));
  }

  private static Map<String, List<String>> entries(String text) {
    List<RejectedHint> rejected = new ArrayList<>();
    Map<String, List<String>> entries =
        new HintFile(Origin.HINTS_FILE, text, List.of()).entries(rejected);
    assertEquals(List.of(), rejected);
    return entries;
  }
}
