package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;

/** What the parts of the contract test share: a store, a container, a seed. */
public abstract class StoreContract {
  static final String POOL = "tank";
  static final String CONTAINER = "ckpt";
  static final Key DKEY = Key.of("ior.dat");
  static final Key AKEY = Key.of("0");
  static final Key NAME = Key.of("DFS_INODE");
  static final ObjectClass SX = new ObjectClass.Sharded(ObjectClass.MAX_GROUPS);
  static final ObjectClass S1 = new ObjectClass.Sharded(1);
  private static final long DEADLINE_S = 120;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final AtomicLong ids = new AtomicLong(100);
  private final long seed = System.nanoTime();
  final Random random = new Random(seed);

  @SuppressWarnings("NullAway.Init")
  private StoreUnderTest storeUnderTest;

  @SuppressWarnings("NullAway.Init")
  StoreSystem system;

  @SuppressWarnings("NullAway.Init")
  ObjectStore store;

  protected StoreContract() {}

  /** A new, empty store with so many targets. */
  protected abstract StoreUnderTest newStore(int targets) throws Exception;

  @BeforeEach
  void printSeed(TestInfo test) {
    System.out.printf("%s %s seed=%d%n", getClass().getSimpleName(), test.getDisplayName(), seed);
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  /** Makes a store with a pool and a container, and opens it. */
  void start(int targets) throws Exception {
    storeUnderTest = newStore(targets);
    open.push(storeUnderTest);
    system = connect();
    system.createPool(POOL, 0);
    system.createContainer(POOL, spec(CONTAINER));
    store = open(system, OpenMode.READ_WRITE);
    assertEquals(targets, store.targets());
  }

  StoreSystem connect() throws Exception {
    StoreSystem connection = storeUnderTest.connect();
    open.push(connection);
    return connection;
  }

  ObjectStore open(StoreSystem from, OpenMode mode) throws StoreException {
    ObjectStore opened = from.open(POOL, CONTAINER, mode);
    open.push(opened);
    return opened;
  }

  ObjectStore attach(StoreSystem from, byte[] shared) throws StoreException {
    ObjectStore attached = from.attach(shared);
    open.push(attached);
    return attached;
  }

  static ContainerSpec spec(String label, ObjectChange.Update... contents) {
    return new ContainerSpec(label, Map.of(), List.of(contents));
  }

  /** An object whose dkeys are names, over all targets. */
  ObjectId names() throws StoreException {
    return ObjectIds.of(SX, ObjectType.MULTI_HASHED, store.targets(), 7, ids.getAndIncrement());
  }

  /** A file over all targets. */
  ObjectId file() throws StoreException {
    return ObjectIds.of(SX, ObjectType.ARRAY_BYTE, store.targets(), 7, ids.getAndIncrement());
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static Der failure(Executable call) {
    return assertThrows(StoreException.class, call).der();
  }

  static long put(ObjectStore to, ObjectId object, Key dkey, byte[] value) throws StoreException {
    return to.update(
        object,
        List.of(
            DkeyUpdate.of(
                dkey, Condition.NONE, new AkeyUpdate.Value(NAME, Condition.NONE, value))));
  }

  static long put(ObjectStore to, ObjectId object, Key dkey, String value) throws StoreException {
    return put(to, object, dkey, Key.of(value).bytes());
  }

  /** The value of an akey as text; empty for none. */
  static String get(ObjectStore from, ObjectId object, Key dkey, Key akey) throws StoreException {
    Fetched fetched =
        from.fetch(object, List.of(DkeyFetch.of(dkey, Condition.NONE, new AkeyFetch.Value(akey))))
            .getFirst();
    byte[] value = ((Fetched.Value) fetched.akeys().getFirst()).value();
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  static String get(ObjectStore from, ObjectId object, Key dkey) throws StoreException {
    return get(from, object, dkey, NAME);
  }

  static boolean exists(ObjectStore from, ObjectId object, Key dkey) throws StoreException {
    return from.fetch(object, List.of(new DkeyFetch(dkey, Condition.NONE, List.of())))
        .getFirst()
        .exists();
  }

  static DkeyUpdate write(Key dkey, ByteRanges ranges) {
    return DkeyUpdate.of(dkey, Condition.NONE, new AkeyUpdate.Write(AKEY, Condition.NONE, ranges));
  }

  static void write(ObjectStore to, ObjectId object, Key dkey, long offset, byte[] bytes)
      throws StoreException {
    ByteRanges ranges = ByteRanges.of(offset, MemorySegment.ofArray(bytes));
    to.update(object, List.of(write(dkey, ranges)));
  }

  static DkeyFetch read(Key dkey, ByteRanges ranges) {
    return DkeyFetch.of(dkey, Condition.NONE, new AkeyFetch.Read(AKEY, ranges));
  }

  /** Reads into {@code bytes}. */
  static Fetched.Array read(ObjectStore from, ObjectId object, Key dkey, long offset, byte[] bytes)
      throws StoreException {
    ByteRanges ranges = ByteRanges.of(offset, MemorySegment.ofArray(bytes));
    Fetched fetched = from.fetch(object, List.of(read(dkey, ranges))).getFirst();
    return (Fetched.Array) fetched.akeys().getFirst();
  }

  /** All dkeys, page by page. */
  static List<Key> dkeys(ObjectStore from, ObjectId object, int limit) throws StoreException {
    List<Key> keys = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      KeyPage page = from.listDkeys(object, anchor, limit);
      keys.addAll(page.keys());
      anchor = page.next();
    }
    return keys;
  }

  static List<ObjectId> objects(ObjectStore from, int limit) throws StoreException {
    List<ObjectId> objects = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      ObjectPage page = from.listObjects(anchor, limit);
      objects.addAll(page.objects());
      anchor = page.next();
    }
    return objects;
  }

  /** Runs tasks at once, each in a thread of its own, and gives their results in order. */
  static <T> List<T> together(List<Callable<T>> tasks) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(threads.submit(task));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(DEADLINE_S, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
