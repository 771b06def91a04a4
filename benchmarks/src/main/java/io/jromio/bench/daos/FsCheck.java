package io.jromio.bench.daos;

import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.DirectoryPage;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for objects that no name leads to, such as those of a client that died between making a
 * file and naming it, or that was removing a directory. What lies below a leaked directory is not
 * leaked itself. Needs the container for itself.
 *
 * @source DAOS src/client/dfs/cont.c, dfs_cont_check
 */
final class FsCheck {
  private static final int PAGE = 1024;
  private static final String LOST = "lost+found";
  private static final Set<OpenFlag> LOOK = Set.of(OpenFlag.RDONLY, OpenFlag.NOFOLLOW);

  private final Dfs dfs;
  private final ObjectStore store;
  private final Consumer<String> lines;
  private final InstantSource clock;
  private final Set<ObjectId> named = new HashSet<>();
  private long started;
  private long told;

  FsCheck(Dfs dfs, ObjectStore store, Consumer<String> lines, InstantSource clock) {
    this.dfs = dfs;
    this.store = store;
    this.lines = lines;
    this.clock = clock;
  }

  /** What is done with a leaked object. */
  enum Remedy {
    NONE,
    REMOVE,
    RELINK
  }

  /**
   * Checks.
   *
   * @param print whether leaked objects are told
   * @param folder below lost+found, for those that get names again
   * @return the number of leaked objects
   */
  long run(boolean print, Remedy remedy, String folder) throws IOException {
    started = now();
    told = started;
    say(
        "Start (%s)"
            .formatted(FsScan.START.format(clock.instant().atZone(ZoneId.systemDefault()))));
    say("Create OIT table");
    Set<ObjectId> unmarked = objects();
    say("Iterating namespace and marking objects");
    try (DfsObject root = dfs.lookup("/", LOOK)) {
      named.add(root.id());
      walk(root);
    }
    say("marked %d files/directories (runtime: %d sec))".formatted(named.size() - 1, runtime()));
    String lost = folder.isEmpty() ? FsScan.START.format(zoned()) : folder;
    if (remedy == Remedy.RELINK) {
      say("Leaked OIDs will be inserted in /%s/%s".formatted(LOST, lost));
    }
    unmarked.removeAll(named);
    unmarked.removeIf(FsCheck::isFixed);
    say("Checking unmarked OIDs (Pass 1)");
    List<ObjectId> leaked = roots(unmarked);
    if (remedy == Remedy.RELINK) {
      say("Checking unmarked OIDs (Pass 2)");
    }
    treat(leaked, print, remedy, lost);
    say("Done! (runtime: %d sec)".formatted(runtime()));
    say("Number of leaked OIDs in namespace = %d".formatted(leaked.size()));
    return leaked.size();
  }

  private void treat(List<ObjectId> leaked, boolean print, Remedy remedy, String folder)
      throws IOException {
    LostAndFound place =
        remedy == Remedy.RELINK && !leaked.isEmpty()
            ? new LostAndFound(store, lostFolder(folder), clock)
            : null;
    for (int i = 0; i < leaked.size(); i++) {
      if (print) {
        lines.accept("oid[%d]: %s".formatted(i, leaked.get(i)));
      }
      if (remedy == Remedy.REMOVE) {
        remove(leaked.get(i));
      } else if (place != null) {
        place.add(leaked.get(i));
      }
    }
  }

  /** Objects of every container that has a file system: its description and its root. */
  private static boolean isFixed(ObjectId object) {
    return object.lo() == 0 && (object.hi() & 0xffff_ffffL) <= 1;
  }

  private Set<ObjectId> objects() throws IOException {
    Set<ObjectId> all = new TreeSet<>();
    for (Anchor at = Anchor.start(); !at.isEnd(); ) {
      ObjectPage page = store.listObjects(at, PAGE);
      all.addAll(page.objects());
      at = page.next();
    }
    return all;
  }

  private void walk(DfsObject directory) throws IOException {
    for (Anchor at = Anchor.start(); !at.isEnd(); ) {
      DirectoryPage page = dfs.readDirectory(directory, at, PAGE);
      for (String name : page.names()) {
        try (DfsObject entry = dfs.lookup(directory, name, LOOK)) {
          named.add(entry.id());
          if (now() - told >= FsScan.INTERVAL) {
            told = now();
            say(
                "Scanned %d files/directories (runtime: %d sec)"
                    .formatted(named.size(), runtime()));
          }
          if (Mode.isDirectory(entry.mode())) {
            walk(entry);
          }
        }
      }
      at = page.next();
    }
  }

  /** Those that are in no other of them. */
  private List<ObjectId> roots(Set<ObjectId> unmarked) throws IOException {
    Set<ObjectId> below = new HashSet<>();
    for (ObjectId object : unmarked) {
      for (ObjectId child : children(object)) {
        below.add(child);
      }
    }
    List<ObjectId> roots = new ArrayList<>(unmarked);
    roots.removeAll(below);
    return roots;
  }

  private List<ObjectId> children(ObjectId object) throws IOException {
    if (object.type().hasIntegerDkeys()) {
      return List.of();
    }
    List<ObjectId> children = new ArrayList<>();
    for (Anchor at = Anchor.start(); !at.isEnd(); ) {
      KeyPage page = store.listDkeys(object, at, PAGE);
      for (Key name : page.keys()) {
        LostAndFound.target(store, object, name).ifPresent(children::add);
      }
      at = page.next();
    }
    return children;
  }

  private void remove(ObjectId object) throws IOException {
    for (ObjectId child : children(object)) {
      if (!named.contains(child)) {
        remove(child);
      }
    }
    store.punchObject(object);
  }

  private ObjectId lostFolder(String folder) throws IOException {
    ObjectId lost = makeDirectory(null, LOST);
    try (DfsObject parent = dfs.lookup("/" + LOST, LOOK)) {
      named.add(lost);
      return makeDirectory(parent, folder);
    }
  }

  private ObjectId makeDirectory(@Nullable DfsObject parent, String name) throws IOException {
    Set<OpenFlag> flags = Set.of(OpenFlag.RDWR, OpenFlag.CREAT);
    try (DfsObject made = dfs.open(parent, name, Mode.DIRECTORY | 0700, flags, Creation.DEFAULTS)) {
      return made.id();
    }
  }

  private java.time.ZonedDateTime zoned() {
    return clock.instant().atZone(ZoneId.systemDefault());
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  private long runtime() {
    return now() - started;
  }

  private void say(String line) {
    lines.accept("DFS checker: " + line);
  }
}
