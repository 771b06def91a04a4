package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * The connectors that are there, and which of them a file is for. They are found on the class path
 * or module path by {@link ServiceLoader}; HDF5_PLUGIN_PATH, where the C library looks for shared
 * libraries, means nothing here and is not looked at.
 */
public final class Connectors {
  /** What the C library knows by these names or numbers, and has no counterpart here. */
  private static final Map<String, String> OF_C =
      Map.of(
          "1", "the pass-through connector within the C library",
          "pass_through", "the pass-through connector within the C library",
          "505", "the external pass-through connector",
          "pass_through_ext", "the external pass-through connector",
          "512", "vol-async, transfers may be asynchronous in any connector here",
          "async", "vol-async, transfers may be asynchronous in any connector here",
          "513", "vol-cache",
          "cache", "vol-cache",
          "514", "vol-log-based, files of a layout of its own",
          "LOG", "vol-log-based, files of a layout of its own; 'log' here prints calls");

  private Connectors() {}

  /**
   * Chooses: {@code explicit} if not empty; else the system property {@code hdf5.vol.connector};
   * else the environment's HDF5_VOL_CONNECTOR; else by the prefix of the name ({@code h5daos:});
   * else {@code native}.
   *
   * @throws H5Exception {@link H5Error#ARG} if the text cannot be read; {@link H5Error#NOT_FOUND}
   *     if there is no such connector, naming those that are
   */
  public static ConnectorConfig choose(String explicit, String file) throws H5Exception {
    ConnectorConfig config = ConnectorResolver.ofProcess().choose(explicit, file);
    of(config);
    return config;
  }

  /**
   * The connector of this name.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND} if there is none, naming those that are
   */
  public static VolConnector of(ConnectorConfig config) throws H5Exception {
    String name = config.name().equals("0") ? "native" : config.name();
    VolConnector connector = Installed.CONNECTORS.get(name);
    if (connector != null) {
      return connector;
    }
    String known = OF_C.get(name);
    throw new H5Exception(
        H5Error.NOT_FOUND,
        "no such connector%s: name=%s of=%s"
            .formatted(
                known == null ? "" : " (" + known + ")", name, Installed.CONNECTORS.keySet()));
  }

  private static final class Installed {
    static final Map<String, VolConnector> CONNECTORS = load();

    private Installed() {}

    private static Map<String, VolConnector> load() {
      Map<String, VolConnector> found = new TreeMap<>();
      for (VolConnector connector :
          ServiceLoader.load(VolConnector.class, VolConnector.class.getClassLoader())) {
        found.putIfAbsent(connector.name(), connector);
      }
      return found;
    }
  }

  /**
   * The connector below one that passes calls on: {@code under_vol}, with {@code under_info} as its
   * parameters; {@code native} if it is not named.
   */
  public static ConnectorConfig under(ConnectorConfig config) throws H5Exception {
    return under(config, "");
  }

  /**
   * The connector below one that passes calls on, by the name of the file if it is not named.
   *
   * @throws H5Exception {@link H5Error#ARG} if the parameters cannot be read; {@link
   *     H5Error#NOT_FOUND} if there is no such connector
   */
  public static ConnectorConfig under(ConnectorConfig config, String file) throws H5Exception {
    Map<String, String> values = config.values();
    String name = values.getOrDefault("under_vol", "");
    String parameters = values.getOrDefault("under_info", "");
    ConnectorConfig below;
    if (name.isEmpty()) {
      below = new ConnectorConfig(ConnectorResolver.byName(file).name(), parameters);
    } else {
      below = ConnectorConfig.parse(name + " " + parameters);
    }
    of(below);
    return below;
  }
}
