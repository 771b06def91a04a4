package io.jromio.adio.daos;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment variables that say where DFS files are: {@code JROMIO_HOME}, {@code
 * JROMIO_ENGINE}, {@code JROMIO_EMBEDDED}, {@code DAOS_POOL}, {@code DAOS_CONT}.
 *
 * @param variables all of them, for what connects to the store too
 */
public record DaosEnvironment(Map<String, String> variables) {
  private static final String HOME = "JROMIO_HOME";

  public DaosEnvironment {
    variables = Map.copyOf(variables);
  }

  /** The environment of this process. */
  public static DaosEnvironment ofProcess() {
    return new DaosEnvironment(System.getenv());
  }

  /** The folder of everything that this user keeps: {@code JROMIO_HOME}, else {@code ~/.jromio}. */
  public Path home() {
    return value(HOME)
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".jromio"));
  }

  /** {@code DAOS_POOL}. */
  public Optional<String> pool() {
    return value("DAOS_POOL");
  }

  /** {@code DAOS_CONT}. */
  public Optional<String> container() {
    return value("DAOS_CONT");
  }

  /**
   * Whether pools and containers that a file is to be created in are made when they are not there:
   * unless {@code JROMIO_EMBEDDED=off}.
   */
  public boolean makesContainers() {
    return !value("JROMIO_EMBEDDED").orElse("").equals("off");
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }
}
