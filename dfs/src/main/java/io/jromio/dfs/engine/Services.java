package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Transactions.Plan;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.PoolInfo.TargetSpace;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Pools, containers, their handles and attributes. Used by the coordinator's thread only. */
final class Services {
  private static final int MAX_ATTRIBUTE = 64 << 10;
  private static final int MAX_ATTRIBUTE_NAME = 511;

  /** What the services work on. */
  record Parts(
      Metadata metadata,
      Transactions transactions,
      ConcurrentMap<UUID, Handle> handles,
      Clock clock,
      TargetStore.Shared shared) {}

  private final Metadata metadata;
  private final Transactions transactions;
  private final ConcurrentMap<UUID, Handle> handles;
  private final Clock clock;
  private final TargetStore.Shared shared;
  private final List<String> owners;

  /**
   * @param owners user and group of new containers
   */
  Services(Parts parts, List<String> owners) {
    this.metadata = parts.metadata();
    this.transactions = parts.transactions();
    this.handles = parts.handles();
    this.clock = parts.clock();
    this.shared = parts.shared();
    this.owners = owners;
  }

  Reply handle(Request request) throws StoreException {
    return switch (request) {
      case Request.Commit commit -> commit(commit);
      case Request.AllocateIds allocate -> allocate(allocate);
      case Request.OpenContainer open -> open(open);
      case Request.CloseContainer close -> close(close);
      case Request.CreatePool create -> create(create);
      case Request.ListPools list -> pools(metadata.pools());
      case Request.QueryPool query -> pools(List.of(metadata.pool(query.pool())));
      case Request.CreateContainer create -> create(create);
      case Request.ListContainers list ->
          containers(metadata.containers(metadata.pool(list.pool())));
      case Request.QueryContainer query ->
          containers(List.of(metadata.container(query.pool(), query.container())));
      case Request.DestroyContainer destroy -> destroy(destroy);
      case Request.SetProperties set -> set(set);
      case Request.GetAttributes get ->
          new Reply.Attributes(
              metadata.attributes(metadata.container(get.pool(), get.container())));
      case Request.SetAttributes set -> set(set);
      case Request.DeleteAttributes delete -> delete(delete);
      case Request.GetCounters get -> new Reply.Counters(shared.counters().all());
      case Request.ToTarget other ->
          throw new StoreException(
              Der.INVAL, "not to the coordinator: target=%d".formatted(other.target()));
    };
  }

  private Handle handle(UUID uuid, boolean changes) throws StoreException {
    Handle handle = handles.get(uuid);
    if (handle == null) {
      throw Handle.unknown(uuid);
    }
    handle.check(changes);
    return handle;
  }

  private Reply commit(Request.Commit commit) throws StoreException {
    Handle handle = handle(commit.handle(), true);
    shared.counters().add(Counter.COMMITS, 1);
    return new Reply.Done(
        transactions.run(
            new Plan(handle.container(), commit.changes(), commit.targets(), commit.sums(), null)));
  }

  private Reply allocate(Request.AllocateIds allocate) throws StoreException {
    Handle handle = handle(allocate.handle(), true);
    return new Reply.Done(metadata.allocate(handle.container(), allocate.count()));
  }

  private int handlesOf(ContainerState container, @Nullable OpenMode mode) {
    int count = 0;
    for (Handle handle : handles.values()) {
      if (handle.container() == container && (mode == null || handle.mode() == mode)) {
        count++;
      }
    }
    return count;
  }

  private Reply open(Request.OpenContainer open) throws StoreException {
    ContainerState container = metadata.container(open.pool(), open.container());
    int exclusive = handlesOf(container, OpenMode.EXCLUSIVE);
    int all = handlesOf(container, null);
    if (exclusive > 0 || (open.mode() == OpenMode.EXCLUSIVE && all > 0)) {
      throw new StoreException(
          Der.BUSY,
          "open already: handles=%d exclusive=%d container=%s"
              .formatted(all, exclusive, container));
    }
    Handle handle = new Handle(UUID.randomUUID(), container, open.mode());
    metadata.setOpened(container, clock.tick());
    metadata.save(container, false);
    handles.put(handle.uuid(), handle);
    shared.counters().add(Counter.OPENS, 1);
    return new Reply.Opened(handle.uuid(), metadata.targets(), info(container));
  }

  private Reply close(Request.CloseContainer close) throws StoreException {
    Handle handle = handles.remove(close.handle());
    if (handle == null) {
      throw Handle.unknown(close.handle());
    }
    handle.close();
    handle.container().modify(clock.tick());
    metadata.save(handle.container(), false);
    shared.counters().add(Counter.CLOSES, 1);
    return new Reply.Done(0);
  }

  private Reply create(Request.CreatePool create) throws StoreException {
    Properties.checkLabel(create.label());
    for (PoolState pool : metadata.pools()) {
      if (!create.label().isEmpty() && pool.label().equals(create.label())) {
        throw new StoreException(Der.EXIST, "is there already: pool=" + create.label());
      }
    }
    if (create.size() < 0) {
      throw new StoreException(
          Der.INVAL, "no size: size=%d pool=%s".formatted(create.size(), create.label()));
    }
    try {
      long total = shared.guard().total();
      if (create.size() > total) {
        throw new StoreException(
            Der.NOSPACE,
            "larger than the file system: size=%d total=%d pool=%s"
                .formatted(create.size(), total, create.label()));
      }
    } catch (IOException e) {
      throw Failures.of(e, "free space, pool=" + create.label());
    }
    PoolState pool =
        new PoolState(UUID.randomUUID(), create.label(), create.size(), metadata.targets());
    metadata.add(pool);
    return pools(List.of(pool));
  }

  private Reply pools(List<PoolState> pools) throws StoreException {
    List<PoolInfo> infos = new ArrayList<>();
    for (PoolState pool : pools) {
      infos.add(info(pool));
    }
    return new Reply.Pools(infos);
  }

  /** The targets share one file system, so each has its part of what is free there. */
  private PoolInfo info(PoolState pool) throws StoreException {
    List<TargetSpace> spaces = new ArrayList<>();
    try {
      int targets = metadata.targets();
      long usable = shared.guard().usable() / targets;
      for (int i = 0; i < targets; i++) {
        long used = pool.bulk(i) + pool.index(i);
        long free = Math.min(usable, Math.max(0, pool.share() - used));
        long index = Math.min(free, shared.guard().reserve() / targets);
        spaces.add(new TargetSpace(pool.index(i) + index, index, pool.bulk(i) + free, free));
      }
    } catch (IOException e) {
      throw Failures.of(e, "free space, pool=" + pool);
    }
    return new PoolInfo(pool.uuid(), pool.label(), 1, spaces);
  }

  private ContainerInfo info(ContainerState container) throws StoreException {
    Map<String, String> properties = new HashMap<>(container.properties());
    properties.put(Properties.ALLOC_OID, Long.toString(metadata.nextId(container)));
    return new ContainerInfo(
        container.pool().uuid(),
        container.uuid(),
        container.label(),
        properties,
        new ContainerInfo.Use(
            handlesOf(container, null), metadata.opened(container), container.modified()));
  }

  private Reply containers(List<ContainerState> containers) throws StoreException {
    List<ContainerInfo> infos = new ArrayList<>();
    for (ContainerState container : containers) {
      infos.add(info(container));
    }
    return new Reply.Containers(infos);
  }

  private Reply create(Request.CreateContainer create) throws StoreException {
    PoolState pool = metadata.pool(create.pool());
    Map<String, String> properties =
        Properties.ofNew(create.spec().properties(), create.spec().label(), owners);
    ContainerState container =
        new ContainerState(pool, UUID.randomUUID(), properties, metadata.targets());
    checkFree(pool, container.label(), null);
    container.modify(clock.tick());
    byte[] own = metadata.batchOf(container);
    transactions.run(
        new Plan(container, create.spec().contents(), create.targets(), create.sums(), own));
    metadata.added(container);
    return containers(List.of(container));
  }

  private void checkFree(PoolState pool, String label, @Nullable ContainerState except)
      throws StoreException {
    for (ContainerState container : metadata.containers(pool)) {
      if (!label.isEmpty() && container != except && container.label().equals(label)) {
        throw new StoreException(
            Der.EXIST, "is there already: container=%s pool=%s".formatted(label, pool));
      }
    }
  }

  private Reply destroy(Request.DestroyContainer destroy) throws StoreException {
    ContainerState container = metadata.container(destroy.pool(), destroy.container());
    int open = handlesOf(container, null);
    if (open > 0 && !destroy.force()) {
      throw new StoreException(
          Der.BUSY, "is open: handles=%d container=%s".formatted(open, container));
    }
    metadata.remove(container);
    for (Handle handle : List.copyOf(handles.values())) {
      if (handle.container() == container) {
        handle.close();
        handles.remove(handle.uuid());
      }
    }
    transactions.drop(container.uuid(), container);
    return new Reply.Done(0);
  }

  private Reply set(Request.SetProperties set) throws StoreException {
    ContainerState container = metadata.container(set.pool(), set.container());
    Map<String, String> before = container.properties();
    Map<String, String> changed = Properties.changed(before, set.properties());
    checkFree(container.pool(), changed.getOrDefault(Properties.LABEL, ""), container);
    container.setProperties(changed);
    try {
      metadata.save(container, true);
    } catch (StoreException e) {
      container.setProperties(before);
      throw e;
    }
    return new Reply.Done(0);
  }

  private Reply set(Request.SetAttributes set) throws StoreException {
    ContainerState container = metadata.container(set.pool(), set.container());
    Map<String, byte @Nullable []> changes = new HashMap<>();
    for (Map.Entry<String, byte[]> entry : set.attributes().entrySet()) {
      int name = entry.getKey().length();
      if (name == 0 || name > MAX_ATTRIBUTE_NAME) {
        throw new StoreException(
            Der.INVAL,
            "name of an attribute: length=%d allowed=1-%d container=%s"
                .formatted(name, MAX_ATTRIBUTE_NAME, container));
      }
      if (entry.getValue().length > MAX_ATTRIBUTE) {
        throw new StoreException(
            Der.REC2BIG,
            "attribute: length=%d limit=%d name=%s container=%s"
                .formatted(entry.getValue().length, MAX_ATTRIBUTE, entry.getKey(), container));
      }
      changes.put(entry.getKey(), entry.getValue());
    }
    metadata.setAttributes(container, changes);
    return new Reply.Done(0);
  }

  private Reply delete(Request.DeleteAttributes delete) throws StoreException {
    ContainerState container = metadata.container(delete.pool(), delete.container());
    Map<String, byte @Nullable []> changes = new HashMap<>();
    for (String name : delete.names()) {
      changes.put(name, null);
    }
    metadata.setAttributes(container, changes);
    return new Reply.Done(0);
  }
}
