package io.jromio.dfs.embedded;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.transport.Endpoint;
import io.jromio.dfs.transport.Secret;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says about the store. Variables that are empty count as not set.
 *
 * <pre>
 * JROMIO_ENGINE       unix:/path or tcp:host:port of an engine that runs already
 * JROMIO_SECRET_FILE  the secret of an engine on TCP; else the one of the embedded store
 * JROMIO_HOME         folder of the embedded store; else .jromio in the user's home
 * JROMIO_EMBEDDED     off: never use the embedded store
 * JROMIO_TARGETS      targets of an embedded store that is made; else one per processor, 2 to 8
 * </pre>
 */
public final class StoreSettings {
  public static final String ENGINE = "JROMIO_ENGINE";
  public static final String SECRET_FILE = "JROMIO_SECRET_FILE";
  public static final String HOME = "JROMIO_HOME";
  public static final String EMBEDDED = "JROMIO_EMBEDDED";
  public static final String TARGETS = "JROMIO_TARGETS";

  private static final int FEWEST_TARGETS = 2;
  private static final int DEFAULT_TARGETS = 8;

  private final Map<String, String> environment;

  private StoreSettings(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Settings as the environment has them. */
  public static StoreSettings of(Map<String, String> environment) {
    return new StoreSettings(environment);
  }

  private @Nullable String get(String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** The engine to use, if one is named. */
  Optional<String> engine() {
    return Optional.ofNullable(get(ENGINE));
  }

  boolean isEmbeddedOff() {
    return "off".equalsIgnoreCase(get(EMBEDDED));
  }

  /** Where the embedded store and its socket are. */
  public Path home() {
    String home = get(HOME);
    return (home == null ? Path.of(System.getProperty("user.home"), ".jromio") : Path.of(home))
        .toAbsolutePath()
        .normalize();
  }

  /** The folder of the embedded store. */
  public Path storage() {
    return home().resolve("store");
  }

  /** The folder of the embedded engine's socket. */
  Path run() {
    return home().resolve("run");
  }

  /** Targets of a store that is made. */
  public int targets() throws StoreException {
    String text = get(TARGETS);
    if (text == null) {
      return defaultTargets();
    }
    try {
      int targets = Integer.parseInt(text);
      if (targets >= 1) {
        return targets;
      }
    } catch (NumberFormatException e) {
      throw new StoreException(Der.INVAL, "no number: %s=%s".formatted(TARGETS, text), e);
    }
    throw new StoreException(Der.INVAL, "want 1 or more: %s=%s".formatted(TARGETS, text));
  }

  /** Targets of a store of which nobody said how many. */
  public static int defaultTargets() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), FEWEST_TARGETS, DEFAULT_TARGETS);
  }

  /** Reads an endpoint as a user gives it. */
  static Endpoint endpoint(String text) throws StoreException {
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new StoreException(Der.INVAL, String.valueOf(e.getMessage()), e);
    }
  }

  /** What a client needs to connect there; null for unix domain sockets. */
  @Nullable Secret secret(Endpoint endpoint) throws StoreException {
    if (endpoint instanceof Endpoint.Unix) {
      return null;
    }
    String file = get(SECRET_FILE);
    return Secret.load(file == null ? ServedEngine.secretFile(storage()) : Path.of(file));
  }
}
