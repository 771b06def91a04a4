package io.jromio.dfs.object;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one container as sorted maps under one lock: slow, small and easy to see through.
 */
final class MemoryObjects {
  /** What an akey holds: one of both. */
  private record Cell(@Nullable MemoryArray array, byte @Nullable [] value) {}

  private static final class Content {
    final NavigableMap<Key, NavigableMap<Key, Cell>> dkeys = new TreeMap<>();
    long epoch;

    NavigableMap<Key, Cell> dkey(Key key) {
      NavigableMap<Key, Cell> akeys = dkeys.get(key);
      return akeys == null ? new TreeMap<>() : akeys;
    }
  }

  private final NavigableMap<ObjectId, Content> objects = new TreeMap<>();
  private final AtomicLong left;
  private long clock;
  private long nextId = 1;

  /**
   * @param left bytes that may still be written
   */
  MemoryObjects(AtomicLong left) {
    this.left = left;
  }

  private Content content(ObjectId object) {
    return objects.computeIfAbsent(object, id -> new Content());
  }

  private long tick() {
    clock = Math.max(clock + 1, Hlc.epoch(Instant.now()));
    return clock;
  }

  synchronized long now() {
    return tick();
  }

  synchronized long update(ObjectId object, List<DkeyUpdate> updates) throws StoreException {
    List<ObjectChange> changes = new ArrayList<>();
    for (DkeyUpdate update : updates) {
      changes.add(new ObjectChange.Update(object, update));
    }
    return commit(changes);
  }

  synchronized long commit(List<? extends ObjectChange> changes) throws StoreException {
    for (ObjectChange change : changes) {
      check(change);
    }
    take(changes);
    long epoch = tick();
    for (ObjectChange change : changes) {
      apply(change, epoch);
    }
    return epoch;
  }

  private void take(List<? extends ObjectChange> changes) throws StoreException {
    long bytes = 0;
    for (ObjectChange change : changes) {
      if (change instanceof ObjectChange.Update update) {
        for (AkeyUpdate akey : update.update().akeys()) {
          bytes += akey instanceof AkeyUpdate.Write write ? write.ranges().total() : 0;
        }
      }
    }
    if (left.addAndGet(-bytes) < 0) {
      throw new StoreException(
          Der.NOSPACE, "pool is full: wanted=%d left=%d".formatted(bytes, left.addAndGet(bytes)));
    }
  }

  private void check(ObjectChange change) throws StoreException {
    Content content = content(change.object());
    switch (change) {
      case ObjectChange.Update update -> check(content, update.update());
      case ObjectChange.PunchObject punch -> {}
      case ObjectChange.ExpectEmpty empty -> {
        if (!content.dkeys.isEmpty()) {
          throw new StoreException(Der.TX_RESTART, "not empty: object=" + empty.object());
        }
      }
      case ObjectChange.ExpectBytes expected -> {
        Cell cell = content.dkey(expected.dkey()).get(expected.akey());
        byte[] bytes = expected.bytes();
        MemoryArray array = cell == null ? null : cell.array();
        boolean holds = bytes == null ? cell == null : array != null && array.beginsWith(bytes);
        if (!holds) {
          throw new StoreException(Der.TX_RESTART, "changed: dkey=" + expected.dkey());
        }
      }
    }
  }

  private static void check(Content content, DkeyUpdate update) throws StoreException {
    NavigableMap<Key, Cell> akeys = content.dkey(update.dkey());
    check(update.condition(), !akeys.isEmpty(), "dkey=" + update.dkey());
    for (AkeyUpdate change : update.akeys()) {
      Cell cell = akeys.get(change.akey());
      check(change.condition(), cell != null, "akey=" + change.akey());
      boolean array = change instanceof AkeyUpdate.Write || change instanceof AkeyUpdate.PunchRange;
      boolean value = change instanceof AkeyUpdate.Value;
      if (cell != null && !update.punched()) {
        checkKind(cell, array, value, change.akey());
      }
    }
  }

  private static void checkKind(Cell cell, boolean array, boolean value, Key akey)
      throws StoreException {
    if ((array && cell.array() == null) || (value && cell.value() == null)) {
      throw new StoreException(Der.INVAL, "array and single value: akey=" + akey);
    }
  }

  private static void check(Condition condition, boolean exists, String what)
      throws StoreException {
    if (condition == Condition.INSERT && exists) {
      throw new StoreException(Der.EXIST, "is there: " + what);
    }
    if (condition == Condition.EXISTS && !exists) {
      throw new StoreException(Der.NONEXIST, "is not there: " + what);
    }
  }

  private void apply(ObjectChange change, long epoch) {
    if (change instanceof ObjectChange.PunchObject) {
      Content content = content(change.object());
      content.dkeys.clear();
      content.epoch = epoch;
    } else if (change instanceof ObjectChange.Update update) {
      Content content = content(change.object());
      apply(content, update.update());
      content.epoch = epoch;
    }
  }

  private static void apply(Content content, DkeyUpdate update) {
    if (update.punched()) {
      content.dkeys.remove(update.dkey());
    }
    NavigableMap<Key, Cell> akeys = content.dkey(update.dkey());
    for (AkeyUpdate change : update.akeys()) {
      Cell cell = akeys.get(change.akey());
      MemoryArray array = cell == null ? null : cell.array();
      switch (change) {
        case AkeyUpdate.Write write -> {
          MemoryArray target = array == null ? new MemoryArray() : array;
          target.write(write.ranges());
          akeys.put(write.akey(), new Cell(target, null));
        }
        case AkeyUpdate.PunchRange punch -> {
          if (array != null) {
            array.punch(punch.offset(), punch.length());
          }
        }
        case AkeyUpdate.Value value ->
            akeys.put(value.akey(), new Cell(null, value.value().clone()));
        case AkeyUpdate.Punch punch -> akeys.remove(punch.akey());
      }
    }
    if (akeys.isEmpty()) {
      content.dkeys.remove(update.dkey());
    } else {
      content.dkeys.put(update.dkey(), akeys);
    }
  }

  synchronized List<Fetched> fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException {
    Content content = content(object);
    List<Fetched> answers = new ArrayList<>();
    for (DkeyFetch fetch : fetches) {
      NavigableMap<Key, Cell> akeys = content.dkey(fetch.dkey());
      check(fetch.condition(), !akeys.isEmpty(), "dkey=" + fetch.dkey());
      List<Fetched.Akey> found = new ArrayList<>();
      for (AkeyFetch wanted : fetch.akeys()) {
        Cell cell = akeys.get(wanted.akey());
        if (cell != null) {
          boolean read = wanted instanceof AkeyFetch.Read;
          checkKind(cell, read, !read, wanted.akey());
        }
        found.add(fetch(wanted, cell));
      }
      answers.add(new Fetched(!akeys.isEmpty(), found));
    }
    return answers;
  }

  private static Fetched.Akey fetch(AkeyFetch wanted, @Nullable Cell cell) {
    return switch (wanted) {
      case AkeyFetch.Read read -> {
        MemoryArray array = cell == null ? null : cell.array();
        yield (array == null ? new MemoryArray() : array).read(read.ranges());
      }
      case AkeyFetch.Value value -> new Fetched.Value(cell == null ? null : cell.value());
    };
  }

  synchronized MaxExtent queryMax(ObjectId object, Key akey) {
    Content content = content(object);
    for (Map.Entry<Key, NavigableMap<Key, Cell>> dkey : content.dkeys.descendingMap().entrySet()) {
      Cell cell = dkey.getValue().get(akey);
      MemoryArray array = cell == null ? null : cell.array();
      if (array != null && array.end() > 0) {
        return new MaxExtent(true, dkey.getKey().number(), array.end(), content.epoch);
      }
    }
    return new MaxExtent(false, 0, 0, content.epoch);
  }

  synchronized long queryEpoch(ObjectId object) {
    return content(object).epoch;
  }

  synchronized KeyPage listDkeys(ObjectId object, Anchor from, int limit) {
    return page(content(object).dkeys.keySet(), from, limit);
  }

  synchronized KeyPage listAkeys(ObjectId object, Key dkey, Anchor from, int limit) {
    return page(content(object).dkey(dkey).keySet(), from, limit);
  }

  private static KeyPage page(Iterable<Key> sorted, Anchor from, int limit) {
    Optional<Key> last = from.position().map(Key::of);
    List<Key> keys = new ArrayList<>();
    if (from.isEnd()) {
      return new KeyPage(keys, from);
    }
    for (Key key : sorted) {
      if (last.isPresent() && key.compareTo(last.get()) <= 0) {
        continue;
      }
      if (keys.size() == limit) {
        return new KeyPage(keys, Anchor.at(keys.getLast().bytes()));
      }
      keys.add(key);
    }
    return new KeyPage(keys, Anchor.end());
  }

  synchronized ObjectPage listObjects(Anchor from, int limit) {
    NavigableMap<Key, ObjectId> sorted = new TreeMap<>();
    for (Map.Entry<ObjectId, Content> object : objects.entrySet()) {
      if (!object.getValue().dkeys.isEmpty()) {
        sorted.put(Key.of(object.getKey().toString()), object.getKey());
      }
    }
    KeyPage page = page(sorted.keySet(), from, limit);
    List<ObjectId> ids = new ArrayList<>();
    for (Key key : page.keys()) {
      ids.add(ObjectId.parse(key.text()));
    }
    return new ObjectPage(ids, page.next());
  }

  synchronized long allocateIds(long count) {
    long first = nextId;
    nextId += count;
    return first;
  }
}
