package io.jromio.bench.daos;

import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.DirectoryPage;
import io.jromio.dfs.Errno;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.Stat;
import io.jromio.dfs.StatChange;
import io.jromio.dfs.object.Anchor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of a container. Keeps the directory that was used last open. */
final class DfsTree implements Tree {
  private static final int PAGE = 1024;
  private static final Set<OpenFlag> READ = Set.of(OpenFlag.RDONLY, OpenFlag.NOFOLLOW);
  private static final Set<OpenFlag> CREATE =
      Set.of(OpenFlag.WRONLY, OpenFlag.CREAT, OpenFlag.EXCL);

  private final Dfs dfs;
  private final String prefix;
  private @Nullable DfsObject lastDirectory;
  private String lastPath = "";

  /**
   * The files of a mount, which this tree owns.
   *
   * @param prefix stands before paths in messages
   */
  DfsTree(Dfs dfs, String prefix) {
    this.dfs = dfs;
    this.prefix = prefix;
  }

  @Override
  public String name(String path) {
    return prefix + path;
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private DfsObject directory(String path) throws IOException {
    DfsObject last = lastDirectory;
    if (last != null && lastPath.equals(path)) {
      return last;
    }
    forget();
    OpenFlag use = dfs.isReadOnly() ? OpenFlag.RDONLY : OpenFlag.RDWR;
    DfsObject found = dfs.lookup(path, Set.of(use));
    lastDirectory = found;
    lastPath = path;
    return found;
  }

  private void forget() {
    if (lastDirectory != null) {
      lastDirectory.close();
    }
    lastDirectory = null;
  }

  @Override
  public Optional<Node> look(String path) throws IOException {
    try {
      Stat stat;
      if (path.equals("/")) {
        try (DfsObject root = dfs.lookup(path, READ)) {
          stat = dfs.stat(root);
        }
      } else {
        stat = dfs.stat(directory(parent(path)), last(path));
      }
      Kind kind =
          stat.isFile()
              ? Kind.FILE
              : stat.isDirectory() ? Kind.DIRECTORY : stat.isLink() ? Kind.LINK : Kind.OTHER;
      return Optional.of(new Node(kind, stat.mode() & 07777, stat.size(), stat.times().modified()));
    } catch (DfsException e) {
      if (e.errno() == Errno.ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<String> list(String directory) throws IOException {
    List<String> names = new ArrayList<>();
    DfsObject opened = directory(directory);
    for (Anchor at = Anchor.start(); !at.isEnd(); ) {
      DirectoryPage page = dfs.readDirectory(opened, at, PAGE);
      names.addAll(page.names());
      at = page.next();
    }
    return names;
  }

  @Override
  public String linkTarget(String link) throws IOException {
    try (DfsObject opened = dfs.lookup(directory(parent(link)), last(link), READ)) {
      return opened.linkTarget();
    }
  }

  @Override
  public OpenFile open(String file) throws IOException {
    return new Opened(dfs, dfs.lookup(directory(parent(file)), last(file), READ));
  }

  @Override
  public OpenFile create(String file) throws IOException {
    return new Opened(
        dfs,
        dfs.open(directory(parent(file)), last(file), Mode.FILE | 0600, CREATE, Creation.DEFAULTS));
  }

  @Override
  public void makeDirectory(String directory) throws IOException {
    dfs.mkdir(directory(parent(directory)), last(directory), 0700, Creation.DEFAULTS);
  }

  @Override
  public void makeLink(String link, String target) throws IOException {
    dfs.open(
            directory(parent(link)),
            last(link),
            Mode.LINK | 0777,
            CREATE,
            new Creation(null, 0, target))
        .close();
  }

  @Override
  public void setMode(String path, int permissions) throws IOException {
    change(path, new StatChange(permissions, null, null, null));
  }

  @Override
  public void setModified(String path, Instant time) throws IOException {
    change(path, new StatChange(null, time, null, null));
  }

  private void change(String path, StatChange change) throws IOException {
    try (DfsObject opened = dfs.lookup(path, Set.of(OpenFlag.RDWR, OpenFlag.NOFOLLOW))) {
      dfs.setStat(opened, change);
    }
  }

  @Override
  public void replace(String file, String by) throws IOException {
    DfsObject parent = directory(parent(file));
    dfs.move(parent, last(by), parent, last(file));
  }

  @Override
  public void remove(String file) throws IOException {
    dfs.remove(directory(parent(file)), last(file), false);
  }

  @Override
  public void close() throws IOException {
    forget();
    dfs.close();
  }

  private record Opened(Dfs dfs, DfsObject object) implements OpenFile {
    @Override
    public long read(long offset, MemorySegment target) throws IOException {
      return dfs.read(object, offset, target);
    }

    @Override
    public void write(long offset, MemorySegment source) throws IOException {
      dfs.write(object, offset, source);
    }

    @Override
    public void close() {
      object.close();
    }
  }
}
