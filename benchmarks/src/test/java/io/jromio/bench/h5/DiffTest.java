package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.FileOption;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiffTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private String first = "";
  private String second = "";

  @BeforeEach
  void makeFiles() {
    first = folder.resolve("first.h5").toString();
    second = folder.resolve("second.h5").toString();
    make(first);
    make(second);
  }

  private static void make(String name) {
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.create(world, name)) {
            H5Dataset a = file.newDataset("g/a").type(H5Type.I32).shape(2, 3).create();
            a.at(Selection.all()).writeAll(new int[] {0, 1, 2, 3, 4, 5});
            a.attributes().put("units", "kelvin");
            H5Dataset f = file.newDataset("f").type(H5Type.F64).shape(3).create();
            f.at(Selection.all()).writeAll(new double[] {1, 2, Double.NaN});
            file.softLink("soft", "/g/a");
          }
        });
  }

  /** Something to do with a file. */
  private interface Change {
    void apply(H5File file) throws Exception;
  }

  private void change(Change change) {
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.open(world, second, FileOption.writable())) {
            change.apply(file);
          }
        });
  }

  @Test
  void shouldSayNothingWhenFilesAreEqual() {
    assertEquals("", H5Run.run("diff", first, second).good());
  }

  @Test
  void shouldCountWhatDiffersWhenValuesChanged() {
    change(file -> file.dataset("g/a").at(Selection.all()).writeAll(new int[] {0, 9, 2, 3, 4, 7}));
    H5Run.Result result = H5Run.run("diff", first, second);
    assertEquals("dataset: </g/a> and </g/a>\n2 differences found\n", result.out());
    assertEquals(1, result.code());
    assertEquals(
        """
        dataset: </g/a> and </g/a>
        size:           [2x3]           [2x3]
        position        a               a               difference          \n\
        ------------------------------------------------------------
        [ 0 1 ]          1               9               8              \n\
        [ 1 2 ]          5               7               2              \n\
        2 differences found
        """,
        H5Run.run("diff", "-r", first, second, "/g/a").out());
    assertEquals("", H5Run.run("diff", "-d", "8", first, second).good());
    assertEquals("", H5Run.run("diff", "-q", first, second).out());
    assertEquals(1, H5Run.run("diff", "-p", "1", first, second, "g/a").code());
  }

  @Test
  void shouldCountBytesWhenAttributeChanged() {
    change(file -> file.dataset("g/a").attributes().put("units", "kelvim"));
    H5Run.Result result = H5Run.run("diff", first, second);
    assertEquals(
        "attribute: <units of </g/a>> and <units of </g/a>>\n1 differences found\n", result.out());
    assertEquals(1, result.code());
  }

  @Test
  void shouldTellWhatCannotBeComparedWhenStructureChanged() {
    change(
        file -> {
          file.delete("f");
          file.newDataset("f").type(H5Type.I32).shape(3).create();
          file.group("more");
          file.delete("soft");
          file.softLink("soft", "/elsewhere");
        });
    H5Run.Result result = H5Run.run("diff", "-c", first, second);
    assertEquals(1, result.code());
    String out = result.out();
    assertTrue(
        out.contains("Not comparable: </f> is of class H5T_FLOAT and </f> is of class H5T_INTEGER"),
        out);
    assertTrue(out.contains("Not comparable: </more> is in " + second + " only\n"), out);
    assertTrue(out.contains("link   : </soft> and </soft>\n1 differences found\n"), out);
    String plain = H5Run.run("diff", first, second).out();
    assertTrue(plain.endsWith("Use -c for a list of objects.\n"), plain);
  }

  @Test
  void shouldListAllObjectsWhenVerbose() {
    String out = H5Run.run("diff", "-v", first, second).good();
    assertTrue(
        out.startsWith(
            """

            file1     file2
            ---------------------------------------
                x      x    /              \n\
                x      x    /f             \n\
                x      x    /g             \n\
                x      x    /g/a           \n\
                x      x    /soft          \n\

            group  : </> and </>
            0 differences found
            dataset: </f> and </f>
            0 differences found
            """),
        out);
  }
}
