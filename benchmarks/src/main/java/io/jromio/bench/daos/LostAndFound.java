package io.jromio.bench.daos;

import io.jromio.dfs.Mode;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A directory in which objects without a name get one, which is their id. Entries are written past
 * the file system, because it makes entries only together with their objects.
 *
 * <pre>
 * entry: dkey name, akey DFS_INODE, 88 bytes
 *   0 mode   4 oid.lo  12 oid.hi  20 mtime  28 ctime  36 chunk  44 class
 *  48 mtime ns  56 ctime ns  64 uid  68 gid  72 size  80 epoch of the object
 * </pre>
 *
 * @source DAOS src/client/dfs/dfs_internal.h
 */
final class LostAndFound {
  private static final Key INODE = Key.of("DFS_INODE");
  private static final int BYTES = 88;
  private static final int MODE = 0;
  private static final int OID_LO = MODE + Integer.BYTES;
  private static final int OID_HI = OID_LO + Long.BYTES;
  private static final int MTIME = OID_HI + Long.BYTES;
  private static final int CTIME = MTIME + Long.BYTES;
  private static final int CHUNK = CTIME + Long.BYTES;
  private static final int CLASS = CHUNK + Long.BYTES;
  private static final int MTIME_NS = CLASS + Integer.BYTES;
  private static final int CTIME_NS = MTIME_NS + Long.BYTES;
  private static final int EPOCH = BYTES - Long.BYTES;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ObjectStore store;
  private final ObjectId directory;
  private final InstantSource clock;
  private final long chunk;

  LostAndFound(ObjectStore store, ObjectId directory, InstantSource clock) {
    this.store = store;
    this.directory = directory;
    this.clock = clock;
    String size = store.info().properties().getOrDefault("chunk_size", "");
    this.chunk = size.isEmpty() ? 1 << 20 : Sizes.parse(size);
  }

  /** Gives an object a name. */
  void add(ObjectId object) throws StoreException {
    boolean isFile = object.type().hasIntegerDkeys();
    MemorySegment inode = MemorySegment.ofArray(new byte[BYTES]);
    inode.set(INT, MODE, isFile ? Mode.FILE | 0600 : Mode.DIRECTORY | 0700);
    inode.set(LONG, OID_LO, object.lo());
    inode.set(LONG, OID_HI, object.hi());
    Instant now = clock.instant();
    inode.set(LONG, MTIME, now.getEpochSecond());
    inode.set(LONG, CTIME, now.getEpochSecond());
    inode.set(LONG, MTIME_NS, now.getNano());
    inode.set(LONG, CTIME_NS, now.getNano());
    if (isFile) {
      inode.set(LONG, CHUNK, chunk);
      inode.set(INT, CLASS, ObjectClass.of(object).id());
    }
    inode.set(LONG, EPOCH, store.queryEpoch(object));
    store.update(
        directory,
        List.of(
            DkeyUpdate.of(
                Key.of(object.toString()),
                Condition.INSERT,
                new AkeyUpdate.Write(INODE, Condition.NONE, ByteRanges.of(0, inode)))));
  }

  /** The object that an entry of a directory names; empty if the dkey is no entry. */
  static Optional<ObjectId> target(ObjectStore store, ObjectId directory, Key name)
      throws StoreException {
    MemorySegment inode = MemorySegment.ofArray(new byte[BYTES]);
    AkeyFetch read = new AkeyFetch.Read(INODE, ByteRanges.of(0, inode));
    Fetched fetched =
        store.fetch(directory, List.of(DkeyFetch.of(name, Condition.NONE, read))).getFirst();
    boolean isEntry =
        fetched.exists()
            && fetched.akeys().getFirst() instanceof Fetched.Array array
            && array.end() >= BYTES;
    return isEntry
        ? Optional.of(new ObjectId(inode.get(LONG, OID_HI), inode.get(LONG, OID_LO)))
        : Optional.empty();
  }
}
