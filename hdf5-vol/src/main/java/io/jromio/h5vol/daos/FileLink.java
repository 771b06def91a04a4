package io.jromio.h5vol.daos;

import io.jromio.adio.daos.DaosPath;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Errno;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.Stat;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The entry of a POSIX container that leads to the container of an HDF5 file: an empty file whose
 * extended attribute {@code user.daos} is {@code DAOS.HDF5://POOL/CONTAINER}, both as UUID.
 *
 * @source DAOS src/client/dfs/duns.c, duns_create_path
 */
final class FileLink {
  private static final String ATTRIBUTE = "user.daos";
  private static final Pattern VALUE = Pattern.compile("DAOS\\.HDF5://([^/]+)/([^/]+)/?");
  private static final int PERMISSIONS = 0644;
  private static final Set<OpenFlag> READ = EnumSet.of(OpenFlag.RDONLY);
  private static final Set<OpenFlag> NEW = EnumSet.of(OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.EXCL);

  private final Dfs dfs;
  private final DaosPath path;

  FileLink(Dfs dfs, DaosPath path) {
    this.dfs = dfs;
    this.path = path;
  }

  /** Where an HDF5 file is, by UUID. */
  record Target(String pool, String container) {
    static Target of(ContainerInfo info) {
      return new Target(info.pool().toString(), info.uuid().toString());
    }

    @Override
    public String toString() {
      return pool + "/" + container;
    }
  }

  /** What a name leads to. */
  sealed interface Found {
    /** An HDF5 file. */
    record Linked(Target target) implements Found {}

    /** Another file or a directory. */
    record Other(boolean empty) implements Found {}
  }

  /** What is at the name, behind symbolic links; empty if there is nothing. */
  Optional<Found> find() throws DfsException {
    try (DfsObject object = dfs.lookup(path.path(), READ)) {
      try {
        String value = new String(dfs.xattr(object, ATTRIBUTE), StandardCharsets.UTF_8);
        Matcher matcher = VALUE.matcher(value);
        if (matcher.matches()) {
          return Optional.of(new Found.Linked(new Target(matcher.group(1), matcher.group(2))));
        }
      } catch (DfsException e) {
        if (e.errno() != Errno.ENODATA) {
          throw e;
        }
      }
      Stat stat = dfs.stat(object);
      return Optional.of(new Found.Other(stat.isFile() && stat.size() == 0));
    } catch (DfsException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * The HDF5 file at the name.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}; {@link H5Error#BAD_FILE} if it is something else
   */
  Target require() throws IOException {
    Optional<Found> found = find();
    if (found.isEmpty()) {
      throw new H5Exception(H5Error.NOT_FOUND, "no such file: path=" + path);
    }
    return switch (found.get()) {
      case Found.Linked linked -> linked.target();
      case Found.Other _ ->
          throw new H5Exception(
              H5Error.BAD_FILE,
              "no HDF5 file: no %s=DAOS.HDF5://... at path=%s".formatted(ATTRIBUTE, path));
    };
  }

  /**
   * Lets the name lead to a container, as one step for everyone who looks.
   *
   * @param exclusive whether the name must be new
   * @throws H5Exception {@link H5Error#EXISTS}
   */
  void publish(Target target, boolean exclusive) throws IOException {
    String own = ".h5-" + target.container();
    try (DfsObject parent = dfs.lookup(path.parent(), READ)) {
      if (exclusive) {
        claim(parent);
      }
      try (DfsObject entry =
          dfs.open(parent, own, Mode.FILE | PERMISSIONS, NEW, Creation.DEFAULTS)) {
        String value = "DAOS.HDF5://" + target;
        dfs.setXattr(entry, ATTRIBUTE, value.getBytes(StandardCharsets.UTF_8), Optional.empty());
      }
      dfs.move(parent, own, parent, path.name());
    }
  }

  private void claim(DfsObject parent) throws IOException {
    try {
      dfs.open(parent, path.name(), Mode.FILE | PERMISSIONS, NEW, Creation.DEFAULTS).close();
    } catch (DfsException e) {
      if (e.errno() == Errno.EEXIST) {
        throw new H5Exception(H5Error.EXISTS, "name is taken: path=" + path, e);
      }
      throw e;
    }
  }

  void remove() throws DfsException {
    try (DfsObject parent = dfs.lookup(path.parent(), READ)) {
      dfs.remove(parent, path.name(), false);
    }
  }
}
