package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InfoTest {

  @Test
  void shouldKeepOrderOfInsertionWhenValueIsReplaced() {
    Info info = new Info().set("b", "1").set("a", "2").set("b", "3");
    assertEquals(List.of("b", "a"), info.keys());
    assertEquals(Optional.of("3"), info.get("b"));
    assertEquals(2, info.size());
  }

  @Test
  void shouldFindNothingWhenKeyDiffersInCase() {
    assertEquals(Optional.empty(), new Info().set("cb_nodes", "1").get("CB_NODES"));
  }

  @Test
  void shouldForgetKeyWhenDeleted() {
    Info info = new Info().set("a", "1").set("b", "2").delete("a");
    assertEquals(List.of("b"), info.keys());
    assertEquals(Optional.empty(), info.get("a"));
  }

  @Test
  void shouldRefuseWhenDeletedKeyIsNotThere() {
    Info info = new Info().set("a", "1");
    String message =
        assertThrows(IllegalArgumentException.class, () -> info.delete("x")).getMessage();
    assertEquals("no such info key: key=x", message);
  }

  @Test
  void shouldChangeApartWhenCopied() {
    Info info = Info.of(Map.of("a", "1"));
    Info copy = info.copy().set("b", "2");
    assertEquals(1, info.size());
    assertEquals(2, copy.size());
  }

  @Test
  void shouldAcceptLongestKeyAndValue() {
    String key = "k".repeat(255);
    String value = "v".repeat(1024);
    assertEquals(Optional.of(value), new Info().set(key, value).get(key));
    assertEquals(Optional.of(""), new Info().set("k", "").get("k"));
  }

  @Test
  void shouldRefuseWhenKeyOrValueIsTooLong() {
    Info info = new Info();
    assertRefused("length=256", info, "k".repeat(256), "v");
    assertRefused("length=0", info, "", "v");
    assertRefused("length=1025", info, "k", "v".repeat(1025));
    assertEquals(0, info.size());
  }

  private static void assertRefused(String part, Info info, String key, String value) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> info.set(key, value)).toString();
    assertTrue(message.contains(part), message);
  }
}
