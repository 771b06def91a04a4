package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.group;
import static io.jromio.h5vol.nativefile.NativeFiles.ints;
import static io.jromio.h5vol.nativefile.NativeFiles.move;
import static io.jromio.h5vol.nativefile.NativeFiles.numbers;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.refused;
import static io.jromio.h5vol.nativefile.NativeFiles.texts;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that h5py wrote, and ours that h5py changed. */
final class NativeInteropTest {
  private static final String WRITE =
      """
      import sys, h5py, numpy as np
      with h5py.File(sys.argv[1], 'w', libver=sys.argv[2], userblock_size=int(sys.argv[3])) as f:
          n = np.arange(35, dtype='i4').reshape(7, 5)
          f['a/b/contiguous'] = n
          f.create_dataset('chunked', data=n, chunks=(3, 2))
          f.create_dataset('growing', data=n, chunks=(3, 2), maxshape=(None, 5))
          f.create_dataset('tree', data=n, chunks=(3, 2), maxshape=(None, None))
          f.create_dataset('zipped', data=n, chunks=(3, 2), compression='gzip', shuffle=True,
                           maxshape=(None, None), fletcher32=True)
          f.create_dataset('late', (7, 5), dtype='i4')
          f.create_dataset('partly', (7, 5), dtype='i4', chunks=(3, 2), fillvalue=-7)[0, 0] = 1
          f['again'] = f['chunked']
          f['soft'] = h5py.SoftLink('/a')
          f['far'] = h5py.ExternalLink('other.h5', '/x')
          f['a'].attrs['text'] = ['alpha', 'grüße']
          f['named'] = np.dtype('f4')
          for i in range(60):
              f['many/d%02d' % i] = i
              f['a'].attrs['n%02d' % i] = np.array([i, -i], dtype='i4')
      """;

  @TempDir private Path folder = Path.of("/");

  @BeforeAll
  static void needsH5py() {
    OutsideReaders.assumeH5py();
  }

  private Path written(String format, int userBlock) throws Exception {
    Path file = folder.resolve(format + userBlock + ".h5");
    OutsideReaders.python(WRITE, file.toString(), format, Integer.toString(userBlock));
    return file;
  }

  @ParameterizedTest
  @CsvSource({"earliest,0", "latest,0", "v108,512", "earliest,1024", "latest,2048"})
  void shouldReadWhatOthersWrote(String format, int userBlock) throws Exception {
    Path path = written(format, userBlock);
    assertEquals(List.of(), FileCheck.check(path.toString()));
    RankThreads.run(
        3,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            for (String name :
                List.of("/a/b/contiguous", "/chunked", "/growing", "/tree", "/zipped", "/again")) {
              assertArrayEquals(numbers(35), read(dataset(file, name)), name);
            }
            assertArrayEquals(new int[35], read(dataset(file, "/late")));
            assertEquals(-7, read(dataset(file, "/partly"))[34]);
            assertEquals(1, read(dataset(file, "/partly"))[0]);
            assertEquals(2, dataset(file, "/again").links());
            VolGroup many = group(file, "/many");
            assertEquals(60, many.list().size());
            assertArrayEquals(new int[] {59}, read(dataset(file, "/many/d59")));
            VolGroup a = group(file, "/a");
            assertEquals(61, a.attributes().size());
            assertArrayEquals(new int[] {33, -33}, ints(a.attribute("n33").orElseThrow()));
            assertEquals(List.of("alpha", "grüße"), texts(a.attribute("text").orElseThrow()));
            assertEquals(
                new LinkTarget.Soft("/a"), file.root().link("soft").orElseThrow().target());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldWriteElementsInPlaceButRefuseChangesWhenTheFormatIsOld(int ranks) throws Exception {
    Path path = written("earliest", 512);
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : List.of("/a/b/contiguous", "/chunked", "/growing")) {
              VolDataset dataset = dataset(file, name);
              int[] nines = {9, 9, 9, 9, 9};
              boolean mine = world.rank() == 0;
              Selection row = Selection.slab(new long[] {6, 0}, new long[] {1, 5});
              move(dataset, Direction.WRITE, row, mine ? nines : new int[0]);
            }
            H5Exception refusal = refused(H5Error.UNSUPPORTED, () -> file.root().createGroup("g"));
            assertTrue(refusal.detail().contains("h5repack --latest"), refusal::getMessage);
            refused(H5Error.UNSUPPORTED, () -> group(file, "/a").putAttribute(ints("n", 1)));
            refused(H5Error.UNSUPPORTED, () -> dataset(file, "/growing").resize(8, 5));
            refused(H5Error.UNSUPPORTED, () -> writeNumbers(dataset(file, "/zipped")));
            refused(H5Error.UNSUPPORTED, () -> writeNumbers(dataset(file, "/late")));
            refused(H5Error.UNSUPPORTED, () -> writeNumbers(dataset(file, "/partly")));
          }
        });
    int[] expected = numbers(35);
    for (int i = 30; i < 35; i++) {
      expected[i] = 9;
    }
    for (String name : List.of("/a/b/contiguous", "/chunked", "/growing")) {
      OutsideReaders.shouldHoldByLibrary(path, name, expected);
    }
    OutsideReaders.shouldHoldByLibrary(path, "/zipped", numbers(35));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void shouldChangeWhatOthersWroteInTheNewFormat(int ranks) throws Exception {
    Path path = written("latest", 0);
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : List.of("/growing", "/tree", "/zipped")) {
              VolDataset dataset = dataset(file, name);
              dataset.resize(30, 5);
              writeNumbers(dataset);
            }
            writeNumbers(dataset(file, "/late"));
            VolDataset partly = dataset(file, "/partly");
            move(
                partly,
                Direction.WRITE,
                Selection.slab(new long[] {0, 1}, new long[] {1, 1}),
                world.rank() == 0 ? new int[] {2} : new int[0]);
            group(file, "/many").createLink("more", new LinkTarget.Hard(partly.token()));
            group(file, "/many").deleteLink("d03");
            group(file, "/a").putAttribute(ints("ours", 4, 2));
            group(file, "/a").deleteAttribute("n05");
            writeNumbers(
                file.root().createDataset("new", NativeFiles.contiguous(H5Type.I32, 7, 5)));
            file.root().deleteLink("chunked");
          }
        });
    for (String name : List.of("/growing", "/tree", "/zipped")) {
      OutsideReaders.shouldHold(path, name, numbers(150));
    }
    for (String name : List.of("/late", "/new", "/again", "/a/b/contiguous")) {
      OutsideReaders.shouldHold(path, name, numbers(35));
    }
    OutsideReaders.shouldHoldAttribute(path, "/a", "ours", new int[] {4, 2});
    OutsideReaders.shouldHoldAttribute(path, "/a", "n33", new int[] {33, -33});
    String told =
        OutsideReaders.python(
            "import h5py,sys\n"
                + "f=h5py.File(sys.argv[1])\n"
                + "print(len(f['many']), len(f['a'].attrs), f['many/more'][0,:3].tolist(),"
                + " 'chunked' in f, end='')",
            path.toString());
    assertEquals("60 61 [1, 2, -7] False", told);
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @Test
  void shouldReadOurFilesWhenOthersChangedThem() throws Exception {
    Path path = folder.resolve("ours.h5");
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = NativeFiles.create(world, path.toString())) {
            NativeFileTest.fill(file);
          }
        });
    OutsideReaders.python(
        """
        import sys, h5py, numpy as np
        with h5py.File(sys.argv[1], 'r+') as f:
            f['g/contiguous'][6] = 9
            for n in ('tree', 'extensible', 'filteredTree'):
                d = f['chunks/' + n]
                d.resize(30, axis=0)
                d[...] = np.arange(150).reshape(30, 5)
            f['chunks/filtered'][...] = 1
            f['g'].attrs['theirs'] = np.array([4, 2], dtype='i4')
            f['g'].attrs['large'] = np.zeros(20000)
            del f['g'].attrs['number3']
            f['g/new/deep'] = np.arange(35, dtype='i4')
            del f['hard']
            for i in range(100):
                f['many/d%d' % i] = i
        """,
        path.toString());
    RankThreads.run(
        3,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : List.of("/chunks/tree", "/chunks/extensible")) {
              assertArrayEquals(numbers(150), read(dataset(file, name)), name);
            }
            assertArrayEquals(numbers(150), read(dataset(file, "/chunks/filteredTree")));
            assertEquals(9, read(dataset(file, "/g/contiguous"))[34]);
            assertEquals(1, dataset(file, "/g/contiguous").links());
            assertEquals(1, read(dataset(file, "/chunks/filtered"))[34]);
            VolGroup group = group(file, "/g");
            assertEquals(21, group.attributes().size());
            assertArrayEquals(new int[] {4, 2}, ints(group.attribute("theirs").orElseThrow()));
            assertEquals(100, group(file, "/many").list().size());
            dataset(file, "/chunks/tree").resize(31, 6);
            writeNumbers(dataset(file, "/chunks/tree"));
            group(file, "/many").createGroup("ours");
            group.putAttribute(ints("last", 1));
          }
        });
    OutsideReaders.shouldHold(path, "/chunks/tree", numbers(186));
    OutsideReaders.shouldHoldAttribute(path, "/g", "last", new int[] {1});
    OutsideReaders.shouldHoldAttribute(path, "/g", "theirs", new int[] {4, 2});
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }
}
