package io.jromio.adio.daos;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.Stat;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.StoreException;
import io.jromio.hints.DfsHints;
import io.jromio.hints.Hints;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files of DFS: in containers of an object store, which is the embedded one unless the environment
 * names an engine. {@link DaosPath} says how files are named.
 *
 * <p>One rank opens; the others attach to its handle and ask the store nothing. Each open has a
 * mount of its own, whose end voids what was attached to it: whoever shares a file closes it last.
 * Many ranges of a file move in one request, so nothing is sieved.
 *
 * @source ROMIO adio/ad_daos
 */
public final class DaosDriver implements AdioDriver {
  static final String NAME = "daos";

  /** What a file has wherever its store is. */
  static final Set<AdioFeature> FEATURES =
      Set.of(
          AdioFeature.SCALABLE_OPEN,
          AdioFeature.SCALABLE_RESIZE,
          AdioFeature.LIST_IO,
          AdioFeature.LOCKS,
          AdioFeature.ATOMIC_MODE);

  /** Of smaller chunks a file would have too many keys. */
  private static final long LEAST_CHUNK = 4 << 10;

  /** One chunk lies on one target, so larger ones spread nothing. */
  private static final long MOST_CHUNK = 1 << 30;

  private static final String NO_CLASS = DfsHints.OBJECT_CLASS.defaultValue();

  private final DaosEnvironment environment;
  private final DaosStores stores;

  /** The store of this process' environment, for as long as the process lives. */
  public DaosDriver() {
    this(DaosEnvironment.ofProcess(), true);
  }

  /** The store of another environment, for as long as files are open. */
  public DaosDriver(DaosEnvironment environment) {
    this(environment, false);
  }

  private DaosDriver(DaosEnvironment environment, boolean keeps) {
    this(environment, new DaosStores(environment, System.err, keeps));
  }

  DaosDriver(DaosEnvironment environment, DaosStores stores) {
    this.environment = environment;
    this.stores = stores;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "DAOS: files in containers of an object store";
  }

  @Override
  public Set<AdioFeature> features() {
    return FEATURES;
  }

  @Override
  public boolean recognises(String filename) throws MpiIoException {
    return DaosPath.isMounted(filename, environment);
  }

  @Override
  public Hints checked(Hints hints) {
    Hints checked = hints;
    String name = hints.get(DfsHints.OBJECT_CLASS);
    if (!name.equals(NO_CLASS) && ObjectClass.parse(name).isEmpty()) {
      checked =
          checked.reject(
              DfsHints.OBJECT_CLASS,
              "an object class such as S1, S2, S4, S8, S16, S32 or SX, or " + NO_CLASS);
    }
    long chunk = hints.get(DfsHints.CHUNK_SIZE);
    if (chunk != 0 && (chunk < LEAST_CHUNK || chunk > MOST_CHUNK)) {
      checked =
          checked.reject(
              DfsHints.CHUNK_SIZE,
              "bytes from %d to %d, or 0 for the container's default"
                  .formatted(LEAST_CHUNK, MOST_CHUNK));
    }
    return checked;
  }

  @Override
  public AdioFile open(String name, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    AccessMode.check(modes);
    DaosPath path = DaosPath.of(name, environment);
    if (path.isRoot()) {
      throw Errno.failure(Errno.EISDIR.number(), "open file=daos:" + name, 0);
    }
    boolean reads = modes.contains(AccessMode.RDONLY);
    boolean creates = modes.contains(AccessMode.CREATE);
    Creation creation = creates ? creation(checked(hints), name) : Creation.DEFAULTS;
    DaosStores.Purpose purpose =
        reads
            ? DaosStores.Purpose.READ
            : creates ? DaosStores.Purpose.CREATE : DaosStores.Purpose.CHANGE;
    DaosMount mount = stores.mount(path, purpose);
    DaosFile file = null;
    try {
      DfsObject object =
          creates
              ? create(mount.dfs(), path, modes.contains(AccessMode.EXCL), creation)
              : mount.dfs().lookup(path.path(), flags(reads));
      file = new DaosFile(name, mount, object, !reads);
      file.requireFile();
      return file;
    } catch (DfsException e) {
      throw DaosErrors.of(e, "open", name);
    } finally {
      if (file == null || !file.isFile()) {
        abandon(file, mount);
      }
    }
  }

  private static Set<OpenFlag> flags(boolean reads) {
    return EnumSet.of(reads ? OpenFlag.RDONLY : OpenFlag.RDWR);
  }

  /** What the hints ask for; too little protection is not given in silence. */
  private static Creation creation(Hints hints, String name) throws MpiIoException {
    Optional<ObjectClass> objectClass = ObjectClass.parse(hints.get(DfsHints.OBJECT_CLASS));
    if (objectClass.isPresent() && objectClass.get().groupSize() > 1) {
      throw new MpiIoException(
          ErrorClass.UNSUPPORTED_OPERATION,
          "hint %s=%s: there is no redundancy yet, only S1 to S32 and SX; file=daos:%s"
              .formatted(DfsHints.OBJECT_CLASS, objectClass.get(), name));
    }
    return new Creation(objectClass.orElse(null), hints.get(DfsHints.CHUNK_SIZE), null);
  }

  /** Creates a file, or opens what is there, also behind a link. */
  private static DfsObject create(Dfs dfs, DaosPath path, boolean exclusive, Creation creation)
      throws DfsException {
    Set<OpenFlag> flags = EnumSet.of(OpenFlag.RDWR, OpenFlag.CREAT);
    if (exclusive) {
      flags.add(OpenFlag.EXCL);
    }
    int mode = Mode.FILE | Permissions.OF_NEW_FILES;
    try (DfsObject parent = dfs.lookup(path.parent(), EnumSet.of(OpenFlag.RDONLY))) {
      return dfs.open(parent, path.name(), mode, flags, creation);
    } catch (DfsException e) {
      return switch (e.errno()) {
        // Of another type: behind a link a file may be; a directory is told by its type.
        case EINVAL, EISDIR, ELOOP -> dfs.lookup(path.path(), EnumSet.of(OpenFlag.RDWR));
        default -> throw e;
      };
    }
  }

  @Override
  public AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    DaosFile.Shared shared = DaosFile.Shared.decode(handle);
    DaosMount mount = stores.attach(shared.mount());
    DaosFile file = null;
    try {
      boolean reads = modes.contains(AccessMode.RDONLY);
      DfsObject object = mount.dfs().attach(shared.file(), flags(reads));
      file = new DaosFile(shared.name(), mount, object, !reads);
      return file;
    } catch (DfsException e) {
      throw DaosErrors.of(e, "attach", shared.name());
    } finally {
      if (file == null) {
        abandon(null, mount);
      }
    }
  }

  @Override
  public void delete(String name) throws MpiIoException {
    DaosPath path = DaosPath.of(name, environment);
    if (path.isRoot()) {
      throw Errno.failure(Errno.EISDIR.number(), "delete file=daos:" + name, 0);
    }
    try (DaosMount mount = stores.mount(path, DaosStores.Purpose.CHANGE);
        DfsObject parent = mount.dfs().lookup(path.parent(), EnumSet.of(OpenFlag.RDONLY))) {
      Stat stat = mount.dfs().stat(parent, path.name());
      if (stat.isDirectory()) {
        throw Errno.failure(Errno.EISDIR.number(), "delete file=daos:" + name, 0);
      }
      mount.dfs().remove(parent, path.name(), false);
      LockFile.remove(mount.endpoint(), mount.unique(stat.id()));
    } catch (DfsException e) {
      throw DaosErrors.of(e, "delete", name);
    } catch (StoreException e) {
      throw DaosErrors.of(e, "delete", name);
    }
  }

  /** Gives up what a failed open has; the failure is what is reported. */
  private static void abandon(@Nullable DaosFile file, DaosMount mount) {
    try {
      if (file != null) {
        file.close();
      } else {
        mount.close();
      }
    } catch (MpiIoException | DfsException | StoreException e) {
      // The other failure is already being thrown.
    }
  }
}
