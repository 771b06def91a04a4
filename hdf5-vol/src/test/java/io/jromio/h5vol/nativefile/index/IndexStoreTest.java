package io.jromio.h5vol.nativefile.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.DataLayout;
import io.jromio.h5vol.nativefile.format.MetadataSource;
import io.jromio.h5vol.nativefile.format.MetadataSpace;
import io.jromio.h5vol.nativefile.format.TestFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What storing an index again writes, and what it leaves alone. */
final class IndexStoreTest {
  private static final long NO_END = Dataspace.UNLIMITED;

  private final Path folder;

  IndexStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Counts what is put. */
  private static final class Counting implements MetadataSpace {
    private final MetadataSpace space = TestFiles.empty();
    private long bytes;

    @Override
    public long allocate(long length) {
      return space.allocate(length);
    }

    @Override
    public void free(long address, long length) {
      space.free(address, length);
    }

    @Override
    public void put(long address, byte[] block) {
      bytes += block.length;
      space.put(address, block);
    }

    @Override
    public byte[] read(long address, long length, String what) throws H5Exception {
      return space.read(address, length, what);
    }

    @Override
    public long end() {
      return space.end();
    }

    /** Bytes put since the last question. */
    long taken() {
      long taken = bytes;
      bytes = 0;
      return taken;
    }
  }

  private static DataLayout.Chunked layout(Dataspace shape, boolean filtered, long... chunk) {
    DataLayout.Index index = ChunkIndexes.choose(shape, chunk, filtered, false);
    return new DataLayout.Chunked(chunk, 8, true, index, MetadataSource.UNDEFINED);
  }

  private static void placeAll(MetadataSpace space, ChunkTable table) {
    for (long chunk = 0; chunk < table.chunks(); chunk++) {
      if (table.address(chunk) == -1) {
        table.place(chunk, space.allocate(8), 8, 0);
      }
    }
  }

  private static void same(ChunkTable wanted, ChunkTable found) {
    assertArrayEquals(wanted.grid(), found.grid());
    assertEquals(wanted.placed(), found.placed());
    for (long chunk = 0; chunk < wanted.chunks(); chunk++) {
      assertEquals(wanted.address(chunk), found.address(chunk));
    }
  }

  @Test
  void shouldWriteOnlyTheTailWhenAnExtensibleArrayGrows() throws H5Exception {
    Counting space = new Counting();
    Dataspace shape = Dataspace.of(new long[] {200_000}, new long[] {NO_END});
    DataLayout.Chunked layout = layout(shape, false, 1);
    ChunkTable table = ChunkIndexes.empty(shape, 1);
    placeAll(space, table);
    layout = ChunkIndexes.store(space, layout, shape, false, table);
    assertTrue(space.taken() > 8 * 200_000);
    assertSame(layout, ChunkIndexes.store(space, layout, shape, false, table));
    assertEquals(0, space.taken());

    Dataspace larger = shape.resized(200_010);
    table.resize(200_010);
    placeAll(space, table);
    DataLayout.Chunked again = ChunkIndexes.store(space, layout, larger, false, table);
    assertEquals(layout.address(), again.address());
    long written = space.taken();
    assertTrue(written < 20_000, "bytes=" + written);
    same(table, ChunkIndexes.read(space, again, larger, false));

    Dataspace smaller = shape.resized(100);
    table.resize(100);
    ChunkIndexes.store(space, layout, smaller, false, table);
    same(table, ChunkIndexes.read(space, layout, smaller, false));
  }

  @Test
  void shouldWriteOnePageWhenOneChunkOfAFixedArrayIsPlaced() throws H5Exception {
    Counting space = new Counting();
    Dataspace shape = Dataspace.of(1_000_000);
    DataLayout.Chunked layout = layout(shape, false, 1);
    ChunkTable table = ChunkIndexes.empty(shape, 1);
    assertSame(layout, ChunkIndexes.store(space, layout, shape, false, table));
    table.place(777_777, space.allocate(8), 8, 0);
    layout = ChunkIndexes.store(space, layout, shape, false, table);
    assertTrue(space.taken() < 10_000);
    table.place(5, space.allocate(8), 8, 0);
    assertEquals(
        layout.address(), ChunkIndexes.store(space, layout, shape, false, table).address());
    assertTrue(space.taken() < 10_000);
    ChunkTable read = ChunkIndexes.read(space, layout, shape, false);
    assertEquals(2, read.placed());
    assertEquals(table.address(777_777), read.address(777_777));
    assertEquals(table.address(5), read.address(5));
  }

  @Test
  void shouldForgetChunksWhenEveryIndexShrinksAndGrows() throws H5Exception {
    for (long[] most :
        List.of(
            new long[] {40, 40},
            new long[] {NO_END, 40},
            new long[] {40, NO_END},
            new long[] {NO_END, NO_END})) {
      for (boolean filtered : new boolean[] {false, true}) {
        Counting space = new Counting();
        Dataspace shape = Dataspace.of(new long[] {20, 30}, most);
        DataLayout.Chunked layout = layout(shape, filtered, 1, 1);
        ChunkTable table = ChunkIndexes.empty(shape, 1, 1);
        placeAll(space, table);
        layout = ChunkIndexes.store(space, layout, shape, filtered, table);
        long address = layout.address();
        for (long[] next :
            List.of(
                new long[] {7, 30},
                new long[] {7, 11},
                new long[] {0, 11},
                new long[] {40, 40},
                new long[] {39, 40})) {
          table.resize(next);
          if (next[0] != 40) {
            layout = ChunkIndexes.store(space, layout, shape.resized(next), filtered, table);
          }
          placeAll(space, table);
          layout = ChunkIndexes.store(space, layout, shape.resized(next), filtered, table);
          assertEquals(address, layout.address());
          same(table, ChunkIndexes.read(space, layout, shape.resized(next), filtered));
        }
      }
    }
  }

  @Test
  void shouldRefuseWhatAnIndexCannotHold() throws H5Exception {
    Counting space = new Counting();
    Dataspace shape = Dataspace.of(new long[] {1L << 40}, new long[] {NO_END});
    ChunkTable table = ChunkIndexes.empty(shape, 1);
    table.place((1L << 40) - 1, 8, 8, 0);
    DataLayout.Chunked layout = layout(shape, false, 1);
    H5Exception e =
        assertThrows(
            H5Exception.class, () -> ChunkIndexes.store(space, layout, shape, false, table));
    assertEquals(H5Error.UNSUPPORTED, e.error());
    DataLayout.Chunked old =
        new DataLayout.Chunked(new long[] {1}, 8, true, new DataLayout.Index.BTree1(), 100);
    e = assertThrows(H5Exception.class, () -> ChunkIndexes.store(space, old, shape, false, table));
    assertEquals(H5Error.UNSUPPORTED, e.error());
    DataLayout.Chunked implicit =
        new DataLayout.Chunked(new long[] {1}, 8, true, new DataLayout.Index.Implicit(), -1);
    ChunkTable scattered = ChunkIndexes.empty(Dataspace.of(3), 1);
    scattered.place(0, 80, 8, 0);
    scattered.place(2, 88, 8, 0);
    e =
        assertThrows(
            H5Exception.class,
            () -> ChunkIndexes.store(space, implicit, Dataspace.of(3), false, scattered));
    assertEquals(H5Error.ARG, e.error());
  }

  @Test
  void shouldReadImplicitIndexWhenItIsMadeForALargerShape() throws IOException {
    String file = folder.resolve("a.h5").toString();
    String script =
        """
        import numpy as np
        with h5py.File(sys.argv[1], 'w', libver='latest') as f:
          p = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
          p.set_chunk((2, 2))
          p.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
          s = h5py.h5s.create_simple((5, 7), (9, 20))
          d = h5py.h5d.create(f.id, b'd', h5py.h5t.STD_I32LE, s, p)
          i, j = np.indices((5, 7))
          f['d'][...] = i * 1000 + j
          print('d header', h5py.h5o.get_info(f['d'].id).addr)
        """;
    String headers = TestFiles.python(script, file);
    IndexedFile read = new IndexedFile(Files.readAllBytes(Path.of(file)), headers);
    IndexedFile.Stored dataset = read.dataset("d");
    assertTrue(dataset.layout().index() instanceof DataLayout.Index.Implicit);
    assertFalse(dataset.table().isDense());
    assertEquals(12, dataset.table().placed());
    read.check("d");
    // A step down is a row of the larger shape: 10 chunks of 16 bytes.
    assertEquals(dataset.table().address(0) + 160, dataset.table().address(4));
    dataset.table().resize(5, 10);
    assertEquals(dataset.table().address(0) + 160, dataset.table().address(10));
    assertEquals(50, dataset.table().placed());
    assertTrue(dataset.table().isDense());
  }
}
