package io.jromio.h5vol.daos;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.DaosMount;
import io.jromio.adio.daos.DaosPath;
import io.jromio.adio.daos.DaosStores;
import io.jromio.comm.Communicator;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolConnector;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolRequest;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HDF5 files as objects of an object store: one container per file, one object per group, dataset
 * and named type, one dkey per chunk. Files are named {@code h5daos://POOL/CONTAINER/path}, or as
 * {@link DaosPath} says with the prefix {@code h5daos:}: an entry of a POSIX container leads to the
 * container of the HDF5 file. The store is the embedded one unless the environment names an engine;
 * variables may be given to the connector too, as in {@code daos JROMIO_HOME=/scratch/store}.
 *
 * <p>Rank 0 alone asks for metadata and tells the others, which attach to its handle; each rank
 * moves its own elements. Structural changes are transactions, so a file needs no repair after a
 * crash; at most bytes of blobs are left that nothing refers to.
 *
 * <p>Creating a file over another one destroys the container of that one, even while others use it,
 * once the name leads to the new one.
 *
 * @source vol-daos 1.2; M. Breitenfeld et al., DAOS VOL connector, TPDS 2020
 */
public final class DaosConnector implements VolConnector {
  private static final String NAME = "daos";
  private static final String[] PREFIXES = {"h5daos:", "daos:"};

  /** What every file can do. */
  static final Set<VolCapability> CAPABILITIES =
      Set.copyOf(
          EnumSet.of(
              VolCapability.HARD_LINKS,
              VolCapability.SOFT_LINKS,
              VolCapability.EXTERNAL_LINKS,
              VolCapability.CREATION_ORDER,
              VolCapability.STORED_DATATYPES,
              VolCapability.OBJECT_REFERENCES,
              VolCapability.VARIABLE_LENGTH,
              VolCapability.FILL_VALUES,
              VolCapability.RESIZE,
              VolCapability.SHRINK_CLEARS,
              VolCapability.FLUSH));

  private final Store store;

  /** Where files are. */
  private record Store(DaosEnvironment environment, DaosStores stores) {
    StoreSystem connect(DaosMount mount) throws StoreException {
      return StoreAccess.connect(mount.endpoint(), environment.variables());
    }
  }

  /** The store of this process' environment, for as long as the process lives. */
  public DaosConnector() {
    DaosEnvironment environment = DaosEnvironment.ofProcess();
    this.store = new Store(environment, DaosStores.kept(environment));
  }

  /** The store of another environment, for as long as files are open. */
  DaosConnector(DaosEnvironment environment) {
    this.store = new Store(environment, new DaosStores(environment));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<VolCapability> capabilities(VolRequest request) {
    return CAPABILITIES;
  }

  /** The store of a request; its configuration goes before the environment. */
  private Store store(VolRequest request) throws H5Exception {
    Map<String, String> given = request.below().values();
    if (given.isEmpty()) {
      return store;
    }
    Map<String, String> variables = new HashMap<>(store.environment().variables());
    for (Map.Entry<String, String> entry : given.entrySet()) {
      String name = entry.getKey();
      if (!name.startsWith("JROMIO_") && !name.startsWith("DAOS_")) {
        throw new H5Exception(
            H5Error.ARG,
            "no such parameter, expected variables JROMIO_... and DAOS_...: %s=%s connector=%s"
                .formatted(name, entry.getValue(), NAME));
      }
      variables.put(name, entry.getValue());
    }
    DaosEnvironment environment = new DaosEnvironment(variables);
    return new Store(environment, new DaosStores(environment));
  }

  private static DaosPath path(VolRequest request, Store store) throws IOException {
    String name = request.name();
    for (String prefix : PREFIXES) {
      if (name.startsWith(prefix)) {
        name = name.substring(prefix.length());
        break;
      }
    }
    DaosPath path = DaosPath.of(name, store.environment());
    if (path.isRoot()) {
      throw new H5Exception(H5Error.ARG, "a container and no file in it: path=" + path);
    }
    return path;
  }

  /** Something that rank 0 does with the store. */
  private interface Opening {
    OpenContainer run(Store store) throws IOException;
  }

  @Override
  public VolFile create(VolRequest request) throws H5Exception {
    return start(request, "create", at -> created(request, at));
  }

  private static OpenContainer created(VolRequest request, Store store) throws IOException {
    DaosPath path = path(request, store);
    boolean exclusive = request.properties().access() == Access.EXCLUSIVE;
    try (DaosMount mount = store.stores().mount(path, DaosStores.Purpose.CREATE)) {
      FileLink link = new FileLink(mount.dfs(), path);
      Optional<FileLink.Found> before = link.find();
      boolean replaces =
          before.isEmpty()
              || before.get() instanceof FileLink.Found.Linked
              || (before.get() instanceof FileLink.Found.Other(boolean empty) && empty);
      if (!replaces || (exclusive && before.isPresent())) {
        throw new H5Exception(H5Error.EXISTS, "name is taken: path=" + path);
      }
      return opened(
          store.connect(mount),
          system -> {
            FileLink.Target target = FileLink.Target.of(OpenContainer.create(system, path.pool()));
            boolean published = false;
            try {
              OpenContainer container = OpenContainer.open(system, target, true);
              link.publish(target, exclusive);
              published = true;
              if (before.isPresent() && before.get() instanceof FileLink.Found.Linked old) {
                destroy(system, old.target(), true);
              }
              return container;
            } finally {
              if (!published) {
                destroy(system, target, true);
              }
            }
          });
    }
  }

  /** Something done over a connection that goes on with what it opens. */
  private interface Connected {
    OpenContainer run(StoreSystem system) throws IOException;
  }

  private static OpenContainer opened(StoreSystem system, Connected connected) throws IOException {
    @Nullable OpenContainer container = null;
    try {
      container = connected.run(system);
      return container;
    } finally {
      if (container == null) {
        system.close();
      }
    }
  }

  /** Destroys a container; one that is gone is no error. */
  private static void destroy(StoreSystem system, FileLink.Target target, boolean force)
      throws StoreException {
    try {
      system.destroyContainer(target.pool(), target.container(), force);
    } catch (StoreException e) {
      if (e.der() != Der.NONEXIST) {
        throw e;
      }
    }
  }

  @Override
  public VolFile open(VolRequest request) throws H5Exception {
    return start(
        request,
        "open",
        at -> {
          DaosPath path = path(request, at);
          try (DaosMount mount = at.stores().mount(path, DaosStores.Purpose.READ)) {
            FileLink.Target target = new FileLink(mount.dfs(), path).require();
            return opened(
                at.connect(mount),
                system -> OpenContainer.open(system, target, request.properties().writes()));
          }
        });
  }

  private VolFile start(VolRequest request, String what, Opening opening) throws H5Exception {
    Store at = store(request);
    Communicator communicator = request.communicator().dup();
    @Nullable OpenContainer container = null;
    boolean done = false;
    try {
      Agreement agreement =
          new Agreement(communicator, request.properties().checked(), request.name());
      String call =
          "%s name=%s access=%s".formatted(what, request.name(), request.properties().access());
      agreement.note(call);
      agreement.compare(call);
      @Nullable OpenContainer[] mine = new OpenContainer[1];
      byte[] shared =
          agreement.ask(
              what,
              () -> {
                OpenContainer opened = opening.run(at);
                mine[0] = opened;
                return opened.share();
              });
      container = mine[0];
      @Nullable H5Exception failure = null;
      if (!agreement.isRoot()) {
        try {
          container = OpenContainer.attach(shared, at.environment());
        } catch (IOException e) {
          failure = StoreErrors.of(e, agreement.doing("attach"));
        }
      }
      agreement.agree(failure);
      if (container == null) {
        throw new IllegalStateException("open, but no container: file=" + request.name());
      }
      ContainerFile file = new ContainerFile(request, communicator, agreement, container);
      done = true;
      return file;
    } finally {
      if (!done) {
        abandon(container);
        communicator.close();
      }
    }
  }

  /** Gives up a container of an open that failed; the failure is what is reported. */
  private static void abandon(@Nullable OpenContainer container) {
    if (container != null) {
      try {
        container.close();
      } catch (StoreException e) {
        // The other failure is already being thrown.
      }
    }
  }

  @Override
  public boolean isAccessible(VolRequest request) throws H5Exception {
    Store at = store(request);
    byte[] answer =
        once(
            request,
            "find",
            () -> {
              DaosPath path = path(request, at);
              try (DaosMount mount = at.stores().mount(path, DaosStores.Purpose.READ);
                  StoreSystem system = at.connect(mount)) {
                Optional<FileLink.Found> found = new FileLink(mount.dfs(), path).find();
                boolean there =
                    found.isPresent()
                        && found.get() instanceof FileLink.Found.Linked(FileLink.Target target)
                        && OpenContainer.find(system, target).isPresent();
                return new byte[] {(byte) (there ? 1 : 0)};
              } catch (IOException e) {
                if (StoreErrors.of(e, "find").error() == H5Error.NOT_FOUND) {
                  return new byte[1];
                }
                throw e;
              }
            });
    return answer[0] != 0;
  }

  @Override
  public void delete(VolRequest request) throws H5Exception {
    Store at = store(request);
    once(
        request,
        "delete",
        () -> {
          DaosPath path = path(request, at);
          try (DaosMount mount = at.stores().mount(path, DaosStores.Purpose.CHANGE);
              StoreSystem system = at.connect(mount)) {
            FileLink link = new FileLink(mount.dfs(), path);
            destroy(system, link.require(), false);
            link.remove();
            return new byte[0];
          }
        });
  }

  private static byte[] once(VolRequest request, String what, Agreement.Call call)
      throws H5Exception {
    try (Communicator communicator = request.communicator().dup()) {
      Agreement agreement =
          new Agreement(communicator, request.properties().checked(), request.name());
      return agreement.ask(what + " name=" + request.name(), call);
    }
  }
}
