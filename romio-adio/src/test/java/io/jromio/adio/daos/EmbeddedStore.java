package io.jromio.adio.daos;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The embedded store of a home of its own, for as long as a test needs it. */
final class EmbeddedStore implements AutoCloseable {
  /** Bytes of a chunk of {@link #CONTAINER}. */
  static final int CHUNK = 1 << 14;

  static final String CONTAINER = "//tests/chunks/";
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Path home;
  private final Map<String, String> variables;
  private final StoreSystem system;
  private final ByteArrayOutputStream notices = new ByteArrayOutputStream();

  private EmbeddedStore(Path home, Map<String, String> variables, StoreSystem system) {
    this.home = home;
    this.variables = variables;
    this.system = system;
  }

  /** A store with a pool and a container of small chunks. */
  static EmbeddedStore open() throws IOException {
    Path home = Files.createTempDirectory(Path.of("/dev/shm"), "jromio-adio-");
    Map<String, String> variables = Map.of("JROMIO_HOME", home.toString());
    StoreSystem system = StoreAccess.connect(variables);
    system.createPool("tests", 0);
    DfsClient.createContainer(
        system, "tests", "chunks", new DfsAttributes(CHUNK, null, null, null, ""), Map.of());
    return new EmbeddedStore(home, variables, system);
  }

  StoreSystem system() {
    return system;
  }

  DaosEnvironment environment(String... more) {
    Map<String, String> all = new HashMap<>(variables);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return new DaosEnvironment(all);
  }

  DaosDriver driver(String... more) {
    DaosEnvironment environment = environment(more);
    PrintStream err = new PrintStream(notices, true, StandardCharsets.UTF_8);
    return new DaosDriver(environment, new DaosStores(environment, err, false));
  }

  /** What users were told so far. */
  String notices() {
    return notices.toString(StandardCharsets.UTF_8);
  }

  String newPath() {
    return CONTAINER + "file-" + NAMES.incrementAndGet();
  }

  long counter(String name) throws MpiIoException {
    try {
      Long value = system.counters().get(name);
      if (value == null) {
        throw new MpiIoException(ErrorClass.ARG, "no counter " + name);
      }
      return value;
    } catch (StoreException e) {
      throw new MpiIoException(ErrorClass.IO, String.valueOf(e.getMessage()), e);
    }
  }

  boolean has(String pool, String container) throws StoreException {
    try {
      return system.queryContainer(pool, container).label().equals(container);
    } catch (StoreException e) {
      if (e.der() == Der.NONEXIST) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    system.close();
    try (Stream<Path> below = Files.walk(home)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
