package io.jromio.dfs;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Removing, moving and swapping entries. Each is one transaction that expects the entries as they
 * were read and is tried again if they have changed, so that of many who do the same one succeeds.
 *
 * @source DAOS src/client/dfs/rename.c, obj.c; POSIX rename
 */
final class Namespace {
  private static final int ATTEMPTS = 10_000;
  private static final int PAGE = 256;

  /** An entry by its place. */
  record Place(Directory directory, String name) {
    boolean isSame(Place other) {
      return directory.id().equals(other.directory.id()) && name.equals(other.name);
    }

    boolean isBeside(Place other) {
      return directory.id().equals(other.directory.id());
    }
  }

  /** One try: the changes, or none if there is nothing to do. */
  private interface Attempt {
    List<ObjectChange> plan() throws StoreException, DfsException;
  }

  private final ObjectStore store;
  private final Entries entries;
  private final Ancestry ancestry;
  private final InstantSource clock;

  Namespace(ObjectStore store, Entries entries, Ancestry ancestry, InstantSource clock) {
    this.store = store;
    this.entries = entries;
    this.ancestry = ancestry;
    this.clock = clock;
  }

  private void commit(String name, Attempt attempt) throws StoreException, DfsException {
    for (int i = 0; i < ATTEMPTS; i++) {
      List<ObjectChange> changes = attempt.plan();
      if (changes.isEmpty()) {
        return;
      }
      try {
        store.commit(changes);
        return;
      } catch (StoreException e) {
        if (e.der() != Der.TX_RESTART && e.der() != Der.NONEXIST && e.der() != Der.EXIST) {
          throw e;
        }
      }
      Thread.onSpinWait();
    }
    throw new DfsException(
        Errno.EAGAIN,
        "others change it all the time: attempts=%d file=%s".formatted(ATTEMPTS, name));
  }

  void remove(ObjectId directory, String name, boolean force) throws StoreException, DfsException {
    commit(
        name,
        () -> {
          Entry entry = entries.get(directory, name);
          ObjectId id = entry.inode().id();
          if (entry.isDirectory() && !entries.isEmpty(id)) {
            if (!force) {
              throw new DfsException(Errno.ENOTEMPTY, "directory not empty: name=" + name);
            }
            clear(id);
          }
          List<ObjectChange> changes = new ArrayList<>();
          changes.add(Entries.expect(directory, name, entry.inode().identity()));
          drop(entry, changes);
          changes.add(
              new ObjectChange.Update(directory, DkeyUpdate.punch(Key.of(name), Condition.EXISTS)));
          return changes;
        });
  }

  /** What an entry names goes; a directory must be empty. */
  private static void drop(Entry entry, List<ObjectChange> changes) {
    ObjectId id = entry.inode().id();
    if (entry.isDirectory()) {
      changes.add(new ObjectChange.ExpectEmpty(id));
    } else if (!entry.isLink()) {
      changes.add(new ObjectChange.PunchObject(id));
    }
  }

  private void clear(ObjectId directory) throws StoreException, DfsException {
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      DirectoryPage page = entries.list(directory, anchor, PAGE);
      for (String name : page.names()) {
        try {
          remove(directory, name, true);
        } catch (DfsException e) {
          // Gone meanwhile: as wanted.
          if (e.errno() != Errno.ENOENT) {
            throw e;
          }
        }
      }
      anchor = page.next();
    }
  }

  void move(Place from, Place to) throws StoreException, DfsException {
    commit(
        from.name(),
        () -> {
          Entry source = entries.get(from.directory().id(), from.name());
          if (from.isSame(to)) {
            return List.of();
          }
          List<ObjectChange> changes = new ArrayList<>();
          changes.add(Entries.expect(from.directory().id(), from.name(), source.inode().bytes()));
          if (source.isDirectory() && !from.isBeside(to)) {
            changes.addAll(ancestry.expectations(to.directory(), source.inode().id()));
          }
          replace(source, to, changes);
          changes.add(put(from, source, to));
          changes.add(
              new ObjectChange.Update(
                  from.directory().id(), DkeyUpdate.punch(Key.of(from.name()), Condition.EXISTS)));
          return changes;
        });
  }

  /** What the new name names now is expected and goes, if it may. */
  private void replace(Entry source, Place to, List<ObjectChange> changes)
      throws StoreException, DfsException {
    ObjectId directory = to.directory().id();
    Entry target = entries.find(directory, to.name());
    if (target == null) {
      changes.add(
          new ObjectChange.ExpectBytes(directory, Key.of(to.name()), DfsLayout.INODE_AKEY, null));
      return;
    }
    if (source.isDirectory() != target.isDirectory()) {
      throw new DfsException(
          source.isDirectory() ? Errno.ENOTDIR : Errno.EINVAL,
          "directory and other: moved=%o replaced=%o name=%s"
              .formatted(source.inode().mode(), target.inode().mode(), to.name()));
    }
    if (target.isDirectory() && !entries.isEmpty(target.inode().id())) {
      throw new DfsException(Errno.ENOTEMPTY, "directory not empty: name=" + to.name());
    }
    changes.add(Entries.expect(directory, to.name(), target.inode().identity()));
    drop(target, changes);
  }

  /** All that one entry holds becomes that of another. */
  private ObjectChange put(Place from, Entry entry, Place to) throws StoreException {
    Inode inode = entry.inode().copy().changed(clock.instant());
    List<AkeyUpdate> akeys = entries.besides(from.directory().id(), from.name(), entry);
    akeys.add(new AkeyUpdate.Write(DfsLayout.INODE_AKEY, Condition.NONE, inode.whole()));
    return new ObjectChange.Update(
        to.directory().id(), new DkeyUpdate(Key.of(to.name()), Condition.NONE, true, akeys));
  }

  void exchange(Place one, Place other) throws StoreException, DfsException {
    commit(
        one.name(),
        () -> {
          Entry first = existing(one);
          Entry second = existing(other);
          if (one.isSame(other)) {
            return List.of();
          }
          List<ObjectChange> changes = new ArrayList<>();
          changes.add(Entries.expect(one.directory().id(), one.name(), first.inode().bytes()));
          changes.add(Entries.expect(other.directory().id(), other.name(), second.inode().bytes()));
          if (!one.isBeside(other)) {
            if (first.isDirectory()) {
              changes.addAll(ancestry.expectations(other.directory(), first.inode().id()));
            }
            if (second.isDirectory()) {
              changes.addAll(ancestry.expectations(one.directory(), second.inode().id()));
            }
          }
          changes.add(put(one, first, other));
          changes.add(put(other, second, one));
          return changes;
        });
  }

  private Entry existing(Place place) throws StoreException, DfsException {
    Entry entry = entries.find(place.directory().id(), place.name());
    if (entry == null) {
      throw new DfsException(
          Errno.EINVAL, "nothing to exchange, no such entry: name=" + place.name());
    }
    return entry;
  }
}
