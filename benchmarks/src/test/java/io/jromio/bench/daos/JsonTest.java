package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {

  @Test
  void shouldIndentByTwoWhenNested() {
    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("oid", "1.0");
    inner.put("list", List.of(1, 2L));
    Map<String, Object> outer = new LinkedHashMap<>();
    outer.put("response", inner);
    outer.put("error", null);
    outer.put("empty", List.of());
    outer.put("none", Map.of());
    outer.put("yes", true);
    assertEquals(
        """
        {
          "response": {
            "oid": "1.0",
            "list": [
              1,
              2
            ]
          },
          "error": null,
          "empty": [],
          "none": {},
          "yes": true
        }\
        """,
        Json.write(outer));
  }

  @Test
  void shouldEscapeAsGoDoesWhenTextHasSpecialCharacters() {
    assertEquals(
        "\"\\\"\\\\\\n\\r\\t\\b\\f\\u0001\\u003ca\\u003e\\u0026\\u2028\\u2029\u00e4\\ufffdx\"",
        Json.write("\"\\\n\r\t\b\f\u0001<a>&\u2028\u2029\u00e4\uD83Dx"));
  }

  @Test
  void shouldKeepPairsOfSurrogatesWhenTextIsSound() {
    assertEquals("\"\uD83D\uDE00\"", Json.write("\uD83D\uDE00"));
  }

  @Test
  void shouldWriteNullWhenElementIsNull() {
    assertEquals("[\n  null\n]", Json.write(Arrays.asList((Object) null)));
  }

  @Test
  void shouldRefuseWhenTypeIsUnknown() {
    assertThrows(IllegalArgumentException.class, () -> Json.write(1.5));
  }
}
