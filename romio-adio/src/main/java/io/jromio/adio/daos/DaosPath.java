package io.jromio.adio.daos;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a file of DFS is: pool and container by label or UUID, and the path below the container's
 * root.
 *
 * <table>
 * <caption>Names, without the prefix {@code daos:}</caption>
 * <tr><td>{@code //POOL/CONTAINER/path}</td><td>as it says</td></tr>
 * <tr><td>{@code /path} at or below a mount point</td><td>in the container of {@link MountTable}
 * </td></tr>
 * <tr><td>any other</td><td>in the container that {@code DAOS_POOL} and {@code DAOS_CONT} name, from
 * its root on</td></tr>
 * </table>
 *
 * @param components of the path; none for the root; without {@code .} and {@code ..}
 * @source ROMIO adio/ad_daos/ad_daos_common.c
 */
public record DaosPath(String pool, String container, List<String> components) {
  private static final String FORMS =
      "expected daos://POOL/CONTAINER/PATH, or a path below a mount point (jromio daos mount), or"
          + " daos:/PATH with DAOS_POOL and DAOS_CONT set";

  public DaosPath {
    components = List.copyOf(components);
  }

  /**
   * Finds out where a file is.
   *
   * @param name without the prefix {@code daos:}
   * @throws MpiIoException {@link ErrorClass#BAD_FILE} if the name is no such name, saying what is
   *     expected; {@link ErrorClass#NO_SUCH_FILE} for an empty one; {@link ErrorClass#IO} if the
   *     mount table cannot be read
   */
  public static DaosPath of(String name, DaosEnvironment environment) throws MpiIoException {
    if (name.isEmpty()) {
      throw new MpiIoException(ErrorClass.NO_SUCH_FILE, "no name: file=daos:");
    }
    if (name.startsWith("//")) {
      return explicit(name);
    }
    Optional<MountTable.Mount> mount = mount(name, environment);
    if (mount.isPresent()) {
      Path below = mount.get().path().relativize(Path.of(name).toAbsolutePath().normalize());
      return new DaosPath(
          mount.get().pool(), mount.get().container(), components(below.toString(), name));
    }
    Optional<String> pool = environment.pool();
    Optional<String> container = environment.container();
    if (pool.isEmpty() || container.isEmpty()) {
      throw new MpiIoException(
          ErrorClass.BAD_FILE,
          "no pool and container: %s; DAOS_POOL=%s DAOS_CONT=%s file=daos:%s"
              .formatted(FORMS, pool.orElse(""), container.orElse(""), name));
    }
    return new DaosPath(pool.get(), container.get(), components(name, name));
  }

  /**
   * A path in a container.
   *
   * @throws MpiIoException {@link ErrorClass#BAD_FILE} if it leads out of the container
   */
  public static DaosPath in(String pool, String container, String path) throws MpiIoException {
    return new DaosPath(pool, container, components(path, path));
  }

  /** Whether a name without prefix is at or below a mount point. */
  static boolean isMounted(String name, DaosEnvironment environment) throws MpiIoException {
    return mount(name, environment).isPresent();
  }

  private static Optional<MountTable.Mount> mount(String name, DaosEnvironment environment)
      throws MpiIoException {
    try {
      return new MountTable(environment).find(Path.of(name));
    } catch (InvalidPathException e) {
      throw new MpiIoException(
          ErrorClass.BAD_FILE,
          "a file name cannot hold a NUL character: file=" + name.replace("\0", "\\0"),
          e);
    } catch (IOException e) {
      throw new MpiIoException(
          ErrorClass.IO,
          "mount table unreadable (a prefix such as ufs: passes it by): %s, file=%s"
              .formatted(e.getMessage(), name),
          e);
    }
  }

  private static DaosPath explicit(String name) throws MpiIoException {
    String[] parts = name.substring(2).split("/", 3);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new MpiIoException(
          ErrorClass.BAD_FILE, "no pool and container: %s; file=daos:%s".formatted(FORMS, name));
    }
    return new DaosPath(parts[0], parts[1], components(parts.length > 2 ? parts[2] : "", name));
  }

  private static List<String> components(String path, String name) throws MpiIoException {
    List<String> components = new ArrayList<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        if (components.isEmpty()) {
          throw new MpiIoException(
              ErrorClass.BAD_FILE, "leads out of the container: file=daos:" + name);
        }
        components.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        components.add(part);
      }
    }
    return components;
  }

  /** Whether it is the container itself. */
  public boolean isRoot() {
    return components.isEmpty();
  }

  /** The last component; {@code /} for the root. */
  public String name() {
    return isRoot() ? "/" : components.getLast();
  }

  /** The absolute path within the container of the directory that the last component is in. */
  public String parent() {
    return isRoot() ? "/" : "/" + String.join("/", components.subList(0, components.size() - 1));
  }

  /** The absolute path within the container. */
  public String path() {
    return "/" + String.join("/", components);
  }

  @Override
  public String toString() {
    return "daos://%s/%s%s".formatted(pool, container, path());
  }
}
