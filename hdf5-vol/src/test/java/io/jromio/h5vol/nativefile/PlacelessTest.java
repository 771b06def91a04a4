package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.move;
import static io.jromio.h5vol.nativefile.NativeFiles.numbers;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.refused;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets of others to which nothing was written yet: their elements have no place at all. */
final class PlacelessTest {
  /** All ways to keep elements, times of allocation and fill values. */
  private static final String WRITE =
      """
      import sys, h5py, numpy as np
      from h5py import h5d, h5p, h5s, h5t
      kinds = {'contiguous': (None, None, ()), 'compact': (0, None, ()),
               'single': ((7, 5), (7, 5), ()), 'fixed': ((3, 2), (7, 5), ()),
               'row': ((3, 2), (h5s.UNLIMITED, 5), ()),
               'tree': ((3, 2), (h5s.UNLIMITED, h5s.UNLIMITED), ()),
               'single-z': ((7, 5), (7, 5), (1,)), 'fixed-z': ((3, 2), (7, 5), (1,)),
               'row-z': ((3, 2), (h5s.UNLIMITED, 5), (1,)),
               'tree-z': ((3, 2), (h5s.UNLIMITED, h5s.UNLIMITED), (1,))}
      times = {'late': h5d.ALLOC_TIME_LATE, 'incr': h5d.ALLOC_TIME_INCR,
               'early': h5d.ALLOC_TIME_EARLY}
      with h5py.File(sys.argv[1], 'w', libver=sys.argv[2]) as f:
          for kind, (chunk, limit, z) in kinds.items():
              for time, number in times.items():
                  if (kind == 'compact' or z) and time == 'incr' or kind == 'contiguous' and time == 'incr':
                      continue
                  for fill in (0, 7):
                      p = h5p.create(h5p.DATASET_CREATE)
                      if chunk == 0:
                          p.set_layout(h5d.COMPACT)
                      elif chunk:
                          p.set_chunk(chunk)
                      if z:
                          p.set_deflate(1)
                      if not (kind == 'compact' and time == 'late'):
                          p.set_alloc_time(number)
                      if fill:
                          p.set_fill_value(np.array(fill, dtype='i4'))
                      name = '%s-%s-%d' % (kind, time, fill)
                      s = h5s.create_simple((7, 5), limit)
                      d = h5d.create(f.id, name.encode(), h5t.STD_I32LE, s, p)
      """;

  @TempDir private Path folder = Path.of("/");

  @BeforeAll
  static void needsH5py() {
    OutsideReaders.assumeH5py();
  }

  private Path written(String format) throws Exception {
    Path file = folder.resolve(format + ".h5");
    OutsideReaders.python(WRITE, file.toString(), format);
    return file;
  }

  private static List<String> names(VolFile file) throws Exception {
    List<String> names = new ArrayList<>();
    file.root().list().forEach(link -> names.add("/" + link.name()));
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shouldTakePlacesWhenAllElementsAreWritten(int ranks) throws Exception {
    Path path = written("latest");
    List<String> all = new ArrayList<>();
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : names(file)) {
              writeNumbers(dataset(file, name));
              assertArrayEquals(numbers(35), read(dataset(file, name)), name);
            }
          }
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            for (String name : names(file)) {
              assertArrayEquals(numbers(35), read(dataset(file, name)), name);
            }
            if (world.rank() == 0) {
              all.addAll(names(file));
            }
          }
        });
    for (String name : all) {
      OutsideReaders.shouldHoldByLibrary(path, name, numbers(35));
    }
    assertEquals(
        "True",
        OutsideReaders.python(
            "import h5py, sys, numpy as np\n"
                + "n = np.arange(35).reshape(7, 5)\n"
                + "print(all((d[...] == n).all() for d in h5py.File(sys.argv[1]).values()),"
                + " end='')",
            path.toString()));
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldShowFillValuesAroundWhatWasWrittenFirst(int ranks) throws Exception {
    Path path = written("latest");
    List<String> all = new ArrayList<>();
    RankThreads.run(
        ranks,
        world -> {
          boolean writes = world.rank() == world.size() - 1;
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : names(file)) {
              Selection one = Selection.slab(new long[] {4, 3}, new long[] {1, 2});
              move(
                  dataset(file, name),
                  Direction.WRITE,
                  one,
                  writes ? new int[] {1, 2} : new int[0]);
            }
            if (world.rank() == 0) {
              all.addAll(names(file));
            }
          }
        });
    for (String name : all) {
      int fill = name.charAt(name.length() - 1) - '0';
      int[] expected = new int[35];
      Arrays.fill(expected, fill);
      expected[23] = 1;
      expected[24] = 2;
      OutsideReaders.shouldHoldByLibrary(path, name, expected);
    }
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v108", "earliest"})
  void shouldTakePlacesInOldFormatsAsFarAsTheyCanBeExtended(String format) throws Exception {
    Path path = written(format);
    List<String> made = new ArrayList<>();
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : names(file)) {
              VolDataset dataset = dataset(file, name);
              boolean early = name.contains("-early-") && !name.contains("-z-");
              early &= !name.startsWith("/compact");
              boolean simple = name.startsWith("/contiguous") || name.startsWith("/compact");
              if (early || (simple && format.equals("v108"))) {
                writeNumbers(dataset);
                if (world.rank() == 0) {
                  made.add(name);
                }
              } else {
                refused(H5Error.UNSUPPORTED, () -> writeNumbers(dataset));
              }
            }
          }
        });
    for (String name : made) {
      OutsideReaders.shouldHoldByLibrary(path, name, numbers(35));
    }
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @Test
  void shouldRefuseOneRankAloneUntilThereIsAPlace() throws Exception {
    Path path = written("latest");
    RankThreads.run(
        2,
        world -> {
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            for (String name : List.of("/contiguous-late-7", "/fixed-late-0", "/row-incr-7")) {
              VolDataset dataset = dataset(file, name);
              refused(H5Error.UNSUPPORTED, () -> alone(dataset, 1));
              world.barrier();
              move(dataset, Direction.WRITE, Selection.none());
              alone(dataset, world.rank());
              world.barrier();
              int[] found = read(dataset);
              assertEquals(0, found[0], name);
              assertEquals(1, found[1], name);
              assertEquals(name.charAt(name.length() - 1) - '0', found[2], name);
            }
          }
        });
  }

  private static void alone(VolDataset dataset, int value) throws Exception {
    Transfer part =
        new Transfer(
            dataset,
            Selection.slab(new long[] {0, value}, new long[] {1, 1}),
            Elements.of(H5Type.I32, MemorySegment.ofArray(new int[] {value})),
            Dataspace.of(1),
            Selection.all());
    dataset.file().transfer(Direction.WRITE, TransferMode.INDEPENDENT, List.of(part)).await();
  }
}
