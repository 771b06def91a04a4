package io.jromio.h5vol.daos;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.dfs.embedded.StoreAccess;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The container of one HDF5 file, open on one rank: on rank 0 with a handle of its own, on the
 * others attached to that one, for which the store is asked nothing. The handle's end voids what is
 * attached to it, so rank 0 closes last.
 */
final class OpenContainer implements AutoCloseable {
  private static final int VERSION = 1;
  private static final long ID_RANGE = 1024;
  private static final String LAYOUT = "HDF5";

  private final StoreSystem system;
  private final ObjectStore store;
  private final int targets;
  private final FileLayout layout;
  private long nextId;
  private long idsLeft;

  private OpenContainer(StoreSystem system, ObjectStore store, int targets) throws StoreException {
    this.system = system;
    this.store = store;
    this.targets = targets;
    this.layout = new FileLayout(targets);
  }

  /** Makes a container that holds an empty root group from its first moment on. */
  static ContainerInfo create(StoreSystem system, String pool) throws StoreException {
    int targets = system.queryPool(pool).targets().size();
    ObjectId root = new FileLayout(targets).id(FileLayout.ROOT);
    Changes first = new Changes();
    first.set(
        FileLayout.ofFile(),
        FileLayout.INTERNAL,
        FileLayout.VERSION,
        new ByteWriter().u1(VERSION).u4(targets).bytes());
    first.write(root, FileLayout.INTERNAL, FileLayout.REFERENCES, FileLayout.number(1));
    first.write(root, FileLayout.ORDERS, FileLayout.NEXT_LINK, FileLayout.number(0));
    return system.createContainer(
        pool, new ContainerSpec("", Map.of("layout_type", LAYOUT), first.contents()));
  }

  /**
   * Opens a container, and owns the connection from then on.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE} if it holds something else
   */
  static OpenContainer open(StoreSystem system, FileLink.Target target, boolean writes)
      throws IOException {
    ObjectStore store =
        system.open(
            target.pool(), target.container(), writes ? OpenMode.READ_WRITE : OpenMode.READ_ONLY);
    DkeyFetch fetch =
        DkeyFetch.of(FileLayout.INTERNAL, Condition.NONE, new AkeyFetch.Value(FileLayout.VERSION));
    List<Fetched> found = store.fetch(FileLayout.ofFile(), List.of(fetch));
    byte[] value = ((Fetched.Value) found.getFirst().akeys().getFirst()).value();
    if (value == null) {
      throw new H5Exception(H5Error.BAD_FILE, "no HDF5 file in it: container=" + target);
    }
    ByteReader reader = new ByteReader(value, "container " + target.container());
    int version = reader.u1();
    if (version != VERSION) {
      throw reader.bad("is of another version: version=%d, known=%d".formatted(version, VERSION));
    }
    return new OpenContainer(system, store, (int) reader.u4());
  }

  /** What {@link #attach} needs on other ranks. */
  byte[] share() {
    byte[] endpoint = system.endpoint().getBytes(StandardCharsets.UTF_8);
    return new ByteWriter()
        .u4(targets)
        .u4(endpoint.length)
        .raw(endpoint)
        .raw(store.share())
        .bytes();
  }

  /** What another rank shared; the store is asked nothing. */
  static OpenContainer attach(byte[] shared, DaosEnvironment environment) throws IOException {
    ByteReader reader = new ByteReader(shared, "shared container");
    int targets = (int) reader.u4();
    String endpoint = new String(reader.raw(reader.u4()), StandardCharsets.UTF_8);
    StoreSystem system = StoreAccess.connect(endpoint, environment.variables());
    @Nullable OpenContainer attached = null;
    try {
      attached = new OpenContainer(system, system.attach(reader.raw(reader.left())), targets);
      return attached;
    } finally {
      if (attached == null) {
        system.close();
      }
    }
  }

  ObjectStore store() {
    return store;
  }

  FileLayout layout() {
    return layout;
  }

  /** Whether the container is still there and what it is; empty if it is gone. */
  static Optional<ContainerInfo> find(StoreSystem system, FileLink.Target target)
      throws StoreException {
    try {
      return Optional.of(system.queryContainer(target.pool(), target.container()));
    } catch (StoreException e) {
      if (e.der() == Der.NONEXIST) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A number that no object and no blob of the container has. */
  long newId() throws StoreException {
    if (idsLeft == 0) {
      nextId = FileLayout.FIRST_INDEX + store.allocateIds(ID_RANGE);
      idsLeft = ID_RANGE;
    }
    idsLeft--;
    return nextId++;
  }

  @Override
  public void close() throws StoreException {
    try {
      store.close();
    } finally {
      system.close();
    }
  }
}
