package io.jromio.dfs;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes POSIX containers and mounts them.
 *
 * @source DAOS src/client/dfs/cont.c, mnt.c
 */
public final class DfsClient {
  private static final long DEFAULT_CHUNK = 1L << 20;
  private static final int ROOT_PERMISSIONS = 0755;
  private static final String LAYOUT = "layout_type";
  private static final String POSIX = "POSIX";

  private DfsClient() {}

  /**
   * Makes a container with superblock and root in one step, so that nobody sees half of one.
   *
   * @param label empty for none
   * @param properties besides those that {@code attributes} stand for
   * @throws DfsException {@link Errno#EEXIST} if the label is taken; {@link Errno#ENOTSUP} for a
   *     class with redundancy; {@link Errno#EINVAL} for attributes and properties that cannot be
   */
  public static ContainerInfo createContainer(
      StoreSystem system,
      String pool,
      String label,
      DfsAttributes attributes,
      Map<String, String> properties)
      throws DfsException {
    try {
      int targets = system.queryPool(pool).targets().size();
      DfsAttributes full = complete(attributes, targets);
      Superblock superblock = new Superblock(full, root(full, targets));
      List<ObjectChange.Update> contents = new ArrayList<>();
      for (DkeyUpdate update : superblock.updates()) {
        contents.add(new ObjectChange.Update(DfsLayout.SUPERBLOCK, update));
      }
      return system.createContainer(
          pool, new ContainerSpec(label, properties(full, properties, label), contents));
    } catch (StoreException e) {
      throw new DfsException(e, label);
    }
  }

  /**
   * Mounts an open container. The mount owns its handle from now on, also if this fails.
   *
   * @throws DfsException {@link Errno#EINVAL} if it is no POSIX container or of another layout
   */
  public static Dfs mount(ObjectStore store, boolean readOnly) throws DfsException {
    try {
      checkLayout(store);
      return new Mount(store, Superblock.fetch(store), readOnly, InstantSource.system());
    } catch (StoreException e) {
      DfsException failure = new DfsException(e, store.info().label());
      closeAfter(failure, store);
      throw failure;
    } catch (DfsException e) {
      closeAfter(e, store);
      throw e;
    }
  }

  /**
   * The mount that another process shared, over the handle that it shared. Nothing is asked of the
   * engine. The mount owns the handle from now on, also if this fails.
   *
   * @param sharedMount of {@link Dfs#share()}
   * @throws DfsException {@link Errno#EINVAL} if it is no mount of this container
   */
  public static Dfs attach(ObjectStore store, byte[] sharedMount, boolean readOnly)
      throws DfsException {
    try {
      Superblock superblock = Shares.mount(store.info().uuid(), sharedMount);
      return new Mount(store, superblock, readOnly, InstantSource.system());
    } catch (DfsException e) {
      closeAfter(e, store);
      throw e;
    }
  }

  private static void closeAfter(DfsException failure, ObjectStore store) {
    try {
      store.close();
    } catch (StoreException e) {
      failure.addSuppressed(e);
    }
  }

  private static void checkLayout(ObjectStore store) throws DfsException {
    String layout = store.info().properties().getOrDefault(LAYOUT, "unknown");
    if (!layout.equalsIgnoreCase(POSIX)) {
      throw new DfsException(
          Errno.EINVAL,
          "no POSIX container: layout_type=%s container=%s"
              .formatted(layout, store.info().label()));
    }
  }

  private static DfsAttributes complete(DfsAttributes attributes, int targets)
      throws StoreException, DfsException {
    int hintsLength = attributes.hints().getBytes(StandardCharsets.UTF_8).length;
    if (attributes.chunkSize() < 0 || hintsLength >= DfsLayout.HINTS_LENGTH) {
      throw new DfsException(
          Errno.EINVAL,
          "chunkSize=%d hintsLength=%d allowed=0-%d"
              .formatted(attributes.chunkSize(), hintsLength, DfsLayout.HINTS_LENGTH - 1));
    }
    ObjectClass forAll = attributes.objectClass();
    ObjectClass forDirectories = hinted(attributes.hints(), "dir");
    ObjectClass forFiles = hinted(attributes.hints(), "file");
    DfsAttributes full =
        new DfsAttributes(
            attributes.chunkSize() == 0 ? DEFAULT_CHUNK : attributes.chunkSize(),
            forAll,
            choose(attributes.directoryClass(), forAll, forDirectories),
            choose(attributes.fileClass(), forAll, forFiles),
            attributes.hints());
    check(forAll, targets);
    check(full.directoryClass(), targets);
    check(full.fileClass(), targets);
    return full;
  }

  private static @Nullable ObjectClass choose(
      @Nullable ObjectClass own, @Nullable ObjectClass forAll, @Nullable ObjectClass hinted) {
    return own != null ? own : forAll != null ? forAll : hinted;
  }

  private static void check(@Nullable ObjectClass objectClass, int targets) throws StoreException {
    if (objectClass != null) {
      ObjectIds.check(objectClass, targets);
    }
  }

  /** The class that hints such as {@code file:max,dir:single} ask for; null if they do not. */
  private static @Nullable ObjectClass hinted(String hints, String kind) throws DfsException {
    ObjectClass found = null;
    for (String hint : hints.isEmpty() ? new String[0] : hints.split(",", -1)) {
      String[] parts = hint.toLowerCase(Locale.ROOT).split(":", -1);
      boolean known =
          parts.length == 2
              && (parts[0].equals("file") || parts[0].equals("dir"))
              && (parts[1].equals("single") || parts[1].equals("max"));
      if (!known) {
        throw new DfsException(
            Errno.EINVAL, "hint=%s, expected file|dir:single|max: hints=%s".formatted(hint, hints));
      }
      if (parts[0].equals(kind)) {
        found = new ObjectClass.Sharded(parts[1].equals("single") ? 1 : ObjectClass.MAX_GROUPS);
      }
    }
    return found;
  }

  private static Entry root(DfsAttributes attributes, int targets) throws StoreException {
    ObjectClass given = attributes.directoryClass();
    ObjectClass objectClass =
        given == null ? ObjectIds.automaticClass(ObjectType.MULTI_HASHED) : given;
    ObjectId id = ObjectIds.of(objectClass, ObjectType.MULTI_HASHED, targets, DfsLayout.ROOT_HI, 0);
    Instant now = Instant.now();
    return new Entry(
        new Inode()
            .mode(Mode.DIRECTORY | ROOT_PERMISSIONS)
            .id(id)
            .modified(now)
            .changed(now)
            .owner(ProcessOwner.current()),
        null);
  }

  private static Map<String, String> properties(
      DfsAttributes attributes, Map<String, String> given, String label) throws DfsException {
    Map<String, String> all = new HashMap<>(given);
    String layout = given.getOrDefault(LAYOUT, POSIX);
    if (!layout.equalsIgnoreCase(POSIX)) {
      throw new DfsException(
          Errno.EINVAL, "no POSIX container: layout_type=%s container=%s".formatted(layout, label));
    }
    all.put(LAYOUT, POSIX);
    all.put("chunk_size", Long.toString(attributes.chunkSize()));
    all.put("cons_mode", "relaxed");
    putIfGiven(all, "oclass", attributes.objectClass());
    putIfGiven(all, "dir_oclass", attributes.directoryClass());
    putIfGiven(all, "file_oclass", attributes.fileClass());
    if (!attributes.hints().isEmpty()) {
      all.put("hints", attributes.hints());
    }
    return all;
  }

  private static void putIfGiven(
      Map<String, String> properties, String name, @Nullable ObjectClass objectClass) {
    if (objectClass != null) {
      properties.put(name, objectClass.toString());
    }
  }
}
