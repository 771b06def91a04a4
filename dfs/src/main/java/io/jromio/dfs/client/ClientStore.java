package io.jromio.dfs.client;

import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * An open container over an engine. Its own state is the handle and whether that is closed; nothing
 * is asked of the engine but what the caller asks for.
 */
final class ClientStore implements ObjectStore {
  private final StoreClient owner;
  private final Calls calls;
  private final Handle handle;
  private final boolean attached;
  private final Layouts layouts;
  private final Writes writes;
  private final Reads reads;
  private final Enumerations enumerations;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param attached whether the handle is another's to give back
   */
  ClientStore(StoreClient owner, Handle handle, boolean attached) throws StoreException {
    this.owner = owner;
    this.calls = owner.calls();
    this.handle = handle;
    this.attached = attached;
    this.layouts = new Layouts(handle.targets());
    Integrity integrity = Integrity.of(handle.info().properties());
    this.writes = new Writes(calls, owner.staging(), integrity);
    this.reads = new Reads(calls, owner.staging(), integrity, owner.retries());
    this.enumerations = new Enumerations(calls, handle.uuid());
  }

  @Override
  public ContainerInfo info() {
    return handle.info();
  }

  @Override
  public int targets() {
    return handle.targets();
  }

  private void checkOpen() throws StoreException {
    if (closed.get()) {
      throw new StoreException(Der.NO_HDL, "handle is closed: " + handle);
    }
  }

  private void checkWritable() throws StoreException {
    checkOpen();
    if (handle.readOnly()) {
      throw new StoreException(Der.READ_ONLY, "handle is read-only: " + handle);
    }
  }

  /** Says which dkey or id cannot be. */
  private interface Call<T> {
    T run() throws StoreException;
  }

  private static <T> T refusing(Call<T> call) throws StoreException {
    try {
      return call.run();
    } catch (IllegalArgumentException e) {
      throw new StoreException(Der.INVAL, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public long update(ObjectId object, List<DkeyUpdate> updates) throws StoreException {
    checkWritable();
    return refusing(() -> writes.update(handle.uuid(), layouts.of(object), updates));
  }

  @Override
  public List<Fetched> fetch(ObjectId object, List<DkeyFetch> fetches) throws StoreException {
    checkOpen();
    return refusing(() -> reads.fetch(handle.uuid(), layouts.of(object), fetches));
  }

  @Override
  public long commit(List<ObjectChange> changes) throws StoreException {
    checkWritable();
    return refusing(() -> writes.commit(handle.uuid(), layouts, changes));
  }

  @Override
  public void punchObject(ObjectId object) throws StoreException {
    checkWritable();
    everywhere(
        object, target -> new Request.PunchObject(handle.uuid(), target, object), Reply.Done.class);
  }

  @Override
  public MaxExtent queryMax(ObjectId object, Key akey) throws StoreException {
    checkOpen();
    if (!layouts.of(object).object().type().hasIntegerDkeys()) {
      throw new StoreException(Der.INVAL, "dkeys are no integers: object=" + object);
    }
    MaxExtent max = new MaxExtent(false, 0, 0, 0);
    for (Reply.Max reply :
        everywhere(
            object,
            target -> new Request.QueryMax(handle.uuid(), target, object, akey),
            Reply.Max.class)) {
      MaxExtent here = reply.extent();
      long epoch = Writes.later(max.epoch(), here.epoch());
      boolean larger =
          here.exists() && (!max.exists() || Long.compareUnsigned(here.dkey(), max.dkey()) > 0);
      MaxExtent best = larger ? here : max;
      max = new MaxExtent(best.exists(), best.dkey(), best.end(), epoch);
    }
    return max;
  }

  @Override
  public long queryEpoch(ObjectId object) throws StoreException {
    checkOpen();
    long epoch = 0;
    for (Reply.Done reply :
        everywhere(
            object,
            target -> new Request.QueryEpoch(handle.uuid(), target, object),
            Reply.Done.class)) {
      epoch = Writes.later(epoch, reply.epoch());
    }
    return epoch;
  }

  /** Asks all targets of an object at once. */
  private <T extends Reply> List<T> everywhere(
      ObjectId object, IntFunction<Request> request, Class<T> expected) throws StoreException {
    List<Request> requests = new ArrayList<>();
    for (int target : layouts.of(object).distinctTargets()) {
      requests.add(request.apply(target));
    }
    return calls.askAll(requests, expected);
  }

  @Override
  public KeyPage listDkeys(ObjectId object, Anchor from, int limit) throws StoreException {
    checkOpen();
    return enumerations.dkeys(layouts.of(object), from, limit);
  }

  @Override
  public KeyPage listAkeys(ObjectId object, Key dkey, Anchor from, int limit)
      throws StoreException {
    checkOpen();
    int target = refusing(() -> layouts.of(object).target(dkey));
    return enumerations.akeys(new Request.Shard(handle.uuid(), target, object), dkey, from, limit);
  }

  @Override
  public ObjectPage listObjects(Anchor from, int limit) throws StoreException {
    checkOpen();
    return enumerations.objects(handle.targets(), from, limit);
  }

  @Override
  public long allocateIds(long count) throws StoreException {
    checkWritable();
    if (count < 1) {
      throw new IllegalArgumentException("no ids: count=%d".formatted(count));
    }
    return calls.ask(new Request.AllocateIds(handle.uuid(), count), Reply.Done.class).epoch();
  }

  @Override
  public byte[] share() {
    return handle.encode();
  }

  @Override
  public void close() throws StoreException {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    owner.forget(this);
    if (attached) {
      return;
    }
    try {
      calls.ask(new Request.CloseContainer(handle.uuid()), Reply.Done.class);
    } catch (StoreException e) {
      if (e.der() != Der.NO_HDL) { // void already: the container was destroyed
        throw e;
      }
    }
  }
}
