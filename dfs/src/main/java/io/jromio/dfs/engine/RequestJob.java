package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import org.jspecify.annotations.Nullable;

/** A client's request to one target. */
final class RequestJob extends Job {
  private final Handle handle;
  private final Request request;
  private final Clock clock;
  private long epoch;
  private @Nullable Work work;

  /**
   * @param request to a target, or a transaction that concerns one only
   */
  RequestJob(Handle handle, Request request, Clock clock) {
    this.handle = handle;
    this.request = request;
    this.clock = clock;
  }

  static boolean changes(Request request) {
    return request instanceof Request.Update
        || request instanceof Request.PunchObject
        || request instanceof Request.Commit;
  }

  @Override
  boolean isPowerSafe() {
    return changes(request) && handle.container().isPowerSafe();
  }

  @Override
  void prepare(TargetStore store) throws StoreException {
    handle.check(changes(request));
    epoch = clock.tick();
    Work begun = new Work(store, handle.container(), new ObjectId(0, 0), epoch);
    work = begun;
    if (request instanceof Request.Update update) {
      SumCursor sums = new SumCursor(update.sums());
      for (DkeyUpdate dkey : update.updates()) {
        begun.place(update.object(), dkey, sums);
      }
    } else if (request instanceof Request.Commit commit) {
      SumCursor sums = new SumCursor(commit.sums());
      for (ObjectChange change : commit.changes()) {
        if (change instanceof ObjectChange.Update update) {
          begun.place(update.object(), update.update(), sums);
        }
      }
    }
  }

  private Work work(TargetStore store) throws StoreException {
    if (work == null) {
      prepare(store);
    }
    if (work == null) {
      throw new IllegalStateException("nothing prepared: " + request);
    }
    if (work.store() != store) {
      work = null;
      throw new StoreException(
          Der.IO, "lost: target=%d was opened again".formatted(store.number()));
    }
    return work;
  }

  @Override
  Reply execute(TargetStore store) throws StoreException {
    Counters counters = store.shared().counters();
    handle.check(changes(request));
    Lister lister = new Lister(store, handle.container());
    return switch (request) {
      case Request.Update update -> {
        counters.add(Counter.UPDATES, 1);
        Work begun = work(store);
        for (DkeyUpdate dkey : update.updates()) {
          begun.apply(update.object(), dkey);
        }
        begun.write();
        yield new Reply.Done(epoch);
      }
      case Request.Commit commit -> {
        counters.add(Counter.COMMITS, 1);
        Work begun = work(store);
        for (ObjectChange change : commit.changes()) {
          begun.apply(change);
        }
        begun.write();
        yield new Reply.Done(epoch);
      }
      case Request.PunchObject punch -> {
        counters.add(Counter.PUNCHES, 1);
        Work begun = work(store);
        begun.apply(new ObjectChange.PunchObject(punch.object()));
        begun.write();
        yield new Reply.Done(epoch);
      }
      case Request.Fetch fetch -> {
        counters.add(Counter.FETCHES, 1);
        yield new Fetcher(store, handle.container()).fetch(fetch.object(), fetch.fetches());
      }
      default -> {
        counters.add(Counter.QUERIES, 1);
        yield query(store, lister);
      }
    };
  }

  private Reply query(TargetStore store, Lister lister) throws StoreException {
    return switch (request) {
      case Request.QueryMax max -> new Reply.Max(lister.max(max.object(), max.akey()));
      case Request.QueryEpoch query ->
          new Reply.Done(store.epoch(handle.container().uuid(), query.object()));
      case Request.ListDkeys list ->
          new Reply.Keys(lister.dkeys(list.object(), list.from(), list.limit()));
      case Request.ListAkeys list ->
          new Reply.Keys(
              lister.akeys(list.shard().object(), list.dkey(), list.from(), list.limit()));
      case Request.ListObjects list -> new Reply.Objects(lister.objects(list.from(), list.limit()));
      default -> throw new IllegalStateException("not to a target: " + request);
    };
  }

  @Override
  boolean undo() throws StoreException {
    return work != null && work.undo();
  }
}
