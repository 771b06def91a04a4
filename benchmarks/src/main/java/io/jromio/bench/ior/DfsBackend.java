package io.jromio.bench.ior;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.DaosMount;
import io.jromio.adio.daos.DaosPath;
import io.jromio.adio.daos.DaosStores;
import io.jromio.comm.ReduceOp;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Errno;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Straight to DFS: what MPI-IO over the same store must be compared with. Rank 0 mounts the
 * container and opens shared files, the others attach to both.
 *
 * @source IOR 4.1 src/aiori-DFS.c (behaviour)
 */
final class DfsBackend implements IorBackend {
  private static final Set<OpenFlag> TO_READ = EnumSet.of(OpenFlag.RDONLY);
  private static final Set<OpenFlag> TO_WRITE = EnumSet.of(OpenFlag.RDWR, OpenFlag.CREAT);
  private static final int PERMISSIONS = 0664;
  private static final int DIRECTORY_PERMISSIONS = 0775;

  private final IorJob job;
  private final DfsNames names;
  private final DaosStores stores;
  private final DaosMount mount;
  private boolean closed;

  private DfsBackend(IorJob job, DfsNames names, DaosStores stores, DaosMount mount) {
    this.job = job;
    this.names = names;
    this.stores = stores;
    this.mount = mount;
  }

  /** Collective: mounts the container of the test's files, made if it is not there and needed. */
  static DfsBackend mounted(IorJob job) throws IorFailure {
    DaosEnvironment environment = DaosEnvironment.ofProcess();
    DfsNames names = new DfsNames(job.options(), environment);
    DaosStores stores = new DaosStores(environment);
    String file = new TestFileName(job.options()).first(0);
    try {
      DaosMount mount;
      if (job.rank() == 0) {
        boolean writes = job.options().writes();
        mount =
            stores.mount(
                names.path(file), writes ? DaosStores.Purpose.CREATE : DaosStores.Purpose.CHANGE);
        job.comm().bcast(mount.share(), 0);
      } else {
        mount = stores.attach(job.comm().bcast(new byte[0], 0));
      }
      return new DfsBackend(job, names, stores, mount);
    } catch (IOException e) {
      throw new IorFailure("mount", file, e);
    }
  }

  private Dfs dfs() {
    return mount.dfs();
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public IorFile open(String name, Access access, int owner) throws IOException {
    if (job.filePerProcess()) {
      return new Opened(dfs(), openHere(name, access), name);
    }
    DfsObject object = null;
    IOException failure = null;
    byte[] shared = new byte[0];
    if (job.rank() == 0) {
      try {
        object = openHere(name, access);
        shared = dfs().share(object);
      } catch (IOException e) {
        failure = e;
      }
    }
    shared = job.comm().bcast(shared, 0);
    if (failure != null) {
      throw failure;
    }
    if (shared.length == 0) {
      throw new IOException("rank 0 could not open it: file=" + name);
    }
    if (object == null) {
      object = dfs().attach(shared, access.writes() ? EnumSet.of(OpenFlag.RDWR) : TO_READ);
    }
    return new Opened(dfs(), object, name);
  }

  private DfsObject openHere(String name, Access access) throws IOException {
    DaosPath path = names.path(name);
    if (!access.writes()) {
      return dfs().lookup(path.path(), TO_READ);
    }
    IorOptions options = job.options();
    Creation creation =
        new Creation(
            objectClass(options.get(IorOption.DFS_CLASS)),
            options.get(IorOption.DFS_CHUNK_SIZE),
            null);
    try (DfsObject parent = dfs().lookup(path.parent(), TO_READ)) {
      return dfs().open(parent, path.name(), Mode.FILE | PERMISSIONS, TO_WRITE, creation);
    }
  }

  private static @Nullable ObjectClass objectClass(String name) {
    return ObjectClass.parse(name).orElse(null);
  }

  @Override
  public boolean exists(String name) throws IOException {
    try (DfsObject object = dfs().lookup(names.path(name).path(), TO_READ)) {
      return Mode.isFile(object.mode());
    } catch (DfsException e) {
      if (e.errno() == Errno.ENOENT) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void delete(String name) throws IOException {
    DaosPath path = names.path(name);
    try (DfsObject parent = dfs().lookup(path.parent(), TO_READ)) {
      dfs().remove(parent, path.name(), false);
    }
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    if (job.filePerProcess()) {
      return OptionalLong.of(sizeHere(name));
    }
    long mine = job.rank() == 0 ? sizeHere(name) : 0;
    return OptionalLong.of(job.comm().allreduce(ReduceOp.SUM, mine)[0]);
  }

  private long sizeHere(String name) throws IOException {
    try (DfsObject object = dfs().lookup(names.path(name).path(), TO_READ)) {
      return dfs().size(object);
    }
  }

  /** None: its files are not in the local file system. */
  @Override
  public Optional<Path> location(String name) {
    return Optional.empty();
  }

  @Override
  public void makeDirectory(String name) throws IOException {
    DaosPath directory = names.directoryOf(name);
    if (directory.isRoot()) {
      return;
    }
    Creation creation =
        new Creation(objectClass(job.options().get(IorOption.DFS_DIRECTORY_CLASS)), 0, null);
    try (DfsObject parent = dfs().lookup(directory.parent(), TO_READ)) {
      dfs().mkdir(parent, directory.name(), DIRECTORY_PERMISSIONS, creation);
    } catch (DfsException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /** Collective: rank 0, which the others have attached to, lets go last. */
  @Override
  public void close() throws IOException {
    boolean isOwner = job.rank() == 0;
    if (!isOwner) {
      release();
    }
    job.comm().barrier();
    if (isOwner) {
      release();
      if (job.options().on(IorOption.DFS_DESTROY)) {
        stores.destroy(names.path(new TestFileName(job.options()).first(0)));
      }
    }
  }

  @Override
  public void abandon() {
    try {
      release();
    } catch (IOException e) {
      // The run has failed for a reason that was told.
      closed = true;
    }
  }

  private void release() throws DfsException, StoreException {
    if (!closed) {
      closed = true;
      mount.close();
    }
  }

  /** An open file. */
  private record Opened(Dfs dfs, DfsObject object, String name) implements IorFile {
    @Override
    public void write(long offset, MemorySegment transfer) throws IOException {
      dfs.write(object, offset, transfer);
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
      long read = dfs.read(object, offset, target);
      if (read != target.byteSize()) {
        throw new IOException(
            "incomplete read: offset=%d length=%d moved=%d file=%s"
                .formatted(offset, target.byteSize(), read, name));
      }
    }

    @Override
    public void sync() throws IOException {
      dfs.sync();
    }

    @Override
    public void close() {
      object.close();
    }
  }

  /**
   * Where the files of a test are: as {@link DaosPath} says, or in the container of {@code
   * --dfs.pool} and {@code --dfs.cont}.
   */
  static final class DfsNames {
    private static final String PREFIX = "daos:";

    private final String pool;
    private final String container;
    private final String prefix;
    private final DaosEnvironment environment;

    DfsNames(IorOptions options, DaosEnvironment environment) {
      this.pool = options.get(IorOption.DFS_POOL);
      this.container = options.get(IorOption.DFS_CONTAINER);
      this.prefix = options.get(IorOption.DFS_PREFIX);
      this.environment = environment;
    }

    DaosPath path(String name) throws MpiIoException {
      boolean named = name.startsWith(PREFIX);
      String bare = named ? name.substring(PREFIX.length()) : name;
      if (pool.isEmpty() || bare.startsWith("//")) {
        return DaosPath.of(bare, environment);
      }
      boolean strip = !prefix.isEmpty() && Path.of(bare).startsWith(prefix);
      return DaosPath.in(
          pool, container, strip ? Path.of(prefix).relativize(Path.of(bare)).toString() : bare);
    }

    /** The directory that a file is in. */
    DaosPath directoryOf(String name) throws MpiIoException {
      DaosPath path = path(name);
      return DaosPath.in(path.pool(), path.container(), path.parent());
    }
  }
}
