package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@SuppressWarnings("StringConcatToTextBlock") // Blanks at the ends of lines count.
final class TextTableTest {

  @Test
  void shouldFillEveryCellWhenPrinted() {
    TextTable table = new TextTable("Name", "Value").add("description", "wind").add("x");
    assertEquals(
        "Name        Value \n"
            + "----        ----- \n"
            + "description wind  \n"
            + "x           None  \n",
        table.toString());
  }

  @Test
  void shouldPutColonsBehindTheLongestKeyWhenOneAsLongAlmostCameBefore() {
    Map<String, String> block = new LinkedHashMap<>();
    block.put("Container UUID", "e1870f74");
    block.put("Container Label", "c");
    block.put("Container Type", "POSIX");
    assertEquals(
        "  Container UUID : e1870f74     \n"
            + "  Container Label: c            \n"
            + "  Container Type : POSIX        \n"
            + "\n",
        TextTable.entity(block));
  }

  @Test
  void shouldPutColonsOneFurtherWhenTheLongestKeyIsMuchLonger() {
    Map<String, String> block = new LinkedHashMap<>();
    block.put("Key", "1");
    block.put("Longest key", "2");
    assertEquals(
        "  Key         : 1         \n  Longest key : 2         \n\n", TextTable.entity(block));
  }

  @Test
  void shouldCountCharactersAndNotUnitsWhenFilling() {
    assertEquals(
        "A  B \n-  - \n\uD83D\uDE00  x \nab y \n",
        new TextTable("A", "B").add("\uD83D\uDE00", "x").add("ab", "y").toString());
  }
}
