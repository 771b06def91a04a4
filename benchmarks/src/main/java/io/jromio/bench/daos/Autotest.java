package io.jromio.bench.daos;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The smoke test of a pool: goes through what clients do, each step with its time, in a container
 * that it makes and removes. Values are fewer than with DAOS; comments say how many. When a step
 * fails, those that clean up still run.
 *
 * @source DAOS src/utils/daos_autotest.c
 */
final class Autotest {
  private static final int BATCH = 16;
  private static final long NS_PER_SECOND = 1_000_000_000;
  private static final Key AKEY = Key.of("0");

  private final Session session;
  private final String pool;
  private final Limits limits;
  private final List<Object> told = new ArrayList<>();
  private @Nullable StoreSystem system;
  private @Nullable ObjectStore store;
  private String container = "";
  private ObjectId object = new ObjectId(0, 0);
  private int inserted;

  Autotest(Session session, String pool, Limits limits) {
    this.session = session;
    this.pool = pool;
    this.limits = limits;
  }

  /**
   * What is left out.
   *
   * @param skipBig whether the values of 1 MiB
   * @param seconds after which a step ends early; 0 for never
   */
  record Limits(boolean skipBig, int seconds) {}

  /** Does something and says what is worth saying of it. */
  private interface Action {
    String run() throws IOException;
  }

  /**
   * A step.
   *
   * @param next where it goes on when the step fails
   * @param big whether it is left out with {@link Limits#skipBig}
   */
  private record Step(int number, String operation, int next, boolean big, Action action) {}

  /** A step that this store cannot do. */
  private static final class Skipped extends IOException {
    private static final long serialVersionUID = 1L;

    Skipped(String why) {
      super(why);
    }
  }

  private List<Step> steps() {
    return List.of(
        step(0, "Initializing DAOS", 100, this::initialize),
        step(1, "Connecting to pool", 99, this::connectPool),
        step(2, "Creating containers", 98, this::createContainer),
        step(3, "Opening container", 97, this::openContainer),
        step(10, "Generating 1M S1 layouts", 96, () -> layouts("S1", 1_000_000)),
        step(11, "Generating 10K SX layouts", 96, () -> layouts("SX", 10_000)),
        step(20, "Inserting 128B values", 96, () -> insert(10_000, 128)),
        step(21, "Reading 128B values back", 96, () -> read(128)),
        step(23, "Punching object", 96, this::punch),
        step(24, "Inserting 4KB values", 96, () -> insert(10_000, 4096)),
        step(25, "Reading 4KB values back", 96, () -> read(4096)),
        step(27, "Punching object", 96, this::punch),
        new Step(28, "Inserting 1MB values", 96, true, () -> insert(100, 1 << 20)),
        new Step(29, "Reading 1MB values back", 96, true, () -> read(1 << 20)),
        new Step(31, "Punching object", 96, true, this::punch),
        step(40, "Inserting into RF1 cont", 96, this::redundant),
        step(41, "Reading RF1 values back", 96, this::redundant),
        step(42, "Inserting into RF2 cont", 96, this::redundant),
        step(43, "Reading RF2 values back", 96, this::redundant),
        step(96, "Closing containers", 97, this::closeContainer),
        step(97, "Destroying containers", 98, this::destroyContainer),
        step(98, "Disconnecting from pool", 99, () -> ""),
        step(99, "Tearing down DAOS", 100, this::tearDown));
  }

  private static Step step(int number, String operation, int next, Action action) {
    return new Step(number, operation, next, false, action);
  }

  /**
   * Runs all steps and prints a line for each.
   *
   * @param quiet whether nothing is printed
   * @return whether none failed
   */
  boolean run(boolean quiet) {
    PrintWriter out = session.out();
    if (!quiet) {
      out.println("Step Operation                 Status Time(sec) Comment");
    }
    boolean passed = true;
    int next = 0;
    for (Step step : steps()) {
      if (step.number() < next) {
        continue;
      }
      long startNs = System.nanoTime();
      String status;
      String comment;
      try {
        if (step.big() && limits.skipBig()) {
          throw new Skipped("skipped");
        }
        comment = step.action().run();
        status = "PASS";
      } catch (Skipped e) {
        comment = Objects.requireNonNullElse(e.getMessage(), "");
        status = "SKIP";
      } catch (IOException | IllegalStateException e) {
        comment = e.toString();
        status = "FAIL";
        passed = false;
        next = step.next();
      }
      double seconds = (double) (System.nanoTime() - startNs) / NS_PER_SECOND;
      tell(step, status, seconds, comment);
      if (!quiet) {
        out.println(line(step, status, seconds, comment));
        out.flush();
      }
    }
    if (!quiet) {
      out.printf("%n%s steps %s.%n", passed ? "All" : "Some", passed ? "passed" : "failed");
      out.flush();
    }
    return passed;
  }

  private static String line(Step step, String status, double seconds, String comment) {
    return String.format(
        Locale.ROOT,
        "%3d  %-26s  %s  %03.3f  %s",
        step.number(),
        step.operation(),
        status,
        seconds,
        comment);
  }

  private void tell(Step step, String status, double seconds, String comment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", step.number());
    json.put("operation", step.operation());
    json.put("status", status);
    json.put("time_ms", Math.round(seconds * 1000));
    json.put("comment", comment);
    told.add(json);
  }

  /** The steps that ran, for programs. */
  List<Object> json() {
    return List.copyOf(told);
  }

  private String initialize() throws IOException {
    system = session.connect();
    return system.endpoint();
  }

  private StoreSystem system() {
    if (system == null) {
      throw new IllegalStateException("not connected: pool=" + pool);
    }
    return system;
  }

  private ObjectStore store() {
    if (store == null) {
      throw new IllegalStateException("not open: container=" + container);
    }
    return store;
  }

  private String connectPool() throws IOException {
    return "targets=%d".formatted(system().queryPool(pool).targets().size());
  }

  private String createContainer() throws IOException {
    String label = "autotest-" + UUID.randomUUID();
    Map<String, String> plain = Map.of("layout_type", "unknown");
    container =
        system()
            .createContainer(pool, new ContainerSpec(label, plain, List.of()))
            .uuid()
            .toString();
    return "uuid = " + container;
  }

  private String openContainer() throws IOException {
    store = system().open(pool, container, OpenMode.READ_WRITE);
    return "";
  }

  private String layouts(String className, int count) throws IOException {
    ObjectClass objectClass = ObjectClass.parse(className).orElseThrow();
    int targets = store().targets();
    long placed = 0;
    Deadline deadline = new Deadline();
    int made = 0;
    while (made < count && !deadline.isOver()) {
      ObjectId id = ObjectIds.of(objectClass, ObjectType.MULTI_HASHED, targets, 0, made);
      placed += ObjectLayout.of(id, targets).groups();
      made++;
    }
    return "%d layouts, %d shards".formatted(made, placed);
  }

  private String insert(int count, int bytes) throws IOException {
    ObjectClass wide = new ObjectClass.Sharded(ObjectClass.MAX_GROUPS);
    long unique = store().allocateIds(1);
    object = ObjectIds.of(wide, ObjectType.MULTI_HASHED, store().targets(), 2, unique);
    inserted = 0;
    Deadline deadline = new Deadline();
    while (inserted < count && !deadline.isOver()) {
      int number = Math.min(batch(bytes), count - inserted);
      List<DkeyUpdate> updates = new ArrayList<>();
      for (int i = inserted; i < inserted + number; i++) {
        AkeyUpdate value = new AkeyUpdate.Value(AKEY, Condition.NONE, value(i, bytes));
        updates.add(DkeyUpdate.of(key(i), Condition.NONE, value));
      }
      store().update(object, updates);
      inserted += number;
    }
    return rate(deadline, bytes);
  }

  private String read(int bytes) throws IOException {
    Deadline deadline = new Deadline();
    int done = 0;
    while (done < inserted && !deadline.isOver()) {
      int number = Math.min(batch(bytes), inserted - done);
      List<DkeyFetch> fetches = new ArrayList<>();
      for (int i = done; i < done + number; i++) {
        fetches.add(DkeyFetch.of(key(i), Condition.EXISTS, new AkeyFetch.Value(AKEY)));
      }
      List<Fetched> fetched = store().fetch(object, fetches);
      for (int i = 0; i < number; i++) {
        boolean right =
            fetched.get(i).akeys().getFirst() instanceof Fetched.Value(byte[] value)
                && Arrays.equals(value, value(done + i, bytes));
        if (!right) {
          throw new IOException(
              "not what was written: dkey=%s object=%s".formatted(key(done + i), object));
        }
      }
      done += number;
    }
    return rate(deadline, bytes);
  }

  /** Values of one request: 16, and not more than 4 MiB. */
  private static int batch(int bytes) {
    return Math.min(BATCH, (4 << 20) / bytes);
  }

  private static Key key(int i) {
    return Key.of("key-" + i);
  }

  private static byte[] value(int i, int bytes) {
    byte[] value = new byte[bytes];
    Arrays.fill(value, (byte) i);
    value[0] = (byte) (i >> 8);
    return value;
  }

  private String rate(Deadline deadline, int bytes) {
    double seconds = Math.max(1e-9, (double) deadline.elapsedNs() / NS_PER_SECOND);
    return String.format(
        Locale.ROOT,
        "%7.2fK IO/sec (%d values of %d bytes)",
        inserted / seconds / 1000,
        inserted,
        bytes);
  }

  private String punch() throws IOException {
    store().punchObject(object);
    Fetched gone =
        store()
            .fetch(object, List.of(DkeyFetch.of(key(0), Condition.NONE, new AkeyFetch.Value(AKEY))))
            .getFirst();
    if (gone.exists()) {
      throw new IOException("still there: dkey=%s object=%s".formatted(key(0), object));
    }
    return "";
  }

  private String redundant() throws IOException {
    throw new Skipped("redundancy is not available yet");
  }

  private String closeContainer() throws IOException {
    store().close();
    store = null;
    return "";
  }

  private String destroyContainer() throws IOException {
    system().destroyContainer(pool, container, true);
    return "";
  }

  private String tearDown() throws IOException {
    system().close();
    system = null;
    return "";
  }

  /** The time of one step. */
  private final class Deadline {
    private final long startNs = System.nanoTime();

    long elapsedNs() {
      return System.nanoTime() - startNs;
    }

    boolean isOver() {
      return limits.seconds() > 0 && elapsedNs() > limits.seconds() * NS_PER_SECOND;
    }
  }
}
