package io.jromio.mpiio;

import static io.jromio.adio.AccessMode.EXCL;
import static io.jromio.adio.AccessMode.RDONLY;
import static io.jromio.adio.AccessMode.RDWR;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyDriver;
import io.jromio.adio.fault.FileCall;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of DFS on many ranks: one open for all, one outcome for all, chunks of one rank each. */
final class DfsFilesTest extends FileTest {

  static int[] ranks() {
    return rankCounts().stream().mapToInt(Integer::intValue).toArray();
  }

  @Test
  void shouldCostTheStoreAsMuchForEightRanksAsForOne() throws IOException {
    String name = file(Place.DAOS);
    make(name, bytes(1, 1000));
    Map<String, Long> one = costOfOpening(1, name);
    Map<String, Long> eight = costOfOpening(8, name);
    assertEquals(1, one.get("opens"), one::toString);
    assertEquals(one, eight);
  }

  /** What the counters of requests grow by when ranks open and close a file. */
  private static Map<String, Long> costOfOpening(int ranks, String name) throws IOException {
    Map<String, Long> before = requests();
    RankThreads.run(ranks, world -> open(world, name, Set.of(RDWR)).close());
    Map<String, Long> after = requests();
    Map<String, Long> cost = new TreeMap<>();
    after.forEach((key, value) -> cost.put(key, value - before.getOrDefault(key, 0L)));
    return cost;
  }

  private static Map<String, Long> requests() throws IOException {
    Map<String, Long> requests = new HashMap<>(DfsPlace.get().counters());
    requests.keySet().retainAll(Set.of("opens", "closes", "updates", "fetches", "queries"));
    return requests;
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldThrowTheSameEverywhereWhenRankZeroCannotOpen(int ranks) throws IOException {
    String missing = file(Place.DAOS);
    String there = file(Place.DAOS);
    make(there, (byte) 1);
    RankThreads.run(
        ranks,
        world -> {
          refused(ErrorClass.NO_SUCH_FILE, () -> open(world, missing, Set.of(RDONLY)));
          refused(ErrorClass.NO_SUCH_FILE, () -> open(world, missing + "/x", CREATE));
          refused(ErrorClass.NO_SUCH_FILE, () -> open(world, "daos://none/c/f", Set.of(RDWR)));
          refused(ErrorClass.BAD_FILE, () -> open(world, DfsPlace.CONTAINER, CREATE));
          refused(ErrorClass.BAD_FILE, () -> open(world, there + "/x", CREATE));
          refused(ErrorClass.NO_SUCH_FILE, () -> open(world, "daos:", CREATE));
          Set<AccessMode> exclusive = Set.of(RDWR, AccessMode.CREATE, EXCL);
          refused(ErrorClass.FILE_EXISTS, () -> open(world, there, exclusive));
          open(world, there, Set.of(RDONLY)).close();
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldThrowTheSameEverywhereWhenOneRankCannotAttach(int ranks) throws IOException {
    String name = file(Place.DAOS);
    make(name, (byte) 1);
    for (int kth = 1; kth <= ranks; kth++) {
      Faults faults = new Faults().fail(FileCall.OPEN, kth, ErrorClass.QUOTA);
      withDriver(
          new FaultyDriver("daos", DfsPlace.get().driver(), faults),
          () ->
              RankThreads.run(
                  ranks, world -> refused(ErrorClass.QUOTA, () -> open(world, name, CREATE))));
    }
    onFile(ranks, name, Set.of(RDONLY), (world, file) -> assertEquals(1, file.size()));
  }

  @Test
  void shouldReportChunkAndClassAndAlignToThem() throws IOException {
    String name = file(Place.DAOS);
    RankThreads.run(
        3,
        world -> {
          Info info = Info.of(Map.of("romio_daos_chunk_size", "8K", "romio_daos_obj_class", "S1"));
          try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
            Info found = file.info();
            assertEquals("8192", found.get("romio_daos_chunk_size").orElseThrow());
            assertEquals("S1", found.get("romio_daos_obj_class").orElseThrow());
            assertEquals("8192", found.get("striping_unit").orElseThrow());
            assertEquals("disable", found.get("romio_ds_write").orElseThrow());
          }
          try (MpiFile file = open(world, name, Set.of(RDONLY))) {
            assertEquals("8192", file.info().get("romio_daos_chunk_size").orElseThrow());
          }
        });
  }

  @Test
  void shouldThrowTheSameEverywhereWhenRanksWantDifferentLayouts() {
    String name = file(Place.DAOS);
    RankThreads.run(
        3,
        world -> {
          Info info = new Info().set("romio_daos_chunk_size", world.rank() == 1 ? "8K" : "4K");
          MpiIoException error =
              refused(ErrorClass.NOT_SAME, () -> MpiFile.open(world, name, CREATE, info));
          assertContains(error, "romio_daos_chunk_size=8192 on rank 1, but 4096 on rank 0");
          Info redundant = new Info().set("romio_daos_obj_class", "RP_2G1");
          error =
              refused(
                  ErrorClass.UNSUPPORTED_OPERATION,
                  () -> MpiFile.open(world, name, CREATE, redundant));
          assertContains(error, "RP_2G1");
          refused(ErrorClass.NO_SUCH_FILE, () -> open(world, name, Set.of(RDONLY)));
        });
  }

  @ParameterizedTest
  @MethodSource("ranks")
  void shouldLeaveEachChunkToOneRankWhenWritesAreAggregated(int ranks) throws IOException {
    String name = file(Place.DAOS);
    Recorder recorder = new Recorder(DfsPlace.get().driver());
    int unit = 100;
    int count = 37;
    Datatype block = Datatype.contiguous(unit, Datatype.BYTE);
    withDriver(
        recorder,
        () ->
            RankThreads.run(
                ranks,
                world -> {
                  Info info = Info.of(Map.of("romio_cb_write", "enable", "cb_config_list", "*:*"));
                  try (MpiFile file = MpiFile.open(world, name, CREATE, info)) {
                    Datatype every = Datatype.resized(block, 0, (long) unit * ranks);
                    file.setView((long) unit * world.rank(), Datatype.BYTE, every);
                    file.writeAll(segment(bytes(world.rank(), unit * count)));
                  }
                }));
    byte[] content = content(name);
    byte[] expected = new byte[unit * count * ranks];
    for (int rank = 0; rank < ranks; rank++) {
      byte[] mine = bytes(rank, unit * count);
      for (int i = 0; i < count; i++) {
        System.arraycopy(mine, i * unit, expected, (i * ranks + rank) * unit, unit);
      }
    }
    assertArrayEquals(expected, content);
    assertTrue(recorder.writers.size() >= expected.length / DfsPlace.CHUNK);
    recorder.writers.forEach(
        (chunk, writers) ->
            assertEquals(1, writers.size(), "chunk=%d %s".formatted(chunk, writers)));
  }

  /** Which ranks wrote into which chunk. */
  private static final class Recorder implements AdioDriver {
    private final AdioDriver inner;
    private final Map<Long, Set<String>> writers = new ConcurrentHashMap<>();

    Recorder(AdioDriver inner) {
      this.inner = inner;
    }

    private void record(long offset, long length) {
      for (long chunk = offset / DfsPlace.CHUNK;
          chunk <= (offset + length - 1) / DfsPlace.CHUNK;
          chunk++) {
        writers
            .computeIfAbsent(chunk, key -> ConcurrentHashMap.newKeySet())
            .add(Thread.currentThread().getName().replaceFirst("(rank-\\d+).*", "$1"));
      }
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public String description() {
      return inner.description();
    }

    @Override
    public Set<AdioFeature> features() {
      return inner.features();
    }

    @Override
    public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
      return new Recorded(inner.open(path, modes, hints));
    }

    @Override
    public AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints)
        throws MpiIoException {
      return new Recorded(inner.attach(handle, modes, hints));
    }

    @Override
    public void delete(String path) throws MpiIoException {
      inner.delete(path);
    }

    private final class Recorded implements AdioFile {
      private final AdioFile file;

      Recorded(AdioFile file) {
        this.file = file;
      }

      @Override
      public String path() {
        return file.path();
      }

      @Override
      public Set<AdioFeature> features() {
        return file.features();
      }

      @Override
      public long alignment() {
        return file.alignment();
      }

      @Override
      public long readAt(long offset, MemorySegment target) throws MpiIoException {
        return file.readAt(offset, target);
      }

      @Override
      public void writeAt(long offset, MemorySegment source) throws MpiIoException {
        record(offset, source.byteSize());
        file.writeAt(offset, source);
      }

      @Override
      public void writeRuns(FileRuns runs, MemorySegment packed) throws MpiIoException {
        for (int i = 0; i < runs.size(); i++) {
          record(runs.offset(i), runs.length(i));
        }
        file.writeRuns(runs, packed);
      }

      @Override
      public long size() throws MpiIoException {
        return file.size();
      }

      @Override
      public void setSize(long size) throws MpiIoException {
        file.setSize(size);
      }

      @Override
      public void preallocate(long size) throws MpiIoException {
        file.preallocate(size);
      }

      @Override
      public void sync() throws MpiIoException {
        file.sync();
      }

      @Override
      public byte[] share() throws MpiIoException {
        return file.share();
      }

      @Override
      public void close() throws MpiIoException {
        file.close();
      }
    }
  }
}
