package io.jromio.dfs;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way from the root down to a directory, as expectations of a transaction: where they hold, the
 * directory is reached without passing the one that is to be moved into it.
 *
 * <p>Directories do not know their parents. The way on which one was opened is tried first; if it
 * holds no more, or another process shared the directory, the tree is searched.
 */
final class Ancestry {
  private static final int PAGE = 256;

  private final Entries entries;
  private final ObjectId root;

  Ancestry(Entries entries, ObjectId root) {
    this.entries = entries;
    this.root = root;
  }

  /**
   * What must hold so that {@code moved} may hang in {@code directory}.
   *
   * @throws DfsException {@link Errno#EINVAL} if {@code directory} is {@code moved} or under it;
   *     {@link Errno#ENOENT} if it is nowhere
   */
  List<ObjectChange> expectations(Directory directory, ObjectId moved)
      throws StoreException, DfsException {
    List<ObjectChange> expected = new ArrayList<>();
    if (!add(directory, expected)) {
      expected.clear();
      if (!add(search(directory.id()), expected)) {
        throw gone(directory.id());
      }
    }
    boolean under = directory.id().equals(moved);
    for (ObjectChange link : expected) {
      under |= link.object().equals(moved);
    }
    if (under) {
      throw new DfsException(
          Errno.EINVAL,
          "directory under itself: moved=%s directory=%s".formatted(moved, directory.id()));
    }
    return expected;
  }

  /** Adds a way; false if it does not hold. */
  private boolean add(Directory directory, List<ObjectChange> expected) throws StoreException {
    Directory here = directory;
    Directory up = here.up();
    while (up != null) {
      Entry entry = entries.find(up.id(), here.name());
      if (entry == null || !entry.inode().id().equals(here.id())) {
        return false;
      }
      expected.add(Entries.expect(up.id(), here.name(), entry.inode().identity()));
      here = up;
      up = here.up();
    }
    return here.id().equals(root);
  }

  private Directory search(ObjectId wanted) throws StoreException, DfsException {
    Deque<Directory> open = new ArrayDeque<>();
    open.push(new Directory(root, DfsLayout.ROOT_NAME, null));
    while (!open.isEmpty()) {
      Directory here = open.pop();
      if (here.id().equals(wanted)) {
        return here;
      }
      Anchor anchor = Anchor.start();
      while (!anchor.isEnd()) {
        DirectoryPage page = entries.list(here.id(), anchor, PAGE);
        for (String name : page.names()) {
          Entry entry = entries.find(here.id(), name);
          if (entry != null && entry.isDirectory()) {
            open.push(new Directory(entry.inode().id(), name, here));
          }
        }
        anchor = page.next();
      }
    }
    throw gone(wanted);
  }

  private static DfsException gone(ObjectId directory) {
    return new DfsException(Errno.ENOENT, "no such directory any more: directory=" + directory);
  }
}
