package io.jromio.h5vol.nativefile;

import static io.jromio.h5vol.nativefile.NativeFiles.chunked;
import static io.jromio.h5vol.nativefile.NativeFiles.contiguous;
import static io.jromio.h5vol.nativefile.NativeFiles.dataset;
import static io.jromio.h5vol.nativefile.NativeFiles.filledWith;
import static io.jromio.h5vol.nativefile.NativeFiles.open;
import static io.jromio.h5vol.nativefile.NativeFiles.read;
import static io.jromio.h5vol.nativefile.NativeFiles.unlimited;
import static io.jromio.h5vol.nativefile.NativeFiles.writeNumbers;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.OutsideReaders;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Placement;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was never written reads as fill values, wherever others had their elements before. */
final class FreedSpaceTest {
  /** Elements of one dimension: some in the block of small data, some too large for it. */
  private static final int[] LENGTHS = {40, 200, 3000};

  @TempDir private Path folder = Path.of("/");

  private static List<DatasetCreation> creations(int length, FilterSpec... filters) {
    Dataspace growing = Dataspace.of(new long[] {length}, unlimited(1));
    Dataspace fixed = Dataspace.of(length);
    List<DatasetCreation> all = new ArrayList<>();
    if (filters.length == 0) {
      all.add(contiguous(H5Type.I32, length));
    }
    all.add(chunked(H5Type.I32, growing, new long[] {length / 4}, filters));
    all.add(chunked(H5Type.I32, fixed, new long[] {length / 3}, filters));
    all.add(chunked(H5Type.I32, fixed, new long[] {length}, filters));
    return all;
  }

  /** Everything that gives places back: deleted datasets, chunks of all kinds that are outside. */
  private static void makeHoles(VolFile file, int round) throws H5Exception {
    List<String> gone = new ArrayList<>();
    int made = 0;
    for (int length : LENGTHS) {
      List<DatasetCreation> all = creations(length);
      all.addAll(creations(length, FilterSpec.deflate(1)));
      for (DatasetCreation creation : all) {
        String name = "old%d-%d".formatted(round, made++);
        VolDataset dataset = file.root().createDataset(name, filledWith(creation, -1));
        writeNumbers(dataset);
        if (creation.space().canGrow()) {
          dataset.resize(length / 4 + 1);
        } else {
          gone.add(name);
        }
      }
    }
    for (String name : gone) {
      file.root().deleteLink(name);
    }
  }

  /** Datasets that nobody writes, and some whose first elements are. */
  private static void makeNew(VolFile file, int round, List<String> names) throws H5Exception {
    for (int length : LENGTHS) {
      for (DatasetCreation creation : creations(length)) {
        for (int fill : new int[] {0, 7}) {
          String name = "new%d-%d-%d".formatted(round, names.size(), fill);
          DatasetCreation wanted = fill == 0 ? creation : filledWith(creation, fill);
          VolDataset dataset = file.root().createDataset(name, wanted);
          names.add(name);
          if (creation.space().canGrow()) {
            dataset.resize(length / 2);
            dataset.resize(length + 5);
          }
        }
      }
    }
  }

  private static void shouldBeUntouched(VolFile file, List<String> names) throws H5Exception {
    for (String name : names) {
      int[] found = read(dataset(file, "/" + name));
      int[] expected = new int[found.length];
      Arrays.fill(expected, name.charAt(name.length() - 1) - '0');
      assertArrayEquals(expected, found, name);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,512"})
  void shouldShowFillValuesWhereOthersHadTheirElements(int ranks, int alignment) throws Exception {
    Path path = folder.resolve("holes.h5");
    Map<String, int[]> all = new TreeMap<>();
    RankThreads.run(
        ranks,
        world -> {
          Placement placement = new Placement(1024, alignment, 2048);
          FileProperties properties = FileProperties.of(Access.TRUNCATE).placement(placement);
          List<String> names = new ArrayList<>();
          try (VolFile file = NativeFiles.create(world, path.toString(), properties)) {
            makeHoles(file, 0);
            makeNew(file, 0, names);
            makeHoles(file, 1);
            file.flush();
            makeNew(file, 1, names);
            shouldBeUntouched(file, names);
          }
          try (VolFile file = open(world, path.toString(), Access.WRITE)) {
            file.root().deleteLink("old0-1");
            makeHoles(file, 2);
            makeNew(file, 2, names);
            file.flush();
            makeNew(file, 3, names);
            shouldBeUntouched(file, names);
          }
          try (VolFile file = open(world, path.toString(), Access.READ)) {
            shouldBeUntouched(file, names);
            for (String name : names) {
              int[] found = read(dataset(file, "/" + name));
              if (world.rank() == 0) {
                all.put(name, found);
              }
            }
          }
        });
    for (var dataset : all.entrySet()) {
      OutsideReaders.shouldHoldByLibrary(path, "/" + dataset.getKey(), dataset.getValue());
    }
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }
}
