package io.jromio.dfs;

import io.jromio.dfs.object.StoreException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Follows a path, one component and one request at a time. {@code ..} steps back to where the walk
 * came from; above the root, or above a directory of which more is not known, there is nothing.
 *
 * @source DAOS src/client/dfs/lookup.c
 */
final class PathWalk {
  /** Most links on one way. */
  static final int MAX_LINKS = 40;

  /** Where a path leads to; the parent of the root is null. */
  record Found(@Nullable Directory parent, String name, Entry entry) {
    Directory directory() {
      return new Directory(entry.inode().id(), name, parent);
    }
  }

  private final Entries entries;
  private final Found root;
  private final String path;
  private final boolean follow;
  private final Deque<String> left = new ArrayDeque<>();
  private int links;

  /**
   * @param follow whether also the last component is followed if it is a link
   */
  PathWalk(Entries entries, Entry root, String path, boolean follow) {
    this.entries = entries;
    this.root = new Found(null, DfsLayout.ROOT_NAME, root);
    this.path = path;
    this.follow = follow;
  }

  /** Where an absolute path leads to. */
  Found fromRoot() throws StoreException, DfsException {
    if (!path.startsWith("/")) {
      throw new DfsException(Errno.EINVAL, "no absolute path: path=" + path);
    }
    push(path);
    return walk(root.directory());
  }

  /** Where a path that begins in a directory leads to. */
  Found from(Directory start) throws StoreException, DfsException {
    push(path);
    return walk(start);
  }

  private void push(String more) {
    String[] components = more.split("/");
    for (int i = components.length - 1; i >= 0; i--) {
      if (!components[i].isEmpty() && !components[i].equals(".")) {
        left.push(components[i]);
      }
    }
  }

  private Found walk(Directory start) throws StoreException, DfsException {
    Directory here = start;
    // The entry of where the walk stands; null if it has come there backwards.
    Found found = null;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.equals("..")) {
        Directory up = here.up();
        if (up == null) {
          throw new DfsException(Errno.ENOENT, "above the root: path=" + path);
        }
        here = up;
        found = null;
        continue;
      }
      Entry entry = entries.find(here.id(), Names.check(name));
      if (entry == null) {
        throw new DfsException(
            Errno.ENOENT, "no such entry: name=%s path=%s".formatted(name, path));
      }
      String link = entry.link();
      if (link != null && (follow || !left.isEmpty())) {
        if (++links > MAX_LINKS) {
          throw new DfsException(
              Errno.ELOOP, "too many links: allowed=%d path=%s".formatted(MAX_LINKS, path));
        }
        push(link);
        if (link.startsWith("/")) {
          here = root.directory();
        }
        found = null;
        continue;
      }
      found = new Found(here, name, entry);
      if (entry.isDirectory()) {
        here = found.directory();
      } else if (!left.isEmpty()) {
        throw new DfsException(
            Errno.ENOTDIR, "not a directory: name=%s path=%s".formatted(name, path));
      }
    }
    return found == null ? standing(here) : found;
  }

  /** The entry of a directory that the walk came to without reading it. */
  private Found standing(Directory here) throws StoreException, DfsException {
    if (here.id().equals(root.entry().inode().id())) {
      return new Found(
          null, DfsLayout.ROOT_NAME, entries.get(DfsLayout.SUPERBLOCK, DfsLayout.ROOT_NAME));
    }
    Directory up = here.up();
    if (up == null) {
      throw new DfsException(Errno.ENOENT, "nothing is known above: path=" + path);
    }
    return new Found(up, here.name(), entries.get(up.id(), here.name()));
  }
}
