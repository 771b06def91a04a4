package io.jromio.mpiio;

import io.jromio.adio.AdioDrivers;
import io.jromio.adio.daos.DaosDriver;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An embedded store for all tests of this JVM, with a container of chunks so small that most
 * requests meet several. Names with the prefix {@code daos:} are found in it.
 */
final class DfsPlace {
  /** Bytes of a chunk of a file in {@link #CONTAINER}. */
  static final int CHUNK = 256;

  static final String CONTAINER = "daos://tests/chunks/";
  private static final DfsPlace OF_JVM = started();

  private final StoreSystem system;
  private final DaosDriver driver;

  private DfsPlace(StoreSystem system, DaosDriver driver) {
    this.system = system;
    this.driver = driver;
  }

  static DfsPlace get() {
    return OF_JVM;
  }

  /** The name of a file in the container. */
  String name(String file) {
    return CONTAINER + file;
  }

  /** What the store has counted since it started. */
  Map<String, Long> counters() throws IOException {
    return system.counters();
  }

  DaosDriver driver() {
    return driver;
  }

  private static DfsPlace started() {
    try {
      Path home = Files.createTempDirectory(Path.of("/dev/shm"), "jromio-mpiio-store-");
      Map<String, String> variables = Map.of("JROMIO_HOME", home.toString());
      StoreSystem system = StoreAccess.connect(variables);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(system, home), "remove-store"));
      system.createPool("tests", 0);
      DfsClient.createContainer(
          system, "tests", "chunks", new DfsAttributes(CHUNK, null, null, null, ""), Map.of());
      DaosDriver driver = new DaosDriver(new DaosEnvironment(variables));
      AdioDrivers.register(driver);
      return new DfsPlace(system, driver);
    } catch (IOException e) {
      throw new IllegalStateException("no embedded store", e);
    }
  }

  private static void remove(StoreSystem system, Path home) {
    try {
      system.close();
    } catch (IOException | IllegalStateException e) {
      System.err.println("store closed by the end of the process: " + e);
    }
    try {
      try (Stream<Path> below = Files.walk(home)) {
        for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      System.err.println("store is left: home=%s: %s".formatted(home, e));
    }
  }
}
