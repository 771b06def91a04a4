package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.at;
import static io.jromio.h5vol.nativefile.NativeFiles.chunked;
import static io.jromio.h5vol.nativefile.NativeFiles.contiguous;
import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.filledWith;
import static io.jromio.h5vol.nativefile.NativeFiles.group;
import static io.jromio.h5vol.nativefile.NativeFiles.ints;
import static io.jromio.h5vol.nativefile.NativeFiles.numbers;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.texts;
import static io.jromio.h5vol.nativefile.NativeFiles.unlimited;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Placement;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of the native connector, as others read them and as they are read back. */
final class NativeFileTest {
  @TempDir private Path folder = Path.of("/");

  private static final int[] NUMBERS = numbers(35);

  /** Everything that a file may have, in a file. */
  static void fill(VolFile file) throws H5Exception {
    VolGroup group = file.root().createGroup("g");
    writeNumbers(group.createDataset("contiguous", contiguous(H5Type.I32, 7, 5)));
    group.createDataset("unwritten", contiguous(H5Type.F64, 3));
    group.createDataset("filled", filledWith(contiguous(H5Type.I32, 7, 5), -7));
    VolGroup chunks = file.root().createGroup("chunks");
    long[] chunk = {3, 2};
    long[] whole = {7, 5};
    writeNumbers(chunks.createDataset("implicit", chunked(H5Type.I32, Dataspace.of(7, 5), chunk)));
    writeNumbers(chunks.createDataset("single", chunked(H5Type.I32, Dataspace.of(7, 5), whole)));
    Dataspace bounded = Dataspace.of(whole, new long[] {70, 50});
    writeNumbers(chunks.createDataset("fixed", chunked(H5Type.I32, bounded, chunk)));
    Dataspace one = Dataspace.of(whole, new long[] {Dataspace.UNLIMITED, 5});
    writeNumbers(chunks.createDataset("extensible", chunked(H5Type.I32, one, chunk)));
    Dataspace all = Dataspace.of(whole, unlimited(2));
    writeNumbers(chunks.createDataset("tree", chunked(H5Type.I32, all, chunk)));
    FilterSpec[] filters = {FilterSpec.shuffle(4), FilterSpec.deflate(6), FilterSpec.fletcher32()};
    writeNumbers(
        chunks.createDataset("filtered", chunked(H5Type.I32, Dataspace.of(7, 5), chunk, filters)));
    writeNumbers(chunks.createDataset("filteredTree", chunked(H5Type.I32, all, chunk, filters)));
    writeNumbers(
        group.createDataset(
            "compact",
            new DatasetCreation(
                H5Type.I32,
                Dataspace.of(7, 5),
                new StorageLayout.Compact(),
                List.of(),
                FillSpec.NONE)));
    for (int i = 0; i < 20; i++) {
      group.putAttribute(ints("number" + i, i, -i));
    }
    chunks.putAttribute(texts("texts", "alpha", "", "grüße"));
    file.root().createType("named", H5Type.F32);
    file.root().createLink("soft", new LinkTarget.Soft("/g/contiguous"));
    file.root().createLink("external", new LinkTarget.External("other.h5", "/x"));
    var target = new LinkTarget.Hard(at(file, "/g/contiguous").token());
    file.root().createLink("hard", target);
  }

  private static final List<String> DATASETS =
      List.of(
          "/g/contiguous",
          "/g/compact",
          "/chunks/implicit",
          "/chunks/single",
          "/chunks/fixed",
          "/chunks/extensible",
          "/chunks/tree",
          "/chunks/filtered",
          "/chunks/filteredTree",
          "/hard");

  private Path filled(int ranks) {
    Path file = folder.resolve("ranks%d.h5".formatted(ranks));
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile made = NativeFiles.create(world, file.toString())) {
            fill(made);
          }
        });
    return file;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 7})
  void shouldBeTheSameBytesWhateverTheNumberOfRanks(int ranks) throws IOException {
    assertArrayEquals(Files.readAllBytes(filled(1)), Files.readAllBytes(filled(ranks)));
  }

  @Test
  void shouldHoldWhatWasWrittenWhenOthersRead() throws Exception {
    Path file = filled(3);
    for (String path : DATASETS) {
      if (path.equals("/chunks/fixed")) {
        // jHDF takes the grid of a fixed array from the shape, the format from the largest shape.
        OutsideReaders.shouldHoldByLibrary(file, path, NUMBERS);
      } else {
        OutsideReaders.shouldHold(file, path, NUMBERS);
      }
    }
    OutsideReaders.shouldHoldAttribute(file, "/g", "number7", new int[] {7, -7});
    OutsideReaders.shouldHoldAttribute(
        file, "/chunks", "texts", new String[] {"alpha", "", "grüße"});
    int[] sevens = new int[35];
    Arrays.fill(sevens, -7);
    OutsideReaders.shouldHold(file, "/g/filled", sevens);
    OutsideReaders.shouldHold(file, "/g/unwritten", new double[3]);
    assertEquals(List.of(), FileCheck.check(file.toString()));
  }

  @Test
  void shouldBeAcceptedWhenTheToolsOfHdf5Read() throws Exception {
    OutsideReaders.assumeTool("h5dump");
    String file = filled(2).toString();
    OutsideReaders.succeed("/usr/bin/h5dump", "-pBH", file);
    OutsideReaders.succeed("/usr/bin/h5dump", file);
    OutsideReaders.succeed("/usr/bin/h5ls", "-rv", file);
    OutsideReaders.succeed("/usr/bin/h5stat", file);
    String copy = folder.resolve("copy.h5").toString();
    OutsideReaders.succeed("/usr/bin/h5repack", file, copy);
    assertEquals("", OutsideReaders.succeed("/usr/bin/h5diff", file, copy));
    assertEquals("", OutsideReaders.succeed("/usr/bin/h5diff", copy, file));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldReadBackWhatWasWritten(int ranks) {
    String name = filled(2).toString();
    RankThreads.run(ranks, world -> checkFilled(world, name));
  }

  private static void checkFilled(Communicator world, String name) throws H5Exception {
    try (VolFile file = open(world, name, Access.READ)) {
      for (String path : DATASETS) {
        assertArrayEquals(NUMBERS, read(dataset(file, path)), path);
      }
      VolGroup group = group(file, "/g");
      assertEquals(20, group.attributes().size());
      assertArrayEquals(new int[] {7, -7}, ints(group.attribute("number7").orElseThrow()));
      AttributeValue texts = group(file, "/chunks").attribute("texts").orElseThrow();
      assertEquals(List.of("alpha", "", "grüße"), texts(texts));
      assertEquals(2, dataset(file, "/hard").links());
      assertEquals(dataset(file, "/hard").token(), dataset(file, "/g/contiguous").token());
      var links = file.root().list();
      assertEquals(
          List.of("g", "chunks", "named", "soft", "external", "hard"),
          links.stream().map(link -> link.name()).toList());
      assertEquals(new LinkTarget.Soft("/g/contiguous"), links.get(3).target());
      assertEquals(new LinkTarget.External("other.h5", "/x"), links.get(4).target());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldExtendAFileWhenItIsOpenedAgain(int ranks) throws Exception {
    Path path = filled(2);
    String name = path.toString();
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = open(world, name, Access.WRITE)) {
            VolDataset tree = dataset(file, "/chunks/tree");
            tree.resize(20, 11);
            writeNumbers(tree);
            VolDataset extensible = dataset(file, "/chunks/extensible");
            extensible.resize(100, 5);
            writeNumbers(extensible);
            VolDataset filtered = dataset(file, "/chunks/filteredTree");
            filtered.resize(9, 9);
            writeNumbers(filtered);
            VolGroup added = group(file, "/g").createGroup("added");
            writeNumbers(added.createDataset("new", contiguous(H5Type.I32, 7, 5)));
            for (int i = 0; i < 100; i++) {
              added.createLink("again" + i, new LinkTarget.Hard(tree.token()));
            }
            tree.putAttribute(texts("note", "extended"));
            group(file, "/g").deleteAttribute("number3");
            group(file, "/g").renameAttribute("number4", "four");
          }
        });
    OutsideReaders.shouldHold(path, "/chunks/tree", numbers(220));
    OutsideReaders.shouldHold(path, "/g/added/again99", numbers(220));
    OutsideReaders.shouldHold(path, "/chunks/extensible", numbers(500));
    OutsideReaders.shouldHold(path, "/chunks/filteredTree", numbers(81));
    OutsideReaders.shouldHold(path, "/g/added/new", NUMBERS);
    OutsideReaders.shouldHold(path, "/g/contiguous", NUMBERS);
    OutsideReaders.shouldHoldAttribute(path, "/chunks/tree", "note", new String[] {"extended"});
    OutsideReaders.shouldHoldAttribute(path, "/g", "four", new int[] {4, -4});
    assertEquals(List.of(), FileCheck.check(name));
  }

  @Test
  void shouldKeepAttributesThatAreTooLargeForAHeader() throws Exception {
    Path path = folder.resolve("dense.h5");
    byte[] large = new byte[160_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) i;
    }
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString())) {
            VolDataset dataset = file.root().createDataset("d", contiguous(H5Type.I32, 3));
            dataset.putAttribute(ints("small", 1));
            dataset.putAttribute(
                new AttributeValue(
                    "large",
                    Dataspace.of(large.length),
                    Elements.of(H5Type.I8, MemorySegment.ofArray(large))));
            file.flush();
            dataset.putAttribute(ints("later", 2));
          }
        });
    OutsideReaders.shouldHoldAttribute(path, "/d", "large", large);
    OutsideReaders.shouldHoldAttribute(path, "/d", "later", new int[] {2});
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            VolDataset dataset = dataset(file, "/d");
            assertEquals(Set.of("small", "large", "later"), Set.copyOf(dataset.attributes()));
            dataset.deleteAttribute("large");
          }
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            VolDataset dataset = dataset(file, "/d");
            assertEquals(Set.of("small", "later"), Set.copyOf(dataset.attributes()));
            assertArrayEquals(new int[] {2}, ints(dataset.attribute("later").orElseThrow()));
          }
        });
    OutsideReaders.shouldHoldAttribute(path, "/d", "later", new int[] {2});
  }

  @Test
  void shouldAlignElementsWhenAsked() {
    String name = folder.resolve("aligned.h5").toString();
    FileProperties properties =
        FileProperties.of(Access.TRUNCATE).placement(new Placement(1000, 4096, 8192));
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name, properties)) {
            VolGroup root = file.root();
            root.createDataset("small", contiguous(H5Type.I32, 10));
            VolDataset large = root.createDataset("large", contiguous(H5Type.I32, 1000));
            assertEquals(0, large.storage().address() % 4096);
            writeNumbers(large);
            VolDataset chunks =
                root.createDataset(
                    "chunks",
                    chunked(
                        H5Type.I32,
                        Dataspace.of(new long[] {900}, unlimited(1)),
                        new long[] {300}));
            writeNumbers(chunks);
            assertEquals(0, chunks.storage().address() % 4096);
          }
          try (VolFile file = open(world, name, Access.READ)) {
            assertArrayEquals(numbers(1000), read(dataset(file, "/large")));
            assertArrayEquals(numbers(900), read(dataset(file, "/chunks")));
          }
        });
  }

  @Test
  void shouldStayFastWhenThereAreManyObjects() {
    String name = folder.resolve("many.h5").toString();
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name)) {
            VolGroup group = file.root().createGroup("g");
            for (int i = 0; i < 3000; i++) {
              group.createDataset("d" + i, contiguous(H5Type.I32, 10)).putAttribute(ints("n", i));
            }
          }
          try (VolFile file = open(world, name, Access.READ)) {
            VolGroup group = group(file, "/g");
            assertEquals(3000, group.list().size());
            VolDataset last = dataset(file, "/g/d2999");
            assertArrayEquals(new int[] {2999}, ints(last.attribute("n").orElseThrow()));
          }
        });
    assertTrue(folder.resolve("many.h5").toFile().length() < 3000 * 500);
  }
}
