package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Answers requests out of a store in a folder. Requests to a target are carried out one after the
 * other by the thread that owns it; all others by one coordinator. An acknowledged change survives
 * the end of the process at any moment, and a power loss if the container says so.
 *
 * <pre>
 * storage/lock          held while an engine is there
 * storage/meta          pools, containers, transactions
 * storage/target-N      index and segment files of a target
 * </pre>
 *
 * <p>{@link Request.GetCounters} is answered with the names {@code opens}, {@code closes}, {@code
 * updates}, {@code fetches}, {@code punches}, {@code queries}, {@code commits}, {@code
 * bytes_written}, {@code bytes_read}, {@code checksum_errors}, {@code queue_full}, {@code failed},
 * {@code syncs}, {@code starts} (over all times) and {@code replayed}.
 */
public final class Engine implements RequestHandler, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());
  private static final long CACHE = 128L << 20;
  private static final long MIN_BUFFER = 1 << 20;
  private static final long MAX_BUFFER = 16 << 20;

  private final StoreLock lock;
  private final Metadata metadata;
  private final List<Target> targets;
  private final Coordinator coordinator;
  private final ConcurrentMap<UUID, Handle> handles = new ConcurrentHashMap<>();
  private final Clock clock;
  private final Counters counters;
  private boolean closed;

  private Engine(EngineConfig config, StoreLock lock, List<AutoCloseable> opened)
      throws StoreException, IOException {
    this.lock = lock;
    Path storage = config.storage();
    clock = new Clock(InstantSource.system());
    counters = new Counters();
    metadata = Metadata.open(storage.resolve("meta"), config.targets());
    opened.add(metadata);
    int count = metadata.targets();
    SpaceGuard guard = new SpaceGuard(storage, count);
    long buffer = Math.max(MIN_BUFFER, Math.min(MAX_BUFFER, guard.total() / 128 / count));
    TargetStore.Shared shared = new TargetStore.Shared(counters, guard, buffer, CACHE / count);
    List<TargetStore> stores = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TargetStore store = TargetStore.open(storage.resolve("target-" + i), i, shared);
      opened.add(store);
      stores.add(store);
      SegmentFiles.syncFolder(storage.resolve("target-" + i));
    }
    counters.add(Counter.STARTS, metadata.starts());
    counters.add(Counter.REPLAYED, Transactions.replay(metadata, stores));
    SegmentFiles.syncFolder(storage);
    metadata.load(clock);
    targets = recovered(config, stores);
    Transactions transactions = new Transactions(metadata, targets, clock);
    Services services =
        new Services(
            new Services.Parts(metadata, transactions, handles, clock, shared), owners(storage));
    for (Target target : targets) {
      target.start();
    }
    coordinator = new Coordinator(services, counters, config.queueLength());
  }

  private List<Target> recovered(EngineConfig config, List<TargetStore> stores)
      throws StoreException {
    List<Target> recovered = new ArrayList<>();
    for (TargetStore store : stores) {
      Target target =
          new Target(
              store.number(),
              config.storage().resolve("target-" + store.number()),
              store,
              metadata::container,
              config.queueLength());
      clock.merge(target.recover());
      recovered.add(target);
    }
    for (UUID removal : metadata.removals()) {
      for (TargetStore store : stores) {
        store.drop(removal);
      }
      metadata.removed(removal);
    }
    return List.copyOf(recovered);
  }

  private static List<String> owners(Path storage) throws IOException {
    PosixFileAttributes attributes = Files.readAttributes(storage, PosixFileAttributes.class);
    return List.of(attributes.owner().getName() + "@", attributes.group().getName() + "@");
  }

  /**
   * Opens the store in a folder, or makes one.
   *
   * @throws StoreException {@link Der#BUSY} if another engine has it; {@link Der#IO} or {@link
   *     Der#NOSPACE} if it cannot be read or made
   */
  public static Engine open(EngineConfig config) throws StoreException {
    StoreLock lock = StoreLock.take(config.storage());
    List<AutoCloseable> opened = new ArrayList<>(List.of(lock));
    try {
      return new Engine(config, lock, opened);
    } catch (StoreException | RuntimeException e) {
      closeAll(opened, e);
      throw e;
    } catch (IOException e) {
      closeAll(opened, e);
      throw Failures.of(e, "open store, folder=" + config.storage());
    }
  }

  private static void closeAll(List<AutoCloseable> opened, Exception why) {
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        why.addSuppressed(e);
      }
    }
  }

  @Override
  public CompletableFuture<Reply> handle(Request request) {
    try {
      return switch (request) {
        case Request.ToTarget one -> toTarget(one);
        case Request.Commit commit -> commit(commit);
        case Request.GetCounters get ->
            CompletableFuture.completedFuture(new Reply.Counters(counters.all()));
        case Request.CreateContainer create -> {
          if (create.targets().length != create.spec().contents().size()) {
            throw new StoreException(
                Der.INVAL, "targets and contents: targets=%d".formatted(create.targets().length));
          }
          for (int target : create.targets()) {
            check(target);
          }
          yield toCoordinator(request);
        }
        default -> toCoordinator(request);
      };
    } catch (StoreException e) {
      counters.add(Counter.FAILED, 1);
      return CompletableFuture.completedFuture(Job.failed(e));
    }
  }

  private Target check(int target) throws StoreException {
    if (target < 0 || target >= targets.size()) {
      throw new StoreException(
          Der.INVAL, "no such target: target=%d targets=%d".formatted(target, targets.size()));
    }
    return targets.get(target);
  }

  private CompletableFuture<Reply> toTarget(Request.ToTarget request) throws StoreException {
    return toTarget(request, request.handle(), check(request.target()));
  }

  private CompletableFuture<Reply> toTarget(Request request, UUID uuid, Target target)
      throws StoreException {
    Handle handle = handles.get(uuid);
    if (handle == null) {
      throw Handle.unknown(uuid);
    }
    handle.check(RequestJob.changes(request));
    RequestJob job = new RequestJob(handle, request, clock);
    return target.offer(job) ? job.reply() : full("target=" + target.number());
  }

  /** A transaction of one target needs nobody else. */
  private CompletableFuture<Reply> commit(Request.Commit commit) throws StoreException {
    if (commit.targets().length != commit.changes().size() || commit.targets().length == 0) {
      throw new StoreException(
          Der.INVAL,
          "targets and changes: targets=%d changes=%d"
              .formatted(commit.targets().length, commit.changes().size()));
    }
    boolean one = true;
    for (int target : commit.targets()) {
      check(target);
      one &= target == commit.targets()[0];
    }
    return one
        ? toTarget(commit, commit.handle(), check(commit.targets()[0]))
        : toCoordinator(commit);
  }

  private CompletableFuture<Reply> toCoordinator(Request request) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    return coordinator.offer(request, reply) ? reply : full("coordinator");
  }

  private CompletableFuture<Reply> full(String whose) {
    counters.add(Counter.QUEUE_FULL, 1);
    return CompletableFuture.completedFuture(
        new Reply.Failed(Der.AGAIN, "queue is full: " + whose));
  }

  /** Ends what is under way and leaves the store; a second time does nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    coordinator.close();
    for (Target target : targets) {
      target.close();
    }
    try {
      for (PoolState pool : metadata.pools()) {
        for (ContainerState container : metadata.containers(pool)) {
          metadata.save(container, false);
        }
      }
      metadata.saveEpoch(clock.latest());
    } catch (StoreException e) {
      LOG.log(System.Logger.Level.WARNING, "save times", e);
    }
    metadata.close();
    lock.close();
  }
}
