package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * What one target stores: an index and segment files. Decoded dkeys are kept in memory up to a
 * bound. Used by one thread at a time: the owner of the target, or a transaction that holds it.
 *
 * <p>Bytes are written before the index that points to them, and their space is given back after
 * the index that pointed to them is gone; so at any moment the index on disk is right.
 */
final class TargetStore implements AutoCloseable {
  /** What the targets of an engine have in common. */
  record Shared(Counters counters, SpaceGuard guard, long bufferBytes, long cacheBytes) {}

  /** What a walk over the index found of one container. */
  static final class Usage {
    private long bulk;
    private long index;
    private long epoch;

    long bulk() {
      return bulk;
    }

    long index() {
      return index;
    }

    long epoch() {
      return epoch;
    }
  }

  private record Cached(DkeyState state, long weight) {}

  /** Space that is free as soon as the index is on disk. */
  record Freed(Place place, int length) {}

  private final int number;
  private final Shared shared;
  private final Index index;
  private final SegmentFiles segments;
  private final PieceReader pieces;
  private final LinkedHashMap<DkeyId, Cached> cache = new LinkedHashMap<>(64, 0.75f, true);
  private final List<Freed> waiting = new ArrayList<>();
  private long cacheWeight;

  private TargetStore(int number, Shared shared, Index index, SegmentFiles segments) {
    this.number = number;
    this.shared = shared;
    this.index = index;
    this.segments = segments;
    this.pieces = new PieceReader(segments, shared.counters(), "target=" + number);
  }

  /** Opens the store in a folder; {@link #recover} comes next. */
  static TargetStore open(Path folder, int number, Shared shared) throws StoreException {
    Index index = Index.open(folder.resolve("index"), shared.bufferBytes());
    try {
      return new TargetStore(number, shared, index, SegmentFiles.open(folder.resolve("bulk")));
    } catch (IOException e) {
      index.close();
      throw Failures.of(e, "open segment files, folder=" + folder);
    }
  }

  int number() {
    return number;
  }

  Shared shared() {
    return shared;
  }

  Index index() {
    return index;
  }

  SegmentFiles segments() {
    return segments;
  }

  PieceReader pieces() {
    return pieces;
  }

  /** Finds out what space is free, and what the containers hold. */
  Map<UUID, Usage> recover() throws StoreException {
    Map<UUID, Usage> usage = new HashMap<>();
    UsedSpace used = new UsedSpace();
    try (RocksIterator entries = index.iterator()) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        byte[] value = entries.value();
        Usage of = usage.computeIfAbsent(IndexKeys.containerOf(key), absent -> new Usage());
        switch (key[0]) {
          case IndexKeys.OBJECT -> {
            long epoch = new ByteReader(value).get64();
            of.epoch = Long.compareUnsigned(epoch, of.epoch) > 0 ? epoch : of.epoch;
          }
          case IndexKeys.DKEY -> {
            of.index += value.length;
            for (AkeyState state : DkeyCodec.read(value).akeys().values()) {
              of.bulk += use(used, state);
            }
          }
          default -> {
            Extent extent = DkeyCodec.readExtent(new ByteReader(value));
            used.add(extent);
            of.bulk += extent.bulk();
          }
        }
      }
      index.check(entries);
      segments.recover(used);
    } catch (IOException e) {
      throw Failures.of(e, "recover target=" + number);
    }
    return usage;
  }

  private static long use(UsedSpace used, AkeyState state) {
    return switch (state) {
      case AkeyState.Value value -> {
        used.add(value.bytes());
        yield value.bytes().bulk();
      }
      case AkeyState.Array array -> {
        long bulk = 0;
        for (Extent extent : array.map().all()) {
          used.add(extent);
          bulk += extent.bulk();
        }
        yield bulk;
      }
    };
  }

  /** A dkey, null if there is none; kept in memory from now on. */
  @Nullable DkeyState load(DkeyId id) throws StoreException {
    Cached cached = cache.get(id);
    if (cached != null) {
      return cached.state;
    }
    DkeyState state = peek(id);
    if (state != null) {
      keep(id, state);
    }
    return state;
  }

  /** As {@link #load}, but nothing is kept that was not. */
  @Nullable DkeyState peek(DkeyId id) throws StoreException {
    Cached cached = cache.get(id);
    if (cached != null) {
      return cached.state;
    }
    byte[] value = index.get(IndexKeys.dkey(id));
    return value == null ? null : decode(id, value);
  }

  private DkeyState decode(DkeyId id, byte[] value) throws StoreException {
    DkeyState state = DkeyCodec.read(value);
    for (Map.Entry<Key, AkeyState> entry : state.akeys().entrySet()) {
      if (entry.getValue() instanceof AkeyState.Array array && array.isSpread()) {
        byte[] prefix = IndexKeys.extents(id, entry.getKey());
        try (Scan scan = index.scan(prefix)) {
          RocksIterator extents = scan.entries();
          for (extents.seekToFirst(); extents.isValid(); extents.next()) {
            array.map().load(DkeyCodec.readExtent(new ByteReader(extents.value())));
          }
          index.check(extents);
        }
      }
    }
    return state;
  }

  /** Keeps a decoded dkey in memory, and lets go of others. */
  void keep(DkeyId id, DkeyState state) {
    Cached now = new Cached(state, state.weight());
    Cached before = cache.put(id, now);
    cacheWeight += now.weight - (before == null ? 0 : before.weight);
    Iterator<Cached> eldest = cache.values().iterator();
    while (cacheWeight > shared.cacheBytes() && cache.size() > 1) {
      cacheWeight -= eldest.next().weight;
      eldest.remove();
    }
  }

  /** Forgets what is in memory of a dkey. */
  void evict(DkeyId id) {
    Cached before = cache.remove(id);
    if (before != null) {
      cacheWeight -= before.weight;
    }
  }

  /** The epoch of the latest change of an object; 0 if there was none. */
  long epoch(UUID container, ObjectId object) throws StoreException {
    byte[] value = index.get(IndexKeys.object(IndexKeys.OBJECT, container, object));
    return value == null ? 0 : new ByteReader(value).get64();
  }

  /**
   * Gives space back.
   *
   * @param power whether only after the next {@link #sync}, because what was there must survive a
   *     power loss until the index that no longer has it does
   */
  void release(List<Freed> freed, boolean power) throws StoreException {
    if (power) {
      waiting.addAll(freed);
      return;
    }
    try {
      for (Freed range : freed) {
        segments.free(range.place, range.length);
      }
    } catch (IOException e) {
      throw Failures.of(e, "give back space, target=" + number);
    }
  }

  /** Brings bulk bytes to disk; before the index that points to them is written. */
  void syncBulk() throws StoreException {
    try {
      segments.sync();
    } catch (IOException e) {
      throw Failures.of(e, "sync segment files, target=" + number);
    }
  }

  /** Brings the index to disk. */
  void sync() throws StoreException {
    index.sync();
    shared.counters().add(Counter.SYNCS, 1);
    List<Freed> freed = List.copyOf(waiting);
    waiting.clear();
    release(freed, false);
  }

  /** Removes all that a container has here. */
  void drop(UUID container) throws StoreException {
    byte[] prefix = IndexKeys.container(IndexKeys.DKEY, container);
    List<Freed> freed = new ArrayList<>();
    try (RocksIterator entries = index.iterator()) {
      for (entries.seek(prefix); entries.isValid(); entries.next()) {
        byte[] key = entries.key();
        if (!IndexKeys.startsWith(key, prefix)) {
          break;
        }
        DkeyId id = new DkeyId(container, IndexKeys.objectOf(key), IndexKeys.dkeyOf(key));
        evict(id);
        free(decode(id, entries.value()), freed);
      }
      index.check(entries);
    }
    IndexBatch batch = new IndexBatch();
    for (byte kind : new byte[] {IndexKeys.DKEY, IndexKeys.EXTENT, IndexKeys.OBJECT}) {
      byte[] from = IndexKeys.container(kind, container);
      batch.deleteRange(from, IndexKeys.after(from));
    }
    index.write(batch.toBytes(), true);
    release(freed, false);
  }

  private static void free(DkeyState state, List<Freed> freed) {
    for (AkeyState akey : state.akeys().values()) {
      switch (akey) {
        case AkeyState.Value value -> free(value.bytes(), freed);
        case AkeyState.Array array -> {
          for (Extent extent : array.map().all()) {
            free(extent, freed);
          }
        }
      }
    }
  }

  private static void free(Extent extent, List<Freed> freed) {
    if (!extent.at().isInline()) {
      freed.add(new Freed(extent.at(), extent.length()));
    }
  }

  @Override
  public void close() {
    index.close();
    try {
      segments.close();
    } catch (IOException e) {
      System.getLogger(TargetStore.class.getName())
          .log(System.Logger.Level.WARNING, "close segment files, target=" + number, e);
    }
  }
}
