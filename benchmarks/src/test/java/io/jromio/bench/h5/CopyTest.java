package io.jromio.bench.h5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.H5Dataset;
import io.jromio.h5vol.H5File;
import io.jromio.h5vol.H5NamedType;
import io.jromio.h5vol.model.H5Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CopyTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void shouldBeEqualWhenFileIsCopied(int ranks) throws IOException, InterruptedException {
    String source = H5Run.resource("sample.h5", folder).toString();
    String target = folder.resolve("copy.h5").toString();
    String said = H5Run.run(ranks, "copy", source, target).good();
    assertEquals("Copied to %s: 2 groups, 22 datasets, 0 types, 4 links\n".formatted(target), said);
    assertEquals("", H5Run.run("diff", source, target).good());
    if (H5Run.has("h5diff")) {
      H5Run.tool(folder, "h5diff", "sample.h5", "copy.h5").good();
    }
    String again = folder.resolve("again.h5").toString();
    H5Run.run("copy", source, again).good();
    assertEquals(-1, Files.mismatch(Path.of(target), Path.of(again)), "one rank, many ranks");
  }

  @Test
  void shouldKeepLinksAndFiltersWhenFileIsCopied() throws IOException, InterruptedException {
    assumeTrue(H5Run.has("h5dump"));
    String source = H5Run.resource("sample.h5", folder).toString();
    H5Run.run("copy", source, folder.resolve("copy.h5").toString()).good();
    String text = H5Run.tool(folder, "h5dump", "-p", "-H", "copy.h5").good();
    assertTrue(text.contains("HARDLINK \"/grp/ints\""), text);
    assertTrue(text.contains("HARDLINK \"/grp\""), text);
    assertTrue(text.contains("SOFTLINK \"soft\" {\n      LINKTARGET \"/grp/ints\""), text);
    assertTrue(text.contains("TARGETFILE \"other.h5\""), text);
    assertTrue(text.contains("COMPRESSION DEFLATE { LEVEL 4 }"), text);
    assertTrue(text.contains("( 10, 5 ) / ( H5S_UNLIMITED, 5 )"), text);
    assertTrue(text.contains("VALUE  3.5"), text);
  }

  @Test
  void shouldRefuseWhenTargetIsThereUnlessForced() throws IOException {
    String source = H5Run.resource("sample.h5", folder).toString();
    String target = folder.resolve("copy.h5").toString();
    H5Run.run("copy", source, target).good();
    String err = H5Run.run("copy", source, target).refused(1);
    assertTrue(err.contains("--force replaces it") && err.contains(target), err);
    H5Run.run("copy", "--force", source, target).good();
    assertTrue(H5Run.run("copy", source, source).refused(2).contains("same file"));
  }

  @Test
  void shouldCopyOneObjectWhenItIsNamed() throws IOException {
    String source = H5Run.resource("sample.h5", folder).toString();
    String target = folder.resolve("part.h5").toString();
    H5Run.run("copy", "-s", "/chunked", "-d", "/new/place", source, target).good();
    H5Run.run("copy", "-s", "/grp/ints", source, target).good();
    assertEquals("", H5Run.run("diff", source, target, "/chunked", "/new/place").good());
    assertEquals("", H5Run.run("diff", source, target, "/grp/ints").good());
    String err = H5Run.run("copy", "-s", "/grp/ints", source, target).refused(1);
    assertTrue(err.contains("path=/grp/ints"), err);
    H5Run.run("copy", "-f", "-s", "/grp/ints", source, target).good();
    String lost = H5Run.run("copy", "-s", "/refs", source, target).err();
    assertEquals("jromio h5: references to what is not copied are null now: count=2\n", lost);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepTheNamesOfTypesWhenDatasetsAreOfThem(int ranks)
      throws IOException, InterruptedException {
    assumeTrue(H5Run.has("h5dump"));
    Path source = folder.resolve("named.h5");
    RankThreads.run(
        1,
        world -> {
          try (H5File file = H5File.create(world, source.toString())) {
            H5NamedType type = file.commit("types/number", H5Type.I32);
            H5Dataset early = file.newDataset("early").type(type).shape(2).create();
            file.newDataset("zipped").type(type).shape(4).chunks(2).deflate(1).create();
            file.delete("types/number");
            file.link("zz/number", type);
            file.link("types/alias", early);
          }
        });
    String dump = H5Run.run(ranks, "dump", source.toString()).good();
    assertEquals(3, dump.split("DATATYPE  \"/zz/number\"", -1).length, dump);
    H5Run.run(ranks, "copy", source.toString(), folder.resolve("copy.h5").toString()).good();
    String text = H5Run.tool(folder, "h5dump", "-H", "copy.h5").good();
    assertEquals(3, text.split("DATATYPE  \"/zz/number\"", -1).length, text);
    assertTrue(text.contains("HARDLINK \"/early\""), text);
    String said =
        H5Run.run("copy", "-s", "/early", source.toString(), folder.resolve("one.h5").toString())
            .err();
    assertTrue(said.contains("without the name of its type: name=early"), said);
  }
}
