package io.jromio.adio.daos;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Errno;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.PrintStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Mounts containers, making those that are not there yet if a file is to be created in them, and
 * attaches to mounts of other ranks. A mount has a container handle of its own: the store sees one
 * open for each, and closing it ends what others attached to it.
 */
public final class DaosStores {
  /** Connections that nobody closes, by endpoint: see {@link #keep}. */
  private static final Map<String, StoreSystem> KEPT = new ConcurrentHashMap<>();

  private final Connector connector;
  private final DaosEnvironment environment;
  private final PrintStream notices;
  private final boolean keeps;

  /** The way to a store. */
  private interface Connector {
    /**
     * Connects.
     *
     * @param endpoint of the store, where another rank has told it; else the environment decides
     */
    StoreSystem connect(Optional<String> endpoint, Map<String, String> environment)
        throws StoreException;
  }

  /** The store that the environment says; notices go to the standard error. */
  public DaosStores(DaosEnvironment environment) {
    this(environment, System.err, false);
  }

  /** As the constructor; an engine that this process has started runs on until the process ends. */
  public static DaosStores kept(DaosEnvironment environment) {
    return new DaosStores(environment, System.err, true);
  }

  /**
   * @param keeps whether an engine that this process has started runs on until the process ends
   */
  DaosStores(DaosEnvironment environment, PrintStream notices, boolean keeps) {
    this.connector =
        (endpoint, variables) ->
            endpoint.isPresent()
                ? StoreAccess.connect(endpoint.get(), variables)
                : StoreAccess.connect(variables);
    this.environment = environment;
    this.notices = notices;
    this.keeps = keeps;
  }

  /** For what a container is mounted. */
  public enum Purpose {
    /** Nothing will be changed. */
    READ,
    CHANGE,
    /** As CHANGE; pool and container are made if they are not there. */
    CREATE
  }

  /**
   * Mounts the container of a file.
   *
   * @throws MpiIoException {@link ErrorClass#NO_SUCH_FILE} if there is no such pool or container
   *     and none is to be made
   */
  public DaosMount mount(DaosPath path, Purpose purpose) throws MpiIoException {
    String file = path.toString().substring("daos:".length());
    StoreSystem system = null;
    DaosMount mount = null;
    try {
      system = connector.connect(Optional.empty(), environment.variables());
      if (keeps) {
        keep(system.endpoint());
      }
      ObjectStore store = open(system, path, purpose);
      mount =
          new DaosMount(
              system, store, DfsClient.mount(store, purpose == Purpose.READ), path.pool());
      return mount;
    } catch (StoreException e) {
      throw DaosErrors.of(e, "mount", file);
    } catch (DfsException e) {
      throw DaosErrors.of(e, "mount", file);
    } finally {
      if (mount == null) {
        abandon(system);
      }
    }
  }

  /**
   * Stays a user of an engine of this process, which would end with its last one: programs open and
   * close one file after the other, and an engine takes longer to start than a file to be written.
   * A way to an engine elsewhere is not even connected by this.
   */
  private void keep(String endpoint) throws StoreException {
    if (!KEPT.containsKey(endpoint)) {
      StoreSystem kept = connector.connect(Optional.of(endpoint), environment.variables());
      if (KEPT.putIfAbsent(endpoint, kept) != null) {
        kept.close();
      }
    }
  }

  /**
   * Mounts what another rank has mounted, without asking the store.
   *
   * @param shared what {@link DaosMount#share} gave there
   */
  public DaosMount attach(byte[] shared) throws MpiIoException {
    DaosMount.Shared parts = DaosMount.Shared.decode(shared);
    StoreSystem system = null;
    DaosMount mount = null;
    try {
      system = connector.connect(Optional.of(parts.endpoint()), environment.variables());
      ObjectStore store = system.attach(parts.store());
      Dfs dfs = DfsClient.attach(store, parts.mount(), parts.readOnly());
      mount = new DaosMount(system, store, dfs, parts.pool());
      return mount;
    } catch (StoreException e) {
      throw DaosErrors.of(e, "attach", parts.pool());
    } catch (DfsException e) {
      throw DaosErrors.of(e, "attach", parts.pool());
    } finally {
      if (mount == null) {
        abandon(system);
      }
    }
  }

  /**
   * Makes the directory of a file unless it is there; that of the directory must be.
   *
   * @param permissions of a new one, as stat gives them
   */
  public void makeDirectoryOf(DaosPath file, int permissions) throws MpiIoException {
    DaosPath directory = DaosPath.in(file.pool(), file.container(), file.parent());
    String name = directory.toString().substring("daos:".length());
    try (DaosMount mount = mount(file, Purpose.CREATE);
        DfsObject parent = mount.dfs().lookup(directory.parent(), Set.of(OpenFlag.RDONLY))) {
      if (!directory.isRoot()) {
        mount.dfs().mkdir(parent, directory.name(), permissions, Creation.DEFAULTS);
      }
    } catch (DfsException e) {
      if (e.errno() != Errno.EEXIST) {
        throw DaosErrors.of(e, "make directory", name);
      }
    } catch (StoreException e) {
      throw DaosErrors.of(e, "make directory", name);
    }
  }

  /** Destroys the container of a file, with all it holds, even while others use it. */
  public void destroy(DaosPath path) throws MpiIoException {
    try (StoreSystem system = connector.connect(Optional.empty(), environment.variables())) {
      system.destroyContainer(path.pool(), path.container(), true);
    } catch (StoreException e) {
      throw DaosErrors.of(e, "destroy container", path.toString().substring("daos:".length()));
    }
  }

  private ObjectStore open(StoreSystem system, DaosPath path, Purpose purpose)
      throws StoreException, DfsException {
    OpenMode mode = purpose == Purpose.READ ? OpenMode.READ_ONLY : OpenMode.READ_WRITE;
    try {
      return system.open(path.pool(), path.container(), mode);
    } catch (StoreException e) {
      boolean named = !isUuid(path.pool()) && !isUuid(path.container());
      if (e.der() != Der.NONEXIST || purpose != Purpose.CREATE || !named) {
        throw e;
      }
      if (!environment.makesContainers()) {
        throw new StoreException(
            Der.NONEXIST,
            e.getMessage()
                + ", and JROMIO_EMBEDDED=off forbids to make it; jromio daos pool create and jromio"
                + " daos cont create do",
            e);
      }
    }
    makePool(system, path.pool());
    makeContainer(system, path);
    return system.open(path.pool(), path.container(), mode);
  }

  private void makePool(StoreSystem system, String pool) throws StoreException {
    try {
      system.queryPool(pool);
      return;
    } catch (StoreException e) {
      if (e.der() != Der.NONEXIST) {
        throw e;
      }
    }
    try {
      system.createPool(pool, 0);
      notices.println("jromio: made pool %s, store %s".formatted(pool, system.endpoint()));
    } catch (StoreException e) {
      // Another program may be as quick.
      if (e.der() != Der.EXIST) {
        throw e;
      }
    }
  }

  private void makeContainer(StoreSystem system, DaosPath path) throws DfsException {
    try {
      DfsClient.createContainer(
          system, path.pool(), path.container(), DfsAttributes.DEFAULTS, Map.of());
      notices.println(
          "jromio: made container %s of pool %s, store %s"
              .formatted(path.container(), path.pool(), system.endpoint()));
    } catch (DfsException e) {
      // Another program may be as quick.
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** What is named by its UUID was made by somebody, or is gone. */
  private static boolean isUuid(String name) {
    return name.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  }

  /** Gives up a connection of a mount that failed; the failure is what is reported. */
  private static void abandon(@Nullable StoreSystem system) {
    if (system != null) {
      try {
        system.close();
      } catch (Exception e) {
        // The other failure is already being thrown.
      }
    }
  }
}
