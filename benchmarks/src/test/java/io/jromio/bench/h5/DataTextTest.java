package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.StringCharset;
import io.jromio.h5vol.model.StringPadding;
import io.jromio.h5vol.model.StringType;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DataTextTest {
  private static final ElementText TEXT = new ElementText(token -> "OBJECT " + token.value());

  private static String lines(int indent, String[] elements, long... shape) {
    StringWriter out = new StringWriter();
    DataText data = new DataText(new PrintWriter(out), indent, shape);
    for (String element : elements) {
      data.add(element);
    }
    return out.toString();
  }

  @Test
  void shouldBeginALineWhenRowBegins() {
    assertEquals(
        "   (0,0): 1, 2,\n   (1,0): 3, 4\n", lines(3, new String[] {"1", "2", "3", "4"}, 2, 2));
    assertEquals("(0): 7\n", lines(0, new String[] {"7"}));
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 9, 24})
  void shouldBreakTheLineWhenMarginWouldBeCrossed(int indent) {
    int used = indent + "(0): ".length() + ", ".length() + 1;
    String fits = "x".repeat(77 - used);
    assertEquals(1, lines(indent, new String[] {fits, "y"}, 2).lines().count());
    assertEquals(2, lines(indent, new String[] {fits + "x", "y"}, 2).lines().count());
  }

  private static String string(byte[] content, StringPadding padding, StringCharset charset) {
    StringType type = new StringType(content.length, padding, charset);
    Elements elements = new Elements(type, MemorySegment.ofArray(content), new Blobs());
    return TEXT.text(elements, 0, 0);
  }

  @Test
  void shouldShowWhatPadsWhenStringDoesNotEndAtNull() {
    byte[] content = "ab\0\0".getBytes(StandardCharsets.US_ASCII);
    assertEquals("\"ab\"", string(content, StringPadding.NULL_TERMINATED, StringCharset.ASCII));
    assertEquals(
        "\"ab\\000\\000\"", string(content, StringPadding.NULL_PADDED, StringCharset.ASCII));
  }

  @Test
  void shouldShowCharactersWhenTextIsUtf8AndNumbersOtherwise() {
    byte[] content = "h\u00e9".getBytes(StandardCharsets.UTF_8);
    assertEquals("\"h\u00e9\"", string(content, StringPadding.NULL_PADDED, StringCharset.UTF_8));
    assertEquals(
        "\"h\\37777777703\\37777777651\"",
        string(content, StringPadding.NULL_PADDED, StringCharset.ASCII));
  }

  @Test
  void shouldNameObjectsWhenElementsAreReferences() {
    byte[] content = new byte[16];
    content[8] = 5;
    Elements elements =
        new Elements(H5Type.OBJECT_REFERENCE, MemorySegment.ofArray(content), new Blobs());
    assertEquals("NULL", TEXT.text(elements, 0, 0));
    assertEquals("OBJECT 5", TEXT.text(elements, 1, 0));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 7, 10, 100, 1000})
  void shouldCoverEveryElementOnceWhenCutIntoBoxes(long limit) {
    long[][] shapes = {{}, {1}, {7}, {3, 5}, {4, 1, 6}, {2, 3, 4}, {0, 3}};
    for (long[] shape : shapes) {
      for (long chunk = 1; chunk <= 3; chunk++) {
        cover(shape, chunk, limit);
      }
    }
  }

  private static void cover(long[] shape, long chunk, long limit) {
    Dataspace space = Dataspace.of(shape);
    long[] unit = new long[shape.length];
    Arrays.fill(unit, chunk);
    Boxes boxes = new Boxes(space, unit, limit);
    int[] seen = new int[(int) space.elements()];
    long expected = 0;
    while (boxes.hasNext()) {
      Boxes.Box box = boxes.next();
      long elements = box.space().elements();
      long most = Math.max(limit, (long) Math.pow((double) chunk, shape.length));
      assertEquals(true, elements <= most, "box of %d, limit %d".formatted(elements, limit));
      for (long n = 0; n < elements; n++) {
        int index = index(shape, box, n);
        seen[index]++;
        if (chunk == 1) {
          assertEquals(expected++, index, "order");
        }
      }
    }
    int[] once = new int[seen.length];
    Arrays.fill(once, 1);
    assertEquals(Arrays.toString(once), Arrays.toString(seen));
  }

  private static int index(long[] shape, Boxes.Box box, long n) {
    long rest = n;
    long index = 0;
    long stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      index += (box.start()[d] + rest % box.count()[d]) * stride;
      rest /= box.count()[d];
      stride *= shape[d];
    }
    return (int) index;
  }
}
