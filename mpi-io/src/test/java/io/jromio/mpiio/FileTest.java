package io.jromio.mpiio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of files need: fresh names on every driver, expected errors, bytes to compare. */
abstract class FileTest {
  static final Set<AccessMode> CREATE = Set.of(AccessMode.RDWR, AccessMode.CREATE);

  private static final AtomicInteger NAMES = new AtomicInteger();

  private Path directory = Path.of("/");

  /** Where files of a test lie. */
  enum Place {
    MEM,
    UFS,
    DAOS
  }

  /** A routine that may fail. */
  interface Routine {
    void run() throws Exception;
  }

  /** What a rank does with a file. */
  interface FileBody {
    void run(World world, MpiFile file) throws Exception;
  }

  @BeforeEach
  void makeDirectory() throws IOException {
    directory = Files.createTempDirectory(Path.of("/dev/shm"), "jromio-mpiio-");
  }

  @AfterEach
  void removeDirectory() throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  Path directory() {
    return directory;
  }

  /** The name of a file that is not there yet. */
  String file(Place place) {
    String name = "file-" + NAMES.incrementAndGet();
    return switch (place) {
      case MEM -> "mem:" + getClass().getSimpleName() + name;
      case UFS -> "ufs:" + path(name);
      case DAOS -> DfsPlace.get().name(name);
    };
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  /**
   * Runs ranks that have a file open. A rank whose body fails does not close, as that would make it
   * wait for the others: its failure ends the job.
   */
  static void onFile(int ranks, String name, Set<AccessMode> modes, FileBody body) {
    RankThreads.run(
        ranks,
        world -> {
          MpiFile file = open(world, name, modes);
          body.run(world, file);
          file.close();
        });
  }

  static MpiFile open(Communicator comm, String name, Set<AccessMode> modes) throws IOException {
    return MpiFile.open(comm, name, modes, new Info());
  }

  /** Fails unless the routine throws that class. */
  static MpiIoException refused(ErrorClass expected, Routine routine) {
    MpiIoException error = assertThrows(MpiIoException.class, routine::run);
    assertEquals(expected, error.errorClass(), error.getMessage());
    return error;
  }

  static void assertContains(MpiIoException error, String part) {
    assertTrue(error.detail().contains(part), error.detail());
  }

  /** Makes a driver known while the body runs. */
  static void withDriver(AdioDriver driver, Runnable body) {
    AdioDrivers.Registration registration = AdioDrivers.register(driver);
    try {
      body.run();
    } finally {
      registration.close();
    }
  }

  /** A null, as callers pass it that nobody checks for nulls. */
  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  static <T> T nothing() {
    return null;
  }

  /** The same bytes for the same seed. */
  static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static MemorySegment segment(byte... bytes) {
    return MemorySegment.ofArray(bytes);
  }

  static MemorySegment room(long length) {
    return MemorySegment.ofArray(new byte[Math.toIntExact(length)]);
  }

  static byte[] array(MemorySegment segment) {
    return segment.toArray(ValueLayout.JAVA_BYTE);
  }

  /** What is in the file, without the code under test. */
  static byte[] content(String name) throws MpiIoException {
    ResolvedFile resolved = AdioDrivers.resolve(name);
    try (AdioFile file =
        resolved.driver().open(resolved.path(), Set.of(AccessMode.RDONLY), Hints.defaults())) {
      MemorySegment all = room(file.size());
      assertEquals(all.byteSize(), file.readAt(0, all));
      return array(all);
    }
  }

  /** Makes a file with that content, without the code under test. */
  static void make(String name, byte... content) throws MpiIoException {
    ResolvedFile resolved = AdioDrivers.resolve(name);
    try (AdioFile file = resolved.driver().open(resolved.path(), CREATE, Hints.defaults())) {
      file.writeAt(0, segment(content));
    }
  }

  static List<Integer> rankCounts() {
    return List.of(1, 2, 3, 4, 7);
  }
}
