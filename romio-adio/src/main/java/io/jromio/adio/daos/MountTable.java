package io.jromio.adio.daos;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths that stand for containers: files below a mount point are files of its container, for this
 * library alone; the operating system knows nothing of it. So a path that a site writes as {@code
 * /tmp/POOL/CONTAINER/file}, where dfuse would be mounted, needs no prefix.
 *
 * <p>Kept in the file {@code mounts} of {@code JROMIO_HOME}, a line for each mount point: path,
 * pool and container, with tabs between. It is replaced as a whole, so readers need no lock;
 * changes wait for each other, also those of other processes.
 */
public final class MountTable {
  private static final String FILE = "mounts";
  private static final Object CHANGE = new Object();

  private final Path file;

  /** A path that stands for the root of a container. */
  public record Mount(Path path, String pool, String container) {
    /** Whether a file is at or below the mount point. */
    boolean holds(Path absolute) {
      return absolute.startsWith(path);
    }
  }

  /** The table of this environment. */
  public MountTable(DaosEnvironment environment) {
    this.file = environment.home().resolve(FILE);
  }

  /**
   * All mount points, in the order of their paths; none if there is no table.
   *
   * @throws IOException if the table cannot be read, or a line of it is none
   */
  public List<Mount> mounts() throws IOException {
    List<Mount> mounts = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return mounts;
    }
    for (String line : lines) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 3) {
        throw new IOException(
            "no mount point: line=%s, expected path, pool and container with tabs between, file=%s"
                .formatted(line, file));
      }
      mounts.add(new Mount(Path.of(fields[0]), fields[1], fields[2]));
    }
    return mounts;
  }

  /**
   * The mount point that a path is at or below; of several the longest.
   *
   * @param path absolute, or below the working directory
   */
  public Optional<Mount> find(Path path) throws IOException {
    Path absolute = plain(path);
    Mount longest = null;
    for (Mount mount : mounts()) {
      boolean longer =
          longest == null || mount.path().getNameCount() > longest.path().getNameCount();
      if (mount.holds(absolute) && longer) {
        longest = mount;
      }
    }
    return Optional.ofNullable(longest);
  }

  /**
   * Registers a mount point; nothing is asked of the store.
   *
   * @throws IOException if the path is a mount point already, also of the same container
   * @throws IllegalArgumentException for a tab or line end in path, pool or container, or an empty
   *     pool or container
   */
  public Mount add(Path path, String pool, String container) throws IOException {
    Mount mount = new Mount(plain(path), pool, container);
    for (String field : List.of(mount.path().toString(), pool, container)) {
      if (field.isEmpty() || field.matches("(?s).*[\t\n\r].*")) {
        throw new IllegalArgumentException(
            "empty, or with a tab or line end: path=%s pool=%s container=%s"
                .formatted(mount.path(), pool, container));
      }
    }
    return changed(
        mounts -> {
          for (Mount there : mounts) {
            if (there.path().equals(mount.path())) {
              throw new IOException(
                  "mounted already: path=%s pool=%s container=%s, table=%s"
                      .formatted(there.path(), there.pool(), there.container(), file));
            }
          }
          mounts.add(mount);
          return mount;
        });
  }

  /**
   * Takes a mount point away; files of its container stay.
   *
   * @throws NoSuchFileException if it is none
   */
  public Mount remove(Path path) throws IOException {
    Path wanted = plain(path);
    return changed(
        mounts -> {
          for (Mount mount : mounts) {
            if (mount.path().equals(wanted)) {
              mounts.remove(mount);
              return mount;
            }
          }
          throw new NoSuchFileException(wanted.toString(), null, "no mount point, table=" + file);
        });
  }

  /** A change of the list, which says what it came to. */
  private interface Change {
    Mount apply(List<Mount> mounts) throws IOException;
  }

  private Mount changed(Change change) throws IOException {
    Files.createDirectories(folder());
    Path guard = file.resolveSibling(FILE + ".lock");
    synchronized (CHANGE) {
      try (FileChannel channel =
          FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.lock();
        List<Mount> mounts = mounts();
        Mount result = change.apply(mounts);
        mounts.sort((a, b) -> a.path().compareTo(b.path()));
        write(mounts);
        return result;
      }
    }
  }

  private void write(List<Mount> mounts) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Mount mount : mounts) {
      text.append(mount.path()).append('\t').append(mount.pool()).append('\t');
      text.append(mount.container()).append('\n');
    }
    Path fresh = Files.createTempFile(folder(), FILE, ".new");
    try {
      Files.writeString(fresh, text, StandardCharsets.UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private Path folder() {
    return file.toAbsolutePath().resolveSibling(".").normalize();
  }

  private static Path plain(Path path) {
    return path.toAbsolutePath().normalize();
  }
}
