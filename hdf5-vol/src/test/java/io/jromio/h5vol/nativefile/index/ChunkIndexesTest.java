package io.jromio.h5vol.nativefile.index;

import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dopen2;
import static org.bytedeco.hdf5.global.hdf5.H5Dread;
import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_RDONLY;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fopen;
import static org.bytedeco.hdf5.global.hdf5.H5P_DEFAULT;
import static org.bytedeco.hdf5.global.hdf5.H5S_ALL;
import static org.bytedeco.hdf5.global.hdf5.H5T_NATIVE_INT_g;
import static org.bytedeco.hdf5.global.hdf5.H5open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.Damaged;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.IntPointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against h5py and libhdf5 as they are installed: they read our indexes, we read theirs. */
final class ChunkIndexesTest {
  private static final long NO_END = Dataspace.UNLIMITED;

  /** Compares all values; datasets with "sparse" in the name have every fifth chunk. */
  private static final String CHECK =
      """
      import numpy as np
      def wanted(d):
        f = [1000000, 1000, 1][3 - len(d.shape):]
        w = np.zeros(d.shape, 'i8')
        number = np.zeros(d.shape, 'i8')
        for i, n in enumerate(d.shape):
          x = np.arange(n).reshape([-1 if k == i else 1 for k in range(len(d.shape))])
          w = w + x * f[i]
          number = number * (-(-n // d.chunks[i])) + x // d.chunks[i]
        w = w.astype('u8').astype('u4').view('i4')
        if 'none' in d.name: return np.zeros(d.shape, 'i4')
        return np.where(number % 5 == 0, w, 0) if 'sparse' in d.name else w
      def check(name):
        with h5py.File(name, 'r') as f:
          for k in f:
            d = f[k]
            a = d[...]
            if not np.array_equal(a, wanted(d)):
              bad = np.argwhere(a != wanted(d))
              sys.exit('%s: %d elements differ, first at %s' % (k, len(bad), bad[0]))
      def chunks(name):
        with h5py.File(name, 'r') as f:
          for k in f:
            d = f[k].id
            print(k, 'header', h5py.h5o.get_info(d).addr)
            n = d.get_num_chunks()
            # C shows offsets as if the unlimited dimension were the first; values tell there.
            if None in f[k].maxshape[1:] and None != f[k].maxshape[0]: continue
            for i in sorted(set(range(0, min(n, 40))) | set(range(0, n, max(1, n // 25)))):
              c = d.get_chunk_info(i)
              print(k, ','.join(map(str, c.chunk_offset)), c.byte_offset, c.size, c.filter_mask)
            print(k, 'placed', n)
      """;

  private final Path folder;

  ChunkIndexesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static IndexedFile sample() throws IOException {
    IndexedFile file = new IndexedFile();
    for (boolean filtered : new boolean[] {false, true}) {
      String f = filtered ? "_filtered" : "";
      file.add("single" + f, Dataspace.of(5, 7), new long[] {5, 7}, filtered, c -> true);
      file.add("early" + f, Dataspace.of(13, 7), new long[] {4, 3}, filtered, c -> true);
      file.add("fixed" + f, Dataspace.of(13, 7), new long[] {4, 3}, filtered, c -> true);
      file.add("fixed_paged" + f, Dataspace.of(130, 77), new long[] {2, 2}, filtered, c -> true);
      file.add("fixed_sparse" + f, Dataspace.of(9000), new long[] {1}, filtered, c -> c % 5 == 0);
      grow(file, "fixed_most" + f, filtered, new long[] {10, 8}, new long[] {24, 80});
      file.add("fixed_none_sparse" + f, Dataspace.of(130), new long[] {2}, filtered, c -> false);
      grow(file, "extensible" + f, filtered, new long[] {9, 4}, new long[] {NO_END, 10});
      grow(file, "extensible_swizzled" + f, filtered, new long[] {9, 61}, new long[] {9, NO_END});
      grow(
          file,
          "extensible_middle" + f,
          filtered,
          new long[] {5, 33, 4},
          new long[] {8, NO_END, 9});
      grow(file, "extensible_long" + f, filtered, new long[] {3000, 2}, new long[] {NO_END, 2});
      file.add(
          "extensible_sparse" + f,
          Dataspace.of(new long[] {9001}, new long[] {NO_END}),
          new long[] {1},
          filtered,
          c -> c % 5 == 0);
      grow(file, "tree" + f, filtered, new long[] {9, 4}, new long[] {NO_END, NO_END});
      grow(file, "tree_deep" + f, filtered, new long[] {200, 160}, new long[] {NO_END, NO_END});
      file.add(
          "tree_sparse" + f,
          Dataspace.of(new long[] {90, 30}, new long[] {NO_END, NO_END}),
          new long[] {1, 2},
          filtered,
          c -> c % 5 == 0);
    }
    return file;
  }

  private static void grow(
      IndexedFile file, String name, boolean filtered, long[] shape, long... most)
      throws IOException {
    long[] chunk = new long[shape.length];
    Arrays.fill(chunk, 2);
    file.add(name, Dataspace.of(shape, most), chunk, filtered, c -> true);
  }

  /** What we read of every chunk that h5py shows. */
  private static void compare(IndexedFile file, String chunks) {
    for (String line : chunks.strip().lines().toList()) {
      String[] word = line.split(" ");
      IndexedFile.Stored dataset = file.dataset(word[0]);
      ChunkTable table = dataset.table();
      if (word[1].equals("header")) {
        assertEquals(Long.parseLong(word[2]), dataset.header().address(), line);
        continue;
      }
      if (word[1].equals("placed")) {
        assertEquals(Long.parseLong(word[2]), table.placed(), line);
        continue;
      }
      long chunk = 0;
      String[] offset = word[1].split(",");
      for (int d = 0; d < offset.length; d++) {
        long at = Long.parseLong(offset[d]) / dataset.layout().shape()[d];
        chunk = chunk * table.grid()[d] + at;
      }
      String found =
          "%d %d %d".formatted(table.address(chunk), table.storedBytes(chunk), table.mask(chunk));
      assertEquals("%s %s %s".formatted(word[2], word[3], word[4]), found, line);
    }
  }

  private Path save(String name, IndexedFile file) throws IOException {
    return Files.write(folder.resolve(name), file.finish());
  }

  @Test
  void shouldGiveEqualValuesWhenH5pyReadsEveryIndex() throws IOException {
    IndexedFile written = sample();
    Path file = save("a.h5", written);
    TestFiles.python(CHECK + "check(sys.argv[1])", file.toString());
    String chunks = TestFiles.python(CHECK + "chunks(sys.argv[1])", file.toString());
    compare(written, chunks);
    IndexedFile read = new IndexedFile(Files.readAllBytes(file));
    compare(read, chunks);
    for (String name : read.names()) {
      read.check(name);
    }
  }

  @Test
  void shouldBeTheSameBytesWhenWrittenTwice() throws IOException {
    assertArrayEquals(sample().finish(), sample().finish());
  }

  @Test
  void shouldReadAndExtendWhenH5pyExtendedOurFile() throws IOException {
    Path file = save("a.h5", sample());
    String grow =
        """
        with h5py.File(sys.argv[1], 'r+') as f:
          for k in f:
            d = f[k]
            if d.maxshape == d.shape or 'sparse' in k: continue
            d.resize([s if m == s else min(s + s % 2 + 14, m or 1 << 62)
                      for s, m in zip(d.shape, d.maxshape)])
            d[...] = wanted(d)
        check(sys.argv[1])
        chunks(sys.argv[1])
        """;
    String chunks = TestFiles.python(CHECK + grow, file.toString());
    IndexedFile read = new IndexedFile(Files.readAllBytes(file));
    compare(read, chunks);
    for (String name : read.names()) {
      read.check(name);
      Dataspace shape = read.dataset(name).shape();
      if (shape.canGrow() && !name.contains("sparse")) {
        long[] larger = shape.shape();
        for (int d = 0; d < larger.length; d++) {
          long most = shape.maxShape()[d];
          larger[d] = most == NO_END ? larger[d] + 11 : Math.min(most, larger[d] + 3);
        }
        read.resize(name, larger);
      }
    }
    Path again = save("b.h5", read);
    compare(
        read, TestFiles.python(CHECK + "check(sys.argv[1]);chunks(sys.argv[1])", again.toString()));
    TestFiles.run("h5dump", "-H", again.toString());
  }

  @Test
  void shouldReadTablesWhenH5pyWroteThem() throws IOException {
    String create =
        """
        def make(f, name, shape, most, chunk, **more):
          for k in ('', '_deflate', '_all', '_lzf'):
            o = dict(more)
            if k: o['compression'] = 'lzf' if k == '_lzf' else 4
            if k == '_all': o.update(shuffle=True, fletcher32=True)
            d = f.create_dataset(name + k, shape, 'i4', chunks=chunk, maxshape=most, **o)
            if 'sparse' in name:
              w = wanted(d)
              for i in range(0, shape[0], 5 * chunk[0]): d[i:i+chunk[0]] = w[i:i+chunk[0]]
            else:
              d[...] = wanted(d)
        for lib in ('earliest', 'latest'):
          with h5py.File(sys.argv[1] + '/' + lib + '.h5', 'w', libver=lib) as f:
            make(f, 'single', (5, 7), (5, 7), (5, 7))
            make(f, 'fixed', (13, 7), (13, 7), (4, 3))
            make(f, 'fixed_most', (13, 7), (20, 70), (4, 3))
            make(f, 'fixed_paged', (3001,), (3001,), (2,))
            make(f, 'fixed_sparse', (9000,), (9000,), (1,))
            make(f, 'ext', (3001,), (None,), (2,))
            make(f, 'ext_sparse', (9000,), (None,), (1,))
            make(f, 'ext_swizzled', (4, 5, 61), (7, 6, None), (2, 2, 2))
            make(f, 'tree', (190, 160), (None, None), (2, 2))
            make(f, 'tree_some', (9, 5), (None, None), (2, 2))
          check(sys.argv[1] + '/' + lib + '.h5')
          chunks(sys.argv[1] + '/' + lib + '.h5')
          print('---')
        """;
    String[] chunks = TestFiles.python(CHECK + create, folder.toString()).split("---\n");
    assertEquals(2, chunks.length);
    for (int i = 0; i < 2; i++) {
      Path file = folder.resolve(i == 0 ? "earliest.h5" : "latest.h5");
      byte[] bytes = Files.readAllBytes(file);
      IndexedFile read = new IndexedFile(bytes, chunks[i]);
      compare(read, chunks[i]);
      assertEquals(40, read.names().size());
      damage(read);
      for (String name : read.names()) {
        read.check(name);
      }
    }
  }

  @Test
  void shouldReadPagesWhenArrayIsLong() throws IOException {
    // Beyond 131060 chunks data blocks have pages; here the last page is in the fourth block.
    int length = 4 + 131_056 + 3 * 2048 + 500;
    IndexedFile file = new IndexedFile();
    Dataspace shape = Dataspace.of(new long[] {length}, new long[] {NO_END});
    file.add("long", shape, new long[] {1}, false, c -> true);
    file.add("long_sparse", shape, new long[] {1}, false, c -> c % 5 == 0);
    Path ours = save("ours.h5", file);
    String theirs = folder.resolve("theirs.h5").toString();
    String ends =
        """
        def ends(name):
          with h5py.File(name, 'r') as f:
            for d in f.values():
              w = wanted(d)
              for part in (slice(0, 500), slice(131000, 131100), slice(-9000, None)):
                if not np.array_equal(d[part], w[part]): sys.exit('%s differs' % d.name)
        """;
    String script =
        """
        ends(sys.argv[1])
        with h5py.File(sys.argv[1], 'r+') as f:
          d = f['long']
          d.resize((d.shape[0] + 5000,))
          w = wanted(d)
          d[-6000:] = w[-6000:]
        ends(sys.argv[1])
        with h5py.File(sys.argv[2], 'w', libver='latest') as f:
          d = f.create_dataset('long', (int(sys.argv[3]),), 'i4', chunks=(1,), maxshape=(None,))
          w = wanted(d)
          d[:30] = w[:30]
          d[-3000:] = w[-3000:]
        with h5py.File(sys.argv[2]) as f: print('long header', h5py.h5o.get_info(f['long'].id).addr)
        """;
    String headers =
        TestFiles.python(CHECK + ends + script, ours.toString(), theirs, Integer.toString(length));
    IndexedFile extended = new IndexedFile(Files.readAllBytes(ours));
    extended.check("long");
    assertEquals(length + 5000, extended.dataset("long").table().placed());
    extended.check("long_sparse");
    IndexedFile read = new IndexedFile(Files.readAllBytes(Path.of(theirs)), headers);
    read.check("long");
    assertEquals(3030, read.dataset("long").table().placed());
    extended.resize("long", length + 12_000);
    TestFiles.python(CHECK + ends + "ends(sys.argv[1])", save("again.h5", extended).toString());
  }

  @Test
  void shouldGiveEqualValuesWhenOtherLibrariesRead() throws IOException {
    Path path = save("a.h5", sample());
    IndexedFile file = new IndexedFile(Files.readAllBytes(path));
    try (HdfFile jhdf = new HdfFile(path)) {
      for (String name : file.names()) {
        Dataset dataset = jhdf.getDatasetByPath("/" + name);
        // jHDF 0.13 numbers chunks by the current shape and by no unlimited dimension.
        if (!name.matches("extensible(_filtered)?|.*(sparse|most|middle|swizzled).*")) {
          assertArrayEquals(
              file.values(name), flat(dataset.getDataFlat()), "jHDF, dataset " + name);
        }
      }
    }
    H5open();
    long opened = H5Fopen(path.toString(), H5F_ACC_RDONLY(), H5P_DEFAULT());
    assertTrue(opened >= 0, "libhdf5 opens");
    for (String name : file.names()) {
      int[] wanted = file.values(name);
      long dataset = H5Dopen2(opened, name, H5P_DEFAULT());
      try (IntPointer found = new IntPointer(wanted.length)) {
        int code = H5Dread(dataset, H5T_NATIVE_INT_g(), H5S_ALL(), H5S_ALL(), H5P_DEFAULT(), found);
        assertEquals(0, code, name);
        int[] values = new int[wanted.length];
        found.get(values);
        assertArrayEquals(wanted, values, "libhdf5, dataset " + name);
      }
      H5Dclose(dataset);
    }
    H5Fclose(opened);
  }

  private static int[] flat(Object data) {
    return (int[]) data;
  }

  @Test
  void shouldOnlyRefuseWhenBytesAreDamaged() throws IOException {
    damage(new IndexedFile(sample().finish()));
  }

  /** Reads every index with damaged blocks: nothing but a clear error may come of it. */
  private static void damage(IndexedFile file) {
    Random random = new Random(31);
    for (String name : file.names()) {
      IndexedFile.Stored dataset = file.dataset(name);
      for (int trial = 0; trial < 150; trial++) {
        MetadataSource source = new Damaged(file.space(), random, trial < 50 ? 1 : 0.1);
        try {
          ChunkIndexes.read(
              source, dataset.layout(), dataset.shape(), !dataset.filters().isEmpty());
        } catch (H5Exception e) {
          assertEquals(H5Error.BAD_FILE, e.error(), e.getMessage());
        }
      }
    }
  }

  @Test
  void shouldOnlyRefuseWhenTheIndexIsNotWhatTheLayoutSays() throws IOException {
    IndexedFile file = new IndexedFile(sample().finish());
    for (String name : file.names()) {
      IndexedFile.Stored dataset = file.dataset(name);
      for (String other : file.names()) {
        DataLayout.Chunked layout =
            new DataLayout.Chunked(
                dataset.layout().shape(),
                4,
                true,
                dataset.layout().index(),
                file.dataset(other).layout().address());
        try {
          ChunkIndexes.read(file.space(), layout, dataset.shape(), !dataset.filters().isEmpty());
        } catch (H5Exception e) {
          assertEquals(H5Error.BAD_FILE, e.error(), e.getMessage());
        }
      }
    }
  }

  @Test
  void shouldChooseAsCDoesWhenShapesDiffer() {
    long[] chunk = {4, 3};
    assertEquals("Single", chosen(Dataspace.of(4, 3), true, false, chunk));
    assertEquals("Single", chosen(Dataspace.of(4, 3), false, true, chunk));
    assertEquals("Implicit", chosen(Dataspace.of(9, 3), false, true, chunk));
    assertEquals("FixedArray", chosen(Dataspace.of(9, 3), true, true, chunk));
    assertEquals("FixedArray", chosen(Dataspace.of(9, 3), false, false, chunk));
    Dataspace limited = Dataspace.of(new long[] {4, 3}, new long[] {9, 3});
    assertEquals("FixedArray", chosen(limited, false, true, chunk));
    Dataspace one = Dataspace.of(new long[] {4, 3}, new long[] {9, NO_END});
    assertEquals("ExtensibleArray", chosen(one, false, true, chunk));
    Dataspace two = Dataspace.of(new long[] {4, 3}, new long[] {NO_END, NO_END});
    assertEquals("BTree2", chosen(two, false, true, chunk));
  }

  private static String chosen(Dataspace space, boolean filtered, boolean early, long... chunk) {
    DataLayout.Index index = ChunkIndexes.choose(space, chunk, filtered, early);
    assertTrue(index.toString().toLowerCase(Locale.ROOT).length() > 5);
    return index.getClass().getSimpleName();
  }
}
