package io.jromio.bench.daos;

import io.jromio.dfs.DfsClient;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One end of a copy: a path of this machine, or {@code daos://pool/cont/path}.
 *
 * @param pool empty for a path of this machine
 * @param path absolute, without a slash at its end unless it is the root
 */
record CopyPath(String pool, String container, String path) {
  private static final String SCHEME = "daos:";

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException where pool or container is missing
   */
  static CopyPath parse(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a path is empty");
    }
    if (!text.startsWith(SCHEME)) {
      return new CopyPath("", "", Path.of(text).toAbsolutePath().normalize().toString());
    }
    String rest = text.substring(SCHEME.length());
    if (!rest.startsWith("//") || rest.length() == 2 || rest.charAt(2) == '/') {
      throw new IllegalArgumentException("expected daos://pool/cont/path: " + text);
    }
    String[] parts = rest.substring(2).split("/", 3);
    if (parts.length < 2 || parts[1].isEmpty()) {
      throw new IllegalArgumentException("expected daos://pool/cont/path: " + text);
    }
    String path = parts.length < 3 ? "/" : Path.of("/" + parts[2]).normalize().toString();
    return new CopyPath(parts[0], parts[1], path);
  }

  boolean isDaos() {
    return !pool.isEmpty();
  }

  CopyPath child(String name) {
    return new CopyPath(pool, container, path.equals("/") ? "/" + name : path + "/" + name);
  }

  /** Whether this is another path itself, or below it. */
  boolean isWithin(CopyPath other) {
    return pool.equals(other.pool)
        && container.equals(other.container)
        && Path.of(path).startsWith(other.path);
  }

  Tree tree(StoreSystem store, boolean readOnly) throws IOException {
    if (!isDaos()) {
      return new PosixTree();
    }
    ObjectStore objects =
        store.open(pool, container, readOnly ? OpenMode.READ_ONLY : OpenMode.READ_WRITE);
    return new DfsTree(
        DfsClient.mount(objects, readOnly), "%s//%s/%s".formatted(SCHEME, pool, container));
  }
}
