package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.bench.h5.H5Run.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What h5ls and h5dump 1.10.8 say of a file is what we say, line by line. */
final class GoldenTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Result run(Path file, String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.set(args.size() - 1, folder.resolve(file.getFileName()).toString());
    return H5Run.run(args.toArray(String[]::new));
  }

  /** The text without folders of files, times of change and the name of the driver. */
  private String plain(String text) {
    return text.replace(folder + "/", "").replaceAll("(?m)^(    Modified: |Opened ).*\n", "");
  }

  @ParameterizedTest
  @CsvSource({
    "ls.txt,ls FILE",
    "ls-r.txt,ls -r FILE",
    "ls-rv.txt,ls -r -v FILE",
    "dump.txt,dump FILE",
    "dump-p-H.txt,dump -p -H FILE",
    "dump-d.txt,dump -a /n -d /grp/ints FILE"
  })
  void shouldSayWhatTheHdf5ToolsSayWhenFileIsOfH5py(String expected, String line)
      throws IOException {
    Path file = H5Run.resource("sample.h5", folder);
    assertEquals(H5Run.text(expected), plain(run(file, line.split(" ")).good()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"old.h5", "sample.h5"})
  void shouldSayWhatTheHdf5ToolsSayWhenTheyAreHere(String name)
      throws IOException, InterruptedException {
    assumeTrue(H5Run.has("h5dump") && H5Run.has("h5ls"));
    assumeTrue(H5Run.python(folder, H5Run.text("samples.py"), "."));
    Path file = folder.resolve(name);
    compare(file, "h5dump", "dump", "-p");
    compare(file, "h5dump", "dump", "-A");
    compare(file, "h5ls", "ls", "-r", "-v");
  }

  @ParameterizedTest
  @ValueSource(strings = {"old.h5", "sample.h5"})
  void shouldSayWhatTheHdf5ToolsSayWhenFileIsOurs(String name)
      throws IOException, InterruptedException {
    assumeTrue(H5Run.has("h5dump") && H5Run.has("h5ls"));
    assumeTrue(H5Run.python(folder, H5Run.text("samples.py"), "."));
    Path copy = folder.resolve("copy.h5");
    H5Run.run("copy", folder.resolve(name).toString(), copy.toString()).good();
    compare(copy, "h5dump", "dump", "-p");
    compare(copy, "h5ls", "ls", "-r", "-v");
  }

  private void compare(Path file, String tool, String... words)
      throws IOException, InterruptedException {
    List<String> theirs = new ArrayList<>(List.of(words));
    theirs.set(0, tool);
    theirs.add(file.getFileName().toString());
    String expected = plain(H5Run.tool(folder, theirs.toArray(String[]::new)).good());
    List<String> ours = new ArrayList<>(List.of(words));
    ours.add("FILE");
    assertEquals(expected, plain(run(file, ours.toArray(String[]::new)).good()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grp", "grp/ints", "soft", "ext"})
  void shouldFindWhereTheFileEndsWhenObjectFollows(String object) throws IOException {
    Path file = H5Run.resource("sample.h5", folder);
    String text = H5Run.run("ls", file + "/" + object).good();
    assertTrue(
        switch (object) {
          case "grp" -> text.startsWith("ints                     Dataset {4, 6}\nsub ");
          case "grp/ints" -> text.equals("ints                     Dataset {4, 6}\n");
          case "soft" -> text.equals("soft                     Soft Link {/grp/ints}\n");
          default -> text.equals("ext                      External Link {other.h5//x/y}\n");
        },
        text);
  }

  @Test
  void shouldCountWhatH5statCountsWhenAsked() throws IOException {
    Path file = H5Run.resource("sample.h5", folder);
    String text = H5Run.run("stat", file.toString()).good();
    for (String line :
        List.of(
            "\t# of unique groups: 3",
            "\t# of unique datasets: 22",
            "\t# of unique links: 2",
            "\tMax. # of links to object: 2",
            "\tDataset layout counts[CHUNKED]: 2",
            "\t\tGZIP filter: 1",
            "\t\tNO filter: 21",
            "Total space: 14776 bytes")) {
      assertTrue(text.contains(line + "\n"), line + "\n" + text);
    }
  }
}
