package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.engine.PieceReader.Owner;
import io.jromio.dfs.engine.TargetStore.Freed;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.rocksdb.RocksIterator;

/**
 * Changes of one target that happen together. They are made in memory, one after the other, each
 * seeing those before; {@link #batch} says what to write, {@link #done} or {@link #undo} ends them.
 */
final class Changes implements ExtentMap.Edit {
  /** Extents of an array, and bytes among them, that still stand in the entry of their dkey. */
  private static final int MAX_EXTENTS = 128;

  private static final int MAX_INLINE_BYTES = 8 << 10;

  private final TargetStore store;
  private final ContainerState container;
  private final long epoch;
  private final Map<DkeyId, DkeyState> touched = new LinkedHashMap<>();
  private final Set<ObjectId> objects = new HashSet<>();
  private final List<byte[]> removedExtents = new ArrayList<>();
  private final List<Freed> freed = new ArrayList<>();
  private Owner owner;
  private long bulkBytes;
  private long indexBytes;

  Changes(TargetStore store, ContainerState container, long epoch) {
    this.store = store;
    this.container = container;
    this.epoch = epoch;
    this.owner = new Owner(new DkeyId(container.uuid(), new ObjectId(0, 0), Key.of(0)), Key.of(0));
  }

  @Override
  public Extent cut(Extent extent, long from, long to) throws StoreException {
    return store.pieces().cut(extent, from, to, container.chunk(), owner);
  }

  @Override
  public void freed(Place place, int length) {
    freed.add(new Freed(place, length));
    bulkBytes -= length;
  }

  @Override
  public long chunk() {
    return container.chunk();
  }

  private DkeyState state(DkeyId id) throws StoreException {
    DkeyState state = touched.get(id);
    if (state == null) {
      DkeyState stored = store.load(id);
      state = stored == null ? new DkeyState() : stored;
      touched.put(id, state);
    }
    return state;
  }

  /**
   * Changes a dkey if its conditions hold.
   *
   * @param placed the bytes of its writes and values, in order
   */
  void apply(ObjectId object, DkeyUpdate update, Iterator<Placed> placed) throws StoreException {
    DkeyId id = new DkeyId(container.uuid(), object, update.dkey());
    DkeyState state = state(id);
    check(update.condition(), !state.akeys().isEmpty(), id.toString());
    for (AkeyUpdate akey : update.akeys()) {
      if (akey.condition() != Condition.NONE) {
        check(
            akey.condition(),
            state.akeys().containsKey(akey.akey()),
            "akey=" + akey.akey() + " " + id);
      }
    }
    objects.add(object);
    if (update.punched()) {
      clear(id, state);
    }
    for (AkeyUpdate akey : update.akeys()) {
      owner = new Owner(id, akey.akey());
      apply(state, akey, placed);
    }
    trim(id, state);
  }

  private static void check(Condition condition, boolean exists, String what)
      throws StoreException {
    if (condition == Condition.INSERT && exists) {
      throw new StoreException(Der.EXIST, "is there already: " + what);
    }
    if (condition == Condition.EXISTS && !exists) {
      throw new StoreException(Der.NONEXIST, "is not there: " + what);
    }
  }

  private void apply(DkeyState state, AkeyUpdate update, Iterator<Placed> placed)
      throws StoreException {
    switch (update) {
      case AkeyUpdate.Write write -> {
        AkeyState.Array array = array(state, true);
        for (Extent extent : placed.next().extents()) {
          array.map().put(extent, this);
          bulkBytes += extent.bulk();
        }
      }
      case AkeyUpdate.PunchRange punch -> {
        if (state.akeys().containsKey(punch.akey())) {
          array(state, false).map().punch(punch.offset(), punch.offset() + punch.length(), this);
        }
      }
      case AkeyUpdate.Value value -> {
        AkeyState before = state.akeys().get(value.akey());
        if (before instanceof AkeyState.Array) {
          throw new StoreException(
              Der.INVAL,
              "array, not a single value: akey=%s %s".formatted(value.akey(), owner.id()));
        }
        Extent bytes = placed.next().extents().getFirst();
        if (before != null) {
          free(before);
        }
        bulkBytes += bytes.bulk();
        state.akeys().put(value.akey(), new AkeyState.Value(bytes));
      }
      case AkeyUpdate.Punch punch -> {
        AkeyState before = state.akeys().remove(punch.akey());
        if (before != null) {
          remove(owner.id(), punch.akey(), before);
        }
      }
    }
  }

  private AkeyState.Array array(DkeyState state, boolean make) throws StoreException {
    AkeyState found = state.akeys().get(owner.akey());
    if (found instanceof AkeyState.Array array) {
      return array;
    }
    if (found != null || !make) {
      throw new StoreException(
          Der.INVAL, "single value, not an array: akey=%s %s".formatted(owner.akey(), owner.id()));
    }
    AkeyState.Array array = new AkeyState.Array();
    state.akeys().put(owner.akey(), array);
    return array;
  }

  private void clear(DkeyId id, DkeyState state) {
    for (Map.Entry<Key, AkeyState> entry : state.akeys().entrySet()) {
      remove(id, entry.getKey(), entry.getValue());
    }
    state.akeys().clear();
  }

  /** Arrays without bytes are none. */
  private void trim(DkeyId id, DkeyState state) {
    for (Iterator<Map.Entry<Key, AkeyState>> entries = state.akeys().entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<Key, AkeyState> entry = entries.next();
      if (entry.getValue() instanceof AkeyState.Array array && array.map().isEmpty()) {
        remove(id, entry.getKey(), array);
        entries.remove();
      }
    }
  }

  private void remove(DkeyId id, Key akey, AkeyState state) {
    free(state);
    if (state instanceof AkeyState.Array array && array.isSpread()) {
      for (Extent extent : array.map().all()) {
        removedExtents.add(IndexKeys.extent(id, akey, extent.offset()));
      }
      for (long offset : array.map().takeTouched()) {
        removedExtents.add(IndexKeys.extent(id, akey, offset));
      }
    }
  }

  private void free(AkeyState state) {
    switch (state) {
      case AkeyState.Value value -> free(value.bytes());
      case AkeyState.Array array -> {
        for (Extent extent : array.map().all()) {
          free(extent);
        }
      }
    }
  }

  private void free(Extent extent) {
    if (!extent.at().isInline()) {
      freed(extent.at(), extent.length());
    }
  }

  /** Removes all dkeys of an object. */
  void punch(ObjectId object) throws StoreException {
    for (DkeyId id : dkeys(object)) {
      DkeyState state = touched.get(id);
      if (state == null) {
        state = store.peek(id);
      }
      if (state != null) {
        touched.put(id, state);
        clear(id, state);
        objects.add(object);
      }
    }
    if (store.epoch(container.uuid(), object) != 0) {
      objects.add(object);
    }
  }

  /** Those that are stored and those that are new. */
  private List<DkeyId> dkeys(ObjectId object) throws StoreException {
    List<DkeyId> ids = new ArrayList<>();
    for (DkeyId id : touched.keySet()) {
      if (id.object().equals(object)) {
        ids.add(id);
      }
    }
    byte[] prefix = IndexKeys.object(IndexKeys.DKEY, container.uuid(), object);
    try (Scan scan = store.index().scan(prefix)) {
      RocksIterator entries = scan.entries();
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        DkeyId id = new DkeyId(container.uuid(), object, IndexKeys.dkeyOf(entries.key()));
        if (!touched.containsKey(id)) {
          ids.add(id);
        }
      }
      store.index().check(entries);
    }
    return ids;
  }

  /** Tests what a transaction expects. */
  void expect(ObjectChange.ExpectBytes expected) throws StoreException {
    DkeyId id = new DkeyId(container.uuid(), expected.object(), expected.dkey());
    AkeyState found = state(id).akeys().get(expected.akey());
    byte[] bytes = expected.bytes();
    boolean holds =
        bytes == null
            ? found == null
            : found instanceof AkeyState.Array array
                && new Fetcher(store, container).begins(id, expected.akey(), array, bytes);
    if (!holds) {
      throw new StoreException(
          Der.TX_RESTART, "changed meanwhile: akey=%s %s".formatted(expected.akey(), id));
    }
  }

  /** Tests what a transaction expects. */
  void expect(ObjectChange.ExpectEmpty expected) throws StoreException {
    for (DkeyId id : dkeys(expected.object())) {
      if (!touched.containsKey(id) || !state(id).akeys().isEmpty()) {
        throw new StoreException(Der.TX_RESTART, "not empty: " + id);
      }
    }
  }

  /** What the index has to be told. */
  byte[] batch() {
    IndexBatch batch = new IndexBatch();
    for (byte[] key : removedExtents) {
      batch.delete(key);
    }
    ByteWriter value = new ByteWriter(512);
    for (Map.Entry<DkeyId, DkeyState> entry : touched.entrySet()) {
      DkeyState state = entry.getValue();
      int before = state.storedBytes();
      if (state.akeys().isEmpty()) {
        if (before > 0) {
          batch.delete(IndexKeys.dkey(entry.getKey()));
        }
        state.setStoredBytes(0);
      } else {
        putExtents(batch, entry.getKey(), state, value);
        value.clear();
        DkeyCodec.write(value, state);
        batch.put(IndexKeys.dkey(entry.getKey()), value);
        state.setStoredBytes(value.size());
      }
      indexBytes += state.storedBytes() - before;
    }
    byte[] now = new ByteWriter(Long.BYTES).put64(epoch).toBytes();
    for (ObjectId object : objects) {
      batch.put(IndexKeys.object(IndexKeys.OBJECT, container.uuid(), object), now);
    }
    return batch.toBytes();
  }

  private void putExtents(IndexBatch batch, DkeyId id, DkeyState state, ByteWriter value) {
    for (Map.Entry<Key, AkeyState> entry : state.akeys().entrySet()) {
      if (!(entry.getValue() instanceof AkeyState.Array array)) {
        continue;
      }
      ExtentMap map = array.map();
      if (array.isSpread()) {
        for (long offset : map.takeTouched()) {
          byte[] key = IndexKeys.extent(id, entry.getKey(), offset);
          Extent extent = map.at(offset);
          if (extent == null) {
            batch.delete(key);
          } else {
            value.clear();
            DkeyCodec.write(value, extent);
            batch.put(key, value);
          }
        }
      } else if (isLarge(map)) {
        array.spread();
        for (Extent extent : map.all()) {
          value.clear();
          DkeyCodec.write(value, extent);
          batch.put(IndexKeys.extent(id, entry.getKey(), extent.offset()), value);
        }
      }
    }
  }

  private static boolean isLarge(ExtentMap map) {
    if (map.count() > MAX_EXTENTS) {
      return true;
    }
    long inline = 0;
    for (Extent extent : map.all()) {
      inline += extent.length() - extent.bulk();
    }
    return inline > MAX_INLINE_BYTES;
  }

  /** The batch is written. */
  void done() throws StoreException {
    for (Map.Entry<DkeyId, DkeyState> entry : touched.entrySet()) {
      if (entry.getValue().akeys().isEmpty()) {
        store.evict(entry.getKey());
      } else {
        store.keep(entry.getKey(), entry.getValue());
      }
    }
    container.use(store.number(), bulkBytes, indexBytes);
    container.modify(epoch);
    store.release(freed, container.isPowerSafe());
  }

  /** The batch is not written, and never will be. */
  void undo() {
    for (DkeyId id : touched.keySet()) {
      store.evict(id);
    }
  }
}
