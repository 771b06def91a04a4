package io.jromio.h5vol.daos;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.comm.Communicator;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** An embedded store for all tests of this JVM, with a POSIX container for names of files. */
public final class StorePlace {
  /** What names of files in the container begin with. */
  public static final String PREFIX = "h5daos://tests/files/";

  static final String POOL = "tests";
  static final String CONTAINER = "files";
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final StorePlace OF_JVM = started();

  private final StoreSystem system;
  private final Map<String, String> variables;
  private final DaosConnector connector;

  private StorePlace(StoreSystem system, Map<String, String> variables) {
    this.system = system;
    this.variables = variables;
    this.connector = new DaosConnector(new DaosEnvironment(variables));
  }

  public static StorePlace get() {
    return OF_JVM;
  }

  /** A connector for the store, as users choose it. */
  public String config() {
    return "daos JROMIO_HOME={" + variables.get("JROMIO_HOME") + "}";
  }

  DaosConnector connector() {
    return connector;
  }

  StoreSystem system() {
    return system;
  }

  public Map<String, String> variables() {
    return variables;
  }

  static String newName() {
    return "%srun-%d.h5".formatted(PREFIX, NAMES.incrementAndGet());
  }

  static VolRequest request(Communicator world, String name, Access access) {
    return request(world, name, FileProperties.of(access));
  }

  static VolRequest request(Communicator world, String name, FileProperties properties) {
    return new VolRequest(world, name, properties, new ConnectorConfig("daos", ""));
  }

  private static StorePlace started() {
    try {
      Path home = Files.createTempDirectory(Path.of("/dev/shm"), "jromio-h5daos-");
      Map<String, String> variables = Map.of("JROMIO_HOME", home.toString());
      StoreSystem system = StoreAccess.connect(variables);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(system, home), "remove-store"));
      system.createPool(POOL, 0);
      DfsClient.createContainer(system, POOL, CONTAINER, DfsAttributes.DEFAULTS, Map.of());
      return new StorePlace(system, variables);
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
    try (Stream<Path> below = Files.walk(home)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      System.err.println("store is left: home=%s: %s".formatted(home, e));
    }
  }
}
