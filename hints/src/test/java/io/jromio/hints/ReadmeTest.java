package io.jromio.hints;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users are told of hints is what hints do. */
class ReadmeTest {

  static Iterable<Hint<?>> all() {
    return RomioHints.all();
  }

  @ParameterizedTest
  @MethodSource("all")
  void shouldHaveARowWhenAHintHasEffect(Hint<?> hint) throws IOException {
    String readme = Files.readString(Path.of("../README.md"));
    String row = "\n| `" + hint.key() + "` |";
    if (hint.ignored()) {
      assertTrue(readme.contains("`" + hint.key() + "`") && !readme.contains(row), hint.key());
      return;
    }
    int at = readme.indexOf(row);
    assertTrue(at >= 0, "no row for " + hint.key());
    String line = readme.substring(at + 1, readme.indexOf('\n', at + 1));
    assertTrue(line.contains(hint.doc()), line);
    assertTrue(hint.reportedOnly() || line.contains("| `" + defaultOf(hint) + "` |"), line);
  }

  private static <T> String defaultOf(Hint<T> hint) {
    return hint.format(hint.defaultValue());
  }
}
