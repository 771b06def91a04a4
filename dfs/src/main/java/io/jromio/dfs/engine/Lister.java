package io.jromio.dfs.engine;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.StoreException;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksIterator;

/**
 * Enumerations of one container on one target. An anchor is the last name that was given, so names
 * that come and go meanwhile change nothing for the others.
 */
final class Lister {
  private final TargetStore store;
  private final ContainerState container;

  Lister(TargetStore store, ContainerState container) {
    this.store = store;
    this.container = container;
  }

  KeyPage dkeys(ObjectId object, Anchor from, int limit) throws StoreException {
    List<Key> keys = new ArrayList<>();
    if (from.isEnd()) {
      return new KeyPage(keys, from);
    }
    byte[] prefix = IndexKeys.object(IndexKeys.DKEY, container.uuid(), object);
    byte[] seek =
        from.position()
            .map(
                last ->
                    IndexKeys.after(
                        IndexKeys.dkey(new DkeyId(container.uuid(), object, Key.of(last)))))
            .orElse(prefix);
    try (Scan scan = store.index().scan(prefix)) {
      RocksIterator entries = scan.entries();
      for (entries.seek(seek); entries.isValid(); entries.next()) {
        if (keys.size() >= Math.max(1, limit)) {
          return new KeyPage(keys, Anchor.at(keys.getLast().bytes()));
        }
        keys.add(IndexKeys.dkeyOf(entries.key()));
      }
      store.index().check(entries);
    }
    return new KeyPage(keys, Anchor.end());
  }

  KeyPage akeys(ObjectId object, Key dkey, Anchor from, int limit) throws StoreException {
    List<Key> keys = new ArrayList<>();
    DkeyState state = store.load(new DkeyId(container.uuid(), object, dkey));
    if (state == null || from.isEnd()) {
      return new KeyPage(keys, Anchor.end());
    }
    Key last = from.position().map(Key::of).orElse(null);
    for (Key key : state.akeys().keySet()) {
      if (last != null && key.compareTo(last) <= 0) {
        continue;
      }
      if (keys.size() >= Math.max(1, limit)) {
        return new KeyPage(keys, Anchor.at(keys.getLast().bytes()));
      }
      keys.add(key);
    }
    return new KeyPage(keys, Anchor.end());
  }

  ObjectPage objects(Anchor from, int limit) throws StoreException {
    List<ObjectId> objects = new ArrayList<>();
    if (from.isEnd()) {
      return new ObjectPage(objects, from);
    }
    byte[] prefix = IndexKeys.container(IndexKeys.DKEY, container.uuid());
    byte[] seek =
        from.position()
            .map(
                last -> {
                  ByteReader reader = new ByteReader(last);
                  return behind(new ObjectId(reader.get64(), reader.get64()));
                })
            .orElse(prefix);
    try (RocksIterator entries = store.index().iterator()) {
      entries.seek(seek);
      while (entries.isValid() && IndexKeys.startsWith(entries.key(), prefix)) {
        if (objects.size() >= Math.max(1, limit)) {
          ObjectId last = objects.getLast();
          byte[] position = new ByteWriter(16).put64(last.hi()).put64(last.lo()).toBytes();
          return new ObjectPage(objects, Anchor.at(position));
        }
        ObjectId object = IndexKeys.objectOf(entries.key());
        objects.add(object);
        entries.seek(behind(object));
      }
      store.index().check(entries);
    }
    return new ObjectPage(objects, Anchor.end());
  }

  private byte[] behind(ObjectId object) {
    return IndexKeys.after(IndexKeys.object(IndexKeys.DKEY, container.uuid(), object));
  }

  /** The largest dkey with bytes in the array. */
  MaxExtent max(ObjectId object, Key akey) throws StoreException {
    long epoch = store.epoch(container.uuid(), object);
    byte[] prefix = IndexKeys.object(IndexKeys.DKEY, container.uuid(), object);
    try (Scan scan = store.index().scan(prefix)) {
      RocksIterator entries = scan.entries();
      for (entries.seekToLast(); entries.isValid(); entries.prev()) {
        Key dkey = IndexKeys.dkeyOf(entries.key());
        DkeyState state = store.load(new DkeyId(container.uuid(), object, dkey));
        if (state != null
            && dkey.length() == Long.BYTES
            && state.akeys().get(akey) instanceof AkeyState.Array array
            && array.map().end() > 0) {
          return new MaxExtent(true, dkey.number(), array.map().end(), epoch);
        }
      }
      store.index().check(entries);
    }
    return new MaxExtent(false, 0, 0, epoch);
  }
}
