package io.jromio.comm.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggedLinesTest {
  private final List<String> pieces = new ArrayList<>();
  private final ByteArrayOutputStream out =
      new ByteArrayOutputStream() {
        @Override
        public void flush() {
          pieces.add(toString(StandardCharsets.ISO_8859_1));
          reset();
        }
      };

  @Test
  void shouldPassLineInOnePieceWhenItComesInParts() throws IOException {
    TaggedLines lines = TaggedLines.tagged(3, out);
    write(lines, "he");
    write(lines, "llo\n\nwor");
    write(lines, "ld");
    assertEquals(List.of("[3] hello\n", "[3] \n"), pieces);
    lines.finish();
    lines.finish();
    assertEquals(List.of("[3] hello\n", "[3] \n", "[3] world\n"), pieces);
  }

  @Test
  void shouldKeepBytesWhenTheyAreNoText() throws IOException {
    TaggedLines lines = TaggedLines.tagged(10, out);
    write(lines, "\u00ff\u0000\u0080\r\n");
    assertEquals(List.of("[10] \u00ff\u0000\u0080\r\n"), pieces);
  }

  @Test
  void shouldNotHoldBackForeverWhenLineHasNoEnd() throws IOException {
    TaggedLines lines = TaggedLines.tagged(0, out);
    for (int i = 0; i < 65; i++) {
      write(lines, "x".repeat(1024));
    }
    assertEquals(1, pieces.size());
    assertEquals(4 + 65 * 1024 + 1, pieces.getFirst().length());
  }

  @Test
  void shouldAddNothingWhenPlain() throws IOException {
    TaggedLines lines = TaggedLines.plain(out);
    write(lines, "a\nb");
    lines.finish();
    assertEquals(List.of("a\n", "b"), pieces);
  }

  private static void write(TaggedLines lines, String text) throws IOException {
    byte[] bytes = ("--" + text + "--").getBytes(StandardCharsets.ISO_8859_1);
    lines.write(bytes, 2, bytes.length - 4);
  }
}
