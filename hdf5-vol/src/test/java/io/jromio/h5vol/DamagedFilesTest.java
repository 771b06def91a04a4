package io.jromio.h5vol;

import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.nativefile.FileCheck;
import io.jromio.h5vol.nativefile.format.TestFiles;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged files, read whole and changed wherever they let one: whatever is wrong comes out as the
 * same error on all ranks, soon, and takes no more memory than a good file.
 */
final class DamagedFilesTest {
  private static final int ROUNDS = 25;

  /** Most elements that are read at once, and most objects that are looked at. */
  private static final long MOST_ELEMENTS = 1 << 16;

  private static final int MOST_OBJECTS = 300;

  @TempDir private Path folder = Path.of("");

  /** What one rank saw: a line for each call. */
  private static final class Tour {
    private final List<String> seen = new ArrayList<>();
    private final Set<Long> visited = new HashSet<>();

    /** A call that may find the file damaged. */
    interface Call {
      Object run() throws H5Exception;
    }

    void note(String what, Call call) {
      try {
        seen.add(what + " = " + call.run());
      } catch (H5Exception e) {
        assertFalse(e.detail().isEmpty(), "an error says what is wrong");
        seen.add(what + " ! " + e.error());
      }
    }

    void file(Communicator world, String name) {
      note(
          "open",
          () -> {
            try (H5File file = H5File.open(world, name)) {
              group(file);
              attributes(file);
            }
            return "closed";
          });
    }

    private void group(H5Group group) throws H5Exception {
      for (Link link : group.links()) {
        String what = group.path() + " " + link.name();
        if (link.target() instanceof LinkTarget.External) {
          seen.add(what + " external");
        } else {
          note(what, () -> object(group.object("./" + link.name())));
        }
      }
    }

    private String object(H5Object object) throws H5Exception {
      if (!visited.add(object.token().value()) || visited.size() > MOST_OBJECTS) {
        return "seen";
      }
      attributes(object);
      if (object instanceof H5Group group) {
        group(group);
      } else if (object instanceof H5Dataset dataset) {
        dataset(dataset);
      }
      return object.kind() + " links=" + object.hardLinks();
    }

    private void attributes(H5Object object) {
      note(
          object.path() + " attributes",
          () -> {
            for (String name : object.attributes().names()) {
              note("@" + name, () -> object.attributes().value(name).space());
              note("@" + name, () -> object.attributes().get(name).getClass());
            }
            return object.attributes().names();
          });
    }

    private void dataset(H5Dataset dataset) {
      note(dataset.path() + " storage", dataset::storage);
      Dataspace space = dataset.space();
      note(
          dataset.path() + " elements of " + space,
          () -> {
            long[] count = new long[space.rank()];
            long elements = 1;
            for (int d = 0; d < count.length; d++) {
              count[d] =
                  Math.min(space.length(d), Math.max(1, MOST_ELEMENTS / Math.max(1, elements)));
              elements *= count[d];
            }
            if (elements * dataset.type().size() > 1 << 24) {
              return "large";
            }
            boolean whole = elements == space.elements() || space.rank() == 0;
            Selection selection = whole ? Selection.all() : slab(count, elements);
            H5Type type = dataset.type();
            byte[] bytes = new byte[(int) (space.elements() == 0 ? 0 : elements * type.size())];
            Elements target = Elements.of(type, MemorySegment.ofArray(bytes));
            dataset.at(selection).readAll(target);
            return type.hasVlen() ? bytes.length : Arrays.hashCode(bytes);
          });
    }

    private static Selection slab(long[] count, long elements) {
      return elements == 0 ? Selection.none() : Selection.slab(new long[count.length], count);
    }
  }

  /** What one rank saw that changed all it could. */
  private static final class Changes {
    private final Tour tour = new Tour();

    void file(Communicator world, String name) {
      tour.note(
          "open",
          () -> {
            try (H5File file = H5File.open(world, name, FileOption.writable())) {
              group(file);
              tour.note("flush", () -> done(file::flush));
              for (Link link : file.links()) {
                tour.note("delete " + link.name(), () -> done(() -> file.delete(link.name())));
              }
            }
            return "closed";
          });
    }

    /** A call without a result. */
    private interface Action {
      void run() throws H5Exception;
    }

    private static String done(Action action) throws H5Exception {
      action.run();
      return "done";
    }

    private void group(H5Group group) throws H5Exception {
      for (Link link : group.links()) {
        if (link.target() instanceof LinkTarget.Hard) {
          String what = group.path() + " " + link.name();
          tour.note(what, () -> object(group.object("./" + link.name())));
        }
      }
    }

    private String object(H5Object object) throws H5Exception {
      if (!tour.visited.add(object.token().value()) || tour.visited.size() > MOST_OBJECTS) {
        return "seen";
      }
      tour.note("put " + object.path(), () -> done(() -> object.attributes().put("new", 5)));
      if (object instanceof H5Group group) {
        group(group);
        tour.note("make " + object.path(), () -> group.group("./new").path());
      } else if (object instanceof H5Dataset dataset) {
        dataset(dataset);
      }
      return object.kind().toString();
    }

    private void dataset(H5Dataset dataset) {
      Dataspace space = dataset.space();
      long bytes = Math.min(space.elements(), 1 << 20) * dataset.type().size();
      if (space.elements() <= 1 << 20 && bytes <= 1 << 20 && !dataset.type().hasVlen()) {
        Elements zeros = Elements.of(dataset.type(), MemorySegment.ofArray(new byte[(int) bytes]));
        Region all = dataset.at(space.elements() > 0 ? Selection.all() : Selection.none());
        tour.note("write " + dataset.path(), () -> all.writeAll(zeros).elements());
      }
      if (space.rank() > 0) {
        long[] shape = space.shape();
        shape[0] = shape[0] / 2;
        tour.note("resize " + dataset.path(), () -> done(() -> dataset.resize(shape)));
      }
    }
  }

  private static List<List<String>> changes(int ranks, String name) {
    List<List<String>> seen = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      seen.add(new ArrayList<>());
    }
    RankThreads.run(
        ranks,
        world -> {
          Changes changes = new Changes();
          changes.file(world, name);
          seen.get(world.rank()).addAll(changes.tour.seen);
        });
    return seen;
  }

  private static List<List<String>> tours(int ranks, String name) {
    List<List<String>> tours = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      tours.add(new ArrayList<>());
    }
    RankThreads.run(
        ranks,
        world -> {
          Tour tour = new Tour();
          tour.file(world, name);
          tours.get(world.rank()).addAll(tour.seen);
        });
    return tours;
  }

  private void shouldOnlyFailClearly(String what, byte[] good) throws Exception {
    Path path = folder.resolve("damaged.h5");
    long seed = what.hashCode();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bad = TestFiles.damaged(good, random);
      Files.write(path, bad);
      int current = round;
      assertTimeoutPreemptively(
          ofSeconds(20),
          () -> {
            List<String> one = tours(1, path.toString()).getFirst();
            for (List<String> seen : tours(2, path.toString())) {
              assertEquals(one, seen, () -> "%s seed=%d round=%d".formatted(what, seed, current));
            }
            check(path);
            List<String> changed = changes(1, path.toString()).getFirst();
            Files.write(path, bad);
            for (List<String> seen : changes(2, path.toString())) {
              assertEquals(
                  changed, seen, () -> "%s seed=%d round=%d".formatted(what, seed, current));
            }
            check(path);
          },
          () -> "file=%s seed=%d round=%d".formatted(what, seed, current));
    }
  }

  private static void check(Path path) {
    try {
      FileCheck.check(path.toString());
    } catch (H5Exception e) {
      assertFalse(e.detail().isEmpty(), "an error says what is wrong");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "old.h5",
        "old-storage.h5",
        "old-groups.h5",
        "new.h5",
        "new-storage.h5",
        "dense.h5",
        "block.h5",
        "foreign.h5",
        "sohm.h5"
      })
  void shouldOnlyFailClearlyWhenAFileOfOthersIsDamaged(String sample) throws Exception {
    shouldOnlyFailClearly(sample, TestFiles.sample(sample));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldOnlyFailClearlyWhenAFileOfOursIsDamaged(long seed) throws Exception {
    Path path = folder.resolve("good.h5");
    RankThreads.run(1, world -> Programs.random(world, path.toString(), seed));
    shouldOnlyFailClearly("random" + seed, Files.readAllBytes(path));
  }

  /** Claims of far more than there is: nothing in the file is damaged. */
  private static final String ABSURD =
      """
      import sys, h5py
      with h5py.File(sys.argv[1], 'w', libver='latest') as f:
          for z in (None, 'gzip'):
              f.create_dataset('row%s' % z, (2**40,), 'i4', chunks=(1,), maxshape=(None,),
                               compression=z)
              f.create_dataset('tree%s' % z, (2**30, 2**30), 'i4', chunks=(1, 1),
                               maxshape=(None, None), compression=z)
              f.create_dataset('fixed%s' % z, (2**31,), 'i4', chunks=(1,), compression=z)
          f.create_dataset('contiguous', (2**58,), 'i4')
          for n in f:
              f[n].attrs['a'] = 1
      """;

  @Test
  void shouldTakeLittleMemoryWhenDataspacesAreAbsurd() throws Exception {
    OutsideReaders.assumeH5py();
    Path path = folder.resolve("absurd.h5");
    OutsideReaders.python(ABSURD, path.toString());
    assertTimeoutPreemptively(
        ofSeconds(60),
        () -> {
          for (List<String> seen : tours(2, path.toString())) {
            assertEquals(List.of(), seen.stream().filter(line -> line.contains(" ! ")).toList());
          }
          RankThreads.run(2, world -> writeAbsurd(world, path.toString()));
          assertEquals(List.of(), FileCheck.check(path.toString()));
        });
  }

  private static void writeAbsurd(Communicator world, String name) throws H5Exception {
    int[] one = world.rank() == 0 ? new int[] {5} : new int[0];
    Selection none = Selection.none();
    try (H5File file = H5File.open(world, name, FileOption.writable())) {
      for (String refused : List.of("rowNone", "treeNone", "fixedNone", "fixedgzip")) {
        H5Dataset dataset = file.dataset(refused);
        long[] end = dataset.shape();
        long[] count = new long[end.length];
        for (int d = 0; d < end.length; d++) {
          end[d]--;
          count[d] = 1;
        }
        Selection last = world.rank() == 0 ? Selection.slab(end, count) : none;
        H5Contract.assertError(H5Error.UNSUPPORTED, () -> dataset.at(last).writeAll(one));
      }
      for (String possible : List.of("rowgzip", "treegzip")) {
        H5Dataset dataset = file.dataset(possible);
        long[] end = dataset.shape();
        long[] count = new long[end.length];
        for (int d = 0; d < end.length; d++) {
          end[d]--;
          count[d] = 1;
        }
        Selection last = Selection.slab(end, count);
        dataset.at(world.rank() == 0 ? last : none).writeAll(one);
        int[] found = new int[1];
        dataset.at(last).readAll(found);
        assertEquals(5, found[0], possible);
        dataset.resize(count);
      }
      H5Contract.assertError(H5Error.UNSUPPORTED, () -> file.dataset("rowNone").resize(1L << 41));
      for (boolean filters : new boolean[] {false, true}) {
        DatasetSpec spec = file.newDataset("new").type(H5Type.I32).shape(1L << 40).chunks(1);
        H5Contract.assertError(
            H5Error.UNSUPPORTED, () -> (filters ? spec.deflate(1) : spec).create());
      }
      H5Contract.assertError(
          H5Error.ARG, () -> file.newDataset("new").type(H5Type.F64).shape(1L << 61).create());
    }
  }

  @Test
  void shouldReadAllOfAGoodFile() throws Exception {
    Path path = folder.resolve("good.h5");
    RankThreads.run(1, world -> Programs.random(world, path.toString(), 1));
    for (String line : tours(1, path.toString()).getFirst()) {
      assertFalse(line.contains(" ! ") && !line.contains(" ! NOT_FOUND"), line);
    }
  }
}
