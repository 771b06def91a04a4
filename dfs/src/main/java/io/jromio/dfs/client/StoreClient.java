package io.jromio.dfs.client;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The client of one engine: places dkeys on targets, sends to all of them at once, and makes and
 * compares checksums. What a handle needs to work is in the handle; so one that another process
 * shared is attached without a question, however many do so.
 *
 * @source DAOS src/client/api, src/object/cli_obj.c
 */
public final class StoreClient implements StoreSystem {
  private final EngineLink link;
  private final Calls calls;
  private final Staging staging = new Staging();
  private final LongAdder retries = new LongAdder();
  private final Set<ClientStore> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param link closed with this client
   */
  public StoreClient(EngineLink link) {
    this.link = link;
    this.calls = new Calls(link);
  }

  Calls calls() {
    return calls;
  }

  Staging staging() {
    return staging;
  }

  LongAdder retries() {
    return retries;
  }

  /** How many fetches were sent again because their checksums differed. */
  public long checksumRetries() {
    return retries.sum();
  }

  @Override
  public String endpoint() {
    return link.endpoint();
  }

  @Override
  public PoolInfo createPool(String label, long size) throws StoreException {
    return only(calls.ask(new Request.CreatePool(label, size), Reply.Pools.class).pools(), label);
  }

  @Override
  public List<PoolInfo> pools() throws StoreException {
    return calls.ask(new Request.ListPools(), Reply.Pools.class).pools();
  }

  @Override
  public PoolInfo queryPool(String pool) throws StoreException {
    return only(calls.ask(new Request.QueryPool(pool), Reply.Pools.class).pools(), pool);
  }

  private <T> T only(List<T> found, String name) throws StoreException {
    if (found.size() != 1) {
      throw new StoreException(
          Der.PROTO, "expected one: found=%d name=%s".formatted(found.size(), name));
    }
    return found.getFirst();
  }

  @Override
  public ContainerInfo createContainer(String pool, ContainerSpec spec) throws StoreException {
    int targets = spec.contents().isEmpty() ? 1 : queryPool(pool).targets().size();
    Integrity integrity = Integrity.ofNew(spec.properties());
    Reply reply = new Writes(calls, staging, integrity).create(pool, spec, new Layouts(targets));
    return only(calls.as(reply, Reply.Containers.class).containers(), spec.label());
  }

  @Override
  public List<ContainerInfo> containers(String pool) throws StoreException {
    return calls.ask(new Request.ListContainers(pool), Reply.Containers.class).containers();
  }

  @Override
  public ContainerInfo queryContainer(String pool, String container) throws StoreException {
    return only(
        calls.ask(new Request.QueryContainer(pool, container), Reply.Containers.class).containers(),
        container);
  }

  @Override
  public void destroyContainer(String pool, String container, boolean force) throws StoreException {
    calls.ask(new Request.DestroyContainer(pool, container, force), Reply.Done.class);
  }

  @Override
  public void setProperties(String pool, String container, Map<String, String> properties)
      throws StoreException {
    calls.ask(new Request.SetProperties(pool, container, properties), Reply.Done.class);
  }

  @Override
  public Map<String, byte[]> attributes(String pool, String container) throws StoreException {
    return calls
        .ask(new Request.GetAttributes(pool, container), Reply.Attributes.class)
        .attributes();
  }

  @Override
  public void setAttributes(String pool, String container, Map<String, byte[]> attributes)
      throws StoreException {
    calls.ask(new Request.SetAttributes(pool, container, attributes), Reply.Done.class);
  }

  @Override
  public void deleteAttributes(String pool, String container, List<String> names)
      throws StoreException {
    calls.ask(new Request.DeleteAttributes(pool, container, names), Reply.Done.class);
  }

  @Override
  public ObjectStore open(String pool, String container, OpenMode mode) throws StoreException {
    Reply.Opened opened =
        calls.ask(new Request.OpenContainer(pool, container, mode), Reply.Opened.class);
    boolean readOnly = mode == OpenMode.READ_ONLY;
    return keep(
        new Handle(endpoint(), opened.handle(), readOnly, opened.targets(), opened.container()),
        false);
  }

  @Override
  public ObjectStore attach(byte[] shared) throws StoreException {
    Handle handle = Handle.decode(shared);
    if (!handle.endpoint().equals(endpoint())) {
      throw new StoreException(
          Der.INVAL,
          "handle of another store: endpoint=%s of %s".formatted(handle.endpoint(), endpoint()));
    }
    return keep(handle, true);
  }

  private ObjectStore keep(Handle handle, boolean attached) throws StoreException {
    ClientStore store = new ClientStore(this, handle, attached);
    open.add(store);
    if (closed.get()) {
      store.close();
    }
    return store;
  }

  void forget(ClientStore store) {
    open.remove(store);
  }

  @Override
  public Map<String, Long> counters() throws StoreException {
    return calls.ask(new Request.GetCounters(), Reply.Counters.class).counters();
  }

  @Override
  public void close() throws StoreException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    StoreException failure = null;
    for (ClientStore store : open) {
      try {
        store.close();
      } catch (StoreException e) {
        failure = failure == null ? e : failure;
      }
    }
    link.close();
    throwUnlessGone(failure);
  }

  /** With an engine that is gone the handles are gone as well. */
  private static void throwUnlessGone(@Nullable StoreException failure) throws StoreException {
    if (failure != null && failure.der() != Der.UNREACH) {
      throw failure;
    }
  }
}
