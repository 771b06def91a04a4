package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.object.StoreUnderTest;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.function.Executable;

/** What the parts of the test of DFS share: a store, a container, its mount, ranks, a seed. */
public abstract class DfsOnStore {
  static final String POOL = "tank";
  static final String CONTAINER = "ckpt";
  static final int TARGETS = 3;
  static final int FILE = Mode.FILE | 0644;
  static final int DIRECTORY = Mode.DIRECTORY | 0755;
  static final int LINK = Mode.LINK | 0777;
  static final Set<OpenFlag> READ = Set.of(OpenFlag.RDONLY);
  static final Set<OpenFlag> BOTH = Set.of(OpenFlag.RDWR);
  static final Set<OpenFlag> CREATE = Set.of(OpenFlag.RDWR, OpenFlag.CREAT);
  static final Set<OpenFlag> EXCLUSIVE = Set.of(OpenFlag.RDWR, OpenFlag.CREAT, OpenFlag.EXCL);
  private static final long DEADLINE_S = 120;

  /** A rank: a process' own connection, with a mount that it attached. */
  record Rank(int number, Dfs dfs) {}

  /** What one rank does. */
  interface Task<T> {
    T run(Rank rank) throws Exception;
  }

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final long seed = System.nanoTime();
  final Random random = new Random(seed);

  @SuppressWarnings("NullAway.Init")
  private StoreUnderTest storeUnderTest;

  @SuppressWarnings("NullAway.Init")
  StoreSystem system;

  @SuppressWarnings("NullAway.Init")
  ObjectStore store;

  @SuppressWarnings("NullAway.Init")
  Dfs dfs;

  protected DfsOnStore() {}

  /** A new, empty store with so many targets. */
  protected abstract StoreUnderTest newStore(int targets) throws Exception;

  @BeforeEach
  void start(TestInfo test) throws Exception {
    System.out.printf("%s %s seed=%d%n", getClass().getSimpleName(), test.getDisplayName(), seed);
    storeUnderTest = newStore(TARGETS);
    open.push(storeUnderTest);
    system = connect();
    system.createPool(POOL, 0);
    DfsClient.createContainer(system, POOL, CONTAINER, DfsAttributes.DEFAULTS, Map.of());
    store = system.open(POOL, CONTAINER, OpenMode.READ_WRITE);
    dfs = closing(DfsClient.mount(store, false));
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  StoreSystem connect() throws Exception {
    return closing(storeUnderTest.connect());
  }

  <T extends AutoCloseable> T closing(T resource) {
    open.push(resource);
    return resource;
  }

  Dfs mount(String container, boolean readOnly) throws Exception {
    OpenMode mode = readOnly ? OpenMode.READ_ONLY : OpenMode.READ_WRITE;
    return closing(DfsClient.mount(system.open(POOL, container, mode), readOnly));
  }

  /** Ranks that attach what rank 0 opened. */
  List<Rank> ranks(int count) throws Exception {
    List<Rank> ranks = new ArrayList<>();
    byte[] handle = store.share();
    byte[] mount = dfs.share();
    for (int i = 0; i < count; i++) {
      Dfs attached =
          i == 0 ? dfs : closing(DfsClient.attach(connect().attach(handle), mount, false));
      ranks.add(new Rank(i, attached));
    }
    return ranks;
  }

  /** Runs a task on every rank at once; the results in order. */
  static <T> List<T> onAll(List<Rank> ranks, Task<T> task) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(ranks.size());
    try {
      List<Callable<T>> calls = new ArrayList<>();
      for (Rank rank : ranks) {
        calls.add(() -> task.run(rank));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : threads.invokeAll(calls, DEADLINE_S, TimeUnit.SECONDS)) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Runs a task on every rank at once; how often which errno or OK came. */
  static Map<String, Integer> outcomes(List<Rank> ranks, Task<?> task) throws Exception {
    List<String> names =
        onAll(
            ranks,
            rank -> {
              try {
                task.run(rank);
                return "OK";
              } catch (DfsException e) {
                return e.errno().name();
              }
            });
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : names) {
      counts.merge(name, 1, Integer::sum);
    }
    return counts;
  }

  static void assertErrno(Errno expected, Executable call) {
    DfsException thrown = assertThrows(DfsException.class, call);
    assertEquals(expected, thrown.errno(), thrown.toString());
  }

  DfsObject create(String name) throws DfsException {
    return dfs.open(null, name, FILE, CREATE, Creation.DEFAULTS);
  }

  DfsObject create(String name, long chunkSize) throws DfsException {
    return dfs.open(null, name, FILE, CREATE, new Creation(null, chunkSize, null));
  }

  DfsObject directory(String name) throws DfsException {
    dfs.mkdir(null, name, 0755, Creation.DEFAULTS);
    return dfs.lookup(null, name, BOTH);
  }

  DfsObject root() throws DfsException {
    return dfs.lookup("/", BOTH);
  }

  void link(String name, String target) throws DfsException {
    dfs.open(null, name, LINK, CREATE, new Creation(null, 0, target)).close();
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  void write(DfsObject file, long offset, byte[] bytes) throws DfsException {
    dfs.write(file, offset, MemorySegment.ofArray(bytes));
  }

  static byte[] read(Dfs through, DfsObject file, long offset, int length) throws DfsException {
    byte[] bytes = new byte[length];
    long read = through.read(file, offset, MemorySegment.ofArray(bytes));
    return Arrays.copyOf(bytes, (int) read);
  }

  byte[] read(DfsObject file, long offset, int length) throws DfsException {
    return read(dfs, file, offset, length);
  }

  /** All names of a directory, so many per page. */
  static List<String> names(Dfs through, DfsObject directory, int limit) throws DfsException {
    List<String> names = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      DirectoryPage page = through.readDirectory(directory, anchor, limit);
      names.addAll(page.names());
      anchor = page.next();
    }
    return names;
  }
}
