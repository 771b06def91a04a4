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
import static io.jromio.h5vol.nativefile.NativeFiles.refused;
import static io.jromio.h5vol.nativefile.NativeFiles.unlimited;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Format;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes, links and objects that change while a file is open, and space that is used again. */
final class NativeChangesTest {
  @TempDir private Path folder = Path.of("/");

  private String name(String file) {
    return folder.resolve(file).toString();
  }

  /** What 0, 1, 2, ... in rows of {@code before} are in another shape. */
  private static int[] reshaped(int[] before, int[] kept, int[] after, int fill) {
    int[] values = new int[after[0] * after[1]];
    for (int i = 0; i < after[0]; i++) {
      for (int j = 0; j < after[1]; j++) {
        boolean old = i < kept[0] && j < kept[1];
        values[i * after[1] + j] = old ? i * before[1] + j : fill;
      }
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldShowFillValuesWhenADatasetShrankAndGrew(int ranks) throws Exception {
    Path path = folder.resolve("shrunk.h5");
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString())) {
            for (int fill : new int[] {0, -7}) {
              for (boolean filters : new boolean[] {false, true}) {
                DatasetCreation creation =
                    chunked(
                        H5Type.I32,
                        Dataspace.of(new long[] {10, 9}, unlimited(2)),
                        new long[] {3, 4},
                        filters ? new FilterSpec[] {FilterSpec.deflate(1)} : new FilterSpec[0]);
                VolDataset dataset =
                    file.root()
                        .createDataset(
                            "d" + fill + filters,
                            fill == 0 ? creation : filledWith(creation, fill));
                writeNumbers(dataset);
                long chunks = dataset.storage().chunks();
                dataset.resize(5, 6);
                assertTrue(dataset.storage().chunks() < chunks);
                dataset.resize(12, 7);
              }
            }
          }
        });
    int[] zero = reshaped(new int[] {10, 9}, new int[] {5, 6}, new int[] {12, 7}, 0);
    int[] seven = reshaped(new int[] {10, 9}, new int[] {5, 6}, new int[] {12, 7}, -7);
    for (boolean filters : new boolean[] {false, true}) {
      OutsideReaders.shouldHoldByLibrary(path, "/d0" + filters, zero);
      OutsideReaders.shouldHoldByLibrary(path, "/d-7" + filters, seven);
    }
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            assertArrayEquals(zero, read(dataset(file, "/d0false")));
            assertArrayEquals(seven, read(dataset(file, "/d-7true")));
          }
        });
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @Test
  void shouldRefuseShapesThatCannotBe() {
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name("shapes.h5"))) {
            VolGroup root = file.root();
            VolDataset bounded =
                root.createDataset(
                    "b",
                    chunked(
                        H5Type.I32, Dataspace.of(new long[] {4}, new long[] {10}), new long[] {3}));
            refused(H5Error.ARG, () -> bounded.resize(11));
            refused(H5Error.ARG, () -> bounded.resize(1, 1));
            refused(H5Error.ARG, () -> bounded.resize(-1));
            bounded.resize(10);
            VolDataset fixed = root.createDataset("f", contiguous(H5Type.I32, 4));
            refused(H5Error.ARG, () -> fixed.resize(3));
            refused(H5Error.EXISTS, () -> root.createDataset("f", contiguous(H5Type.I32, 4)));
            refused(
                H5Error.ARG,
                () ->
                    root.createDataset("c", chunked(H5Type.I32, Dataspace.of(4), new long[] {5})));
            refused(H5Error.ARG, () -> root.createGroup("a/b"));
          }
          try (VolFile file = open(world, name("shapes.h5"), Access.READ)) {
            assertEquals(10, dataset(file, "/b").creation().space().length(0));
            assertEquals(
                List.of("b", "f"), file.root().list().stream().map(l -> l.name()).toList());
          }
        });
  }

  @Test
  void shouldDeleteObjectsWithTheirLastLink() throws Exception {
    Path path = folder.resolve("links.h5");
    RankThreads.run(
        3,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString())) {
            VolGroup group = file.root().createGroup("g");
            VolGroup inner = group.createGroup("inner");
            VolDataset kept = inner.createDataset("kept", contiguous(H5Type.I32, 35));
            VolDataset gone = inner.createDataset("gone", contiguous(H5Type.I32, 35));
            writeNumbers(kept);
            file.root().createLink("kept", new LinkTarget.Hard(kept.token()));
            file.root().createLink("soft", new LinkTarget.Soft("/nowhere"));
            assertEquals(2, kept.links());
            file.flush();
            file.root().deleteLink("g");
            assertEquals(1, kept.links());
            refused(H5Error.NOT_FOUND, gone::links);
            refused(H5Error.NOT_FOUND, inner::list);
            refused(H5Error.NOT_FOUND, () -> file.root().deleteLink("g"));
            VolGroup other = file.root().createGroup("other");
            file.root().moveLink("kept", other, "moved");
            refused(H5Error.NOT_FOUND, () -> file.root().moveLink("kept", other, "again"));
            refused(H5Error.EXISTS, () -> file.root().moveLink("soft", other, "moved"));
          }
        });
    OutsideReaders.shouldHold(path, "/other/moved", numbers(35));
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @Test
  void shouldUseSpaceAgainWhenObjectsComeAndGo() throws Exception {
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, name("reused.h5"))) {
            for (int i = 0; i < 200; i++) {
              VolGroup group = file.root().createGroup("g");
              for (int k = 0; k < 10; k++) {
                group.createGroup("k" + k).putAttribute(ints("n", i, k));
              }
              file.root().deleteLink("g");
            }
          }
        });
    assertTrue(Files.size(folder.resolve("reused.h5")) < 100_000);
    assertEquals(List.of(), FileCheck.check(name("reused.h5")));
  }

  @Test
  void shouldKeepObjectReferences() throws Exception {
    Path path = folder.resolve("references.h5");
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString())) {
            VolDataset target = file.root().createDataset("target", contiguous(H5Type.I32, 35));
            writeNumbers(target);
            long[] token = {target.token().value()};
            file.root()
                .putAttribute(
                    new AttributeValue(
                        "ref",
                        Dataspace.scalar(),
                        Elements.of(H5Type.OBJECT_REFERENCE, MemorySegment.ofArray(token))));
          }
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            AttributeValue value = file.root().attribute("ref").orElseThrow();
            long token = value.elements().bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 0);
            VolObject object = file.object(new ObjectToken(token));
            assertArrayEquals(numbers(35), read((VolDataset) object));
            refused(H5Error.NOT_FOUND, () -> file.object(new ObjectToken(1L << 40)));
          }
        });
    OutsideReaders.assumeH5py();
    assertEquals(
        "/target",
        OutsideReaders.python(
            "import h5py,sys\nf=h5py.File(sys.argv[1])\nprint(f[f.attrs['ref']].name,end='')",
            path.toString()));
  }

  @Test
  void shouldWriteForHdf518WhenAsked() throws Exception {
    Path path = folder.resolve("old.h5");
    FileProperties properties = FileProperties.of(Access.TRUNCATE).format(Format.V18);
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString(), properties)) {
            writeNumbers(file.root().createDataset("d", contiguous(H5Type.I32, 7, 5)));
            refused(
                H5Error.UNSUPPORTED,
                () ->
                    file.root()
                        .createDataset("c", chunked(H5Type.I32, Dataspace.of(4), new long[] {2})));
          }
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            file.root().createGroup("more");
          }
        });
    assertEquals(2, Files.readAllBytes(path)[8]);
    OutsideReaders.shouldHold(path, "/d", numbers(35));
  }

  @Test
  void shouldReadVlenAttributesBeforeAndAfterFlush() {
    RankThreads.run(
        3,
        world -> {
          try (VolFile file = NativeFiles.create(world, name("vlen.h5"))) {
            VolGroup group = file.root().createGroup("g");
            for (int i = 0; i < 300; i++) {
              group.putAttribute(NativeFiles.texts("t" + i, "text " + i, "x".repeat(i)));
            }
            assertEquals(
                List.of("text 17", "x".repeat(17)),
                NativeFiles.texts(group.attribute("t17").orElseThrow()));
          }
          try (VolFile file = open(world, name("vlen.h5"), Access.READ)) {
            VolGroup group = group(file, "/g");
            for (int i = 0; i < 300; i += 13) {
              assertEquals(
                  List.of("text " + i, "x".repeat(i)),
                  NativeFiles.texts(group.attribute("t" + i).orElseThrow()));
            }
            assertEquals(at(file, "/g").token(), group.token());
          }
        });
  }
}
