package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes that concern several targets, or a target and the metadata: all of them or none. The
 * targets are stopped, lowest number first; what is to be written is put on record; then it is
 * written, and taken off the record. A start finishes what is on record. Used by the coordinator's
 * thread only, so there is one at a time.
 */
final class Transactions {
  private static final System.Logger LOG = System.getLogger(Transactions.class.getName());

  private final Metadata metadata;
  private final List<Target> targets;
  private final Clock clock;

  Transactions(Metadata metadata, List<Target> targets, Clock clock) {
    this.clock = clock;
    this.metadata = metadata;
    this.targets = targets;
  }

  /**
   * What is to be done together.
   *
   * @param targets of each change, in order
   * @param own change of the metadata; null for none
   */
  record Plan(
      ContainerState container,
      List<? extends ObjectChange> changes,
      int[] targets,
      List<int[]> sums,
      byte @Nullable [] own) {}

  /** Carries out a plan whose targets are all within the store; its epoch. */
  long run(Plan plan) throws StoreException {
    Map<Integer, Hold> holds = new TreeMap<>();
    for (int target : plan.targets()) {
      holds.putIfAbsent(target, new Hold());
    }
    try {
      for (Map.Entry<Integer, Hold> entry : holds.entrySet()) {
        targets.get(entry.getKey()).put(entry.getValue());
        if (!entry.getValue().await()) {
          throw new StoreException(
              Der.IO, "target does not work: target=%d".formatted(entry.getKey()));
        }
      }
      long epoch = clock.tick();
      runHeld(plan, epoch);
      return epoch;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException(Der.CANCELED, "interrupted, container=" + plan.container(), e);
    } finally {
      for (Hold hold : holds.values()) {
        hold.release();
      }
    }
  }

  private void runHeld(Plan plan, long epoch) throws StoreException {
    Map<Integer, Work> works = new TreeMap<>();
    Metadata.Transaction transaction;
    boolean power = plan.container().isPowerSafe() || plan.own() != null;
    try {
      prepare(plan, epoch, works);
      Map<Integer, byte[]> batches = new TreeMap<>();
      for (Map.Entry<Integer, Work> entry : works.entrySet()) {
        if (power) {
          entry.getValue().store().syncBulk();
        }
        batches.put(entry.getKey(), entry.getValue().batch());
      }
      transaction = metadata.begin(batches, plan.own(), power);
    } catch (StoreException | RuntimeException e) {
      for (Map.Entry<Integer, Work> entry : works.entrySet()) {
        entry.getValue().undo();
      }
      throw e;
    }
    finish(transaction, works, power);
  }

  private void prepare(Plan plan, long epoch, Map<Integer, Work> works) throws StoreException {
    SumCursor sums = new SumCursor(plan.sums());
    for (int i = 0; i < plan.changes().size(); i++) {
      ObjectChange change = plan.changes().get(i);
      Work work = works.get(plan.targets()[i]);
      if (work == null) {
        TargetStore store = targets.get(plan.targets()[i]).store();
        work = new Work(store, plan.container(), new ObjectId(0, 0), epoch);
        works.put(plan.targets()[i], work);
      }
      if (change instanceof ObjectChange.Update update) {
        work.place(update.object(), update.update(), sums);
      }
    }
    for (int i = 0; i < plan.changes().size(); i++) {
      Work work = works.get(plan.targets()[i]);
      if (work != null) {
        work.apply(plan.changes().get(i));
      }
    }
  }

  private void finish(Metadata.Transaction transaction, Map<Integer, Work> works, boolean power)
      throws StoreException {
    StoreException failed = null;
    for (Map.Entry<Integer, Work> entry : works.entrySet()) {
      Work work = entry.getValue();
      byte[] batch = transaction.batches().get(entry.getKey());
      if (batch == null) {
        continue;
      }
      try {
        work.store().index().write(batch, power);
        work.done();
        if (power) {
          work.store().sync();
        }
      } catch (StoreException e) {
        LOG.log(System.Logger.Level.ERROR, "half done, target=" + entry.getKey(), e);
        targets.get(entry.getKey()).doubt(e);
        failed = e;
      }
    }
    if (failed != null) {
      throw new StoreException(
          Der.IO, "on record, finished by the next start: " + failed.getMessage(), failed);
    }
    metadata.end(transaction, power);
  }

  /** Finishes what an earlier run left on record; the number of transactions. */
  static int replay(Metadata metadata, List<TargetStore> stores) throws StoreException {
    List<Metadata.Transaction> left = metadata.transactions();
    for (Metadata.Transaction transaction : left) {
      for (Map.Entry<Integer, byte[]> batch : transaction.batches().entrySet()) {
        stores.get(batch.getKey()).index().write(batch.getValue(), true);
      }
      metadata.end(transaction, true);
    }
    return left.size();
  }

  /** Removes what a container has on all targets. */
  void drop(UUID uuid, @Nullable ContainerState container) throws StoreException {
    for (Target target : targets) {
      Job job =
          new Job() {
            @Override
            Reply execute(TargetStore store) throws StoreException {
              store.drop(uuid);
              if (container != null) {
                container.forget(store.number());
              }
              return new Reply.Done(0);
            }
          };
      try {
        target.put(job);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException(Der.CANCELED, "interrupted, container=" + uuid, e);
      }
      if (job.reply().join() instanceof Reply.Failed failed) {
        throw new StoreException(failed.der(), failed.message());
      }
    }
    metadata.removed(uuid);
  }
}
