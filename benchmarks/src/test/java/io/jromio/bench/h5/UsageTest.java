package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ls | Missing required parameter",
        "dump | Missing required parameter",
        "diff a.h5 | at least 2 values",
        "diff -d 1 -p 1 a.h5 b.h5 | only one of them: --delta, --relative",
        "copy a.h5 | Missing required parameter",
        "copy -d /x a.h5 b.h5 | --source is expected",
        "frobnicate | Unmatched argument",
        "ls --nix a.h5 | Unknown option"
      })
  void shouldEndWithTwoWhenCommandLineIsWrong(String line, String expected) {
    String err = H5Run.run(line.strip().split(" ")).refused(2);
    assertTrue(err.startsWith("jromio h5: ") && err.contains(expected), err);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ls", "dump", "diff", "copy", "stat", "clear"})
  void shouldShowExamplesWhenAskedForHelp(String command) {
    String text = H5Run.run((command + " --help").strip().split(" ")).good();
    assertTrue(text.startsWith("Usage: jromio h5"), text);
    assertTrue(text.contains("\nExamples:\n  jromio h5 "), text);
  }

  @ParameterizedTest
  @CsvSource({"ls,1", "dump,1", "stat,1", "clear,1", "diff,2", "copy,1"})
  void shouldSayOneLineWhenFileCannotBeOpened(String command, int code) throws IOException {
    Path text = folder.resolve("text.h5");
    Files.writeString(text, "this is no HDF5 file, though it is long enough to be one\n");
    for (Path file : new Path[] {folder.resolve("nowhere.h5"), text}) {
      String other = folder.resolve("other.h5").toString();
      H5Run.Result result =
          command.equals("diff") || command.equals("copy")
              ? H5Run.run(command, file.toString(), other)
              : H5Run.run(command, file.toString());
      String err = result.refused(code);
      assertTrue(err.startsWith("jromio h5: ") && err.contains(file.toString()), err);
      assertEquals(1, err.lines().count(), err);
    }
  }

  @Test
  void shouldNameTheObjectWhenThereIsNone() throws IOException {
    String file = H5Run.resource("sample.h5", folder).toString();
    for (String[] line :
        new String[][] {
          {"ls", file + "/nope"}, {"dump", "-d", "/nope", file}, {"dump", "-a", "/nope", file}
        }) {
      String err = H5Run.run(line).refused(1);
      assertTrue(err.contains("path=/nope") || err.contains("path=nope"), err);
    }
    assertTrue(H5Run.run("dump", "-d", "/ext", file).refused(1).contains("other.h5"));
    assertTrue(H5Run.run("diff", file, file, "/nope").refused(2).contains("path=/nope"));
  }

  @Test
  void shouldClearTheMarkWhenNothingElseIsWrong() throws IOException {
    Path file = H5Run.resource("sample.h5", folder);
    String text = H5Run.run("clear", file.toString()).good();
    assertTrue(text.contains("nothing is wrong"), text);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    H5Run.Result cut = H5Run.run("clear", file.toString());
    assertEquals(1, cut.code());
    assertTrue(cut.out().contains("too short") && cut.out().contains("--force"), cut.out());
  }
}
