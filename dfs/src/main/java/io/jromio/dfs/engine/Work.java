package io.jromio.dfs.engine;

import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.StoreException;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What one request changes on one target: first bytes are placed, then changes are made in memory,
 * then one batch is written.
 */
final class Work {
  private final TargetStore store;
  private final Placer placer;
  private final Changes changes;
  private @Nullable Iterator<Placed> placed;
  private boolean written;

  Work(TargetStore store, ContainerState container, ObjectId object, long epoch) {
    this.store = store;
    this.placer = new Placer(store, container, object, epoch);
    this.changes = new Changes(store, container, epoch);
  }

  TargetStore store() {
    return store;
  }

  void place(ObjectId object, DkeyUpdate update, SumCursor sums) throws StoreException {
    placer.place(object, update, sums);
  }

  /** Changes a dkey; updates come in the order in which they were placed. */
  void apply(ObjectId object, DkeyUpdate update) throws StoreException {
    if (placed == null) {
      placed = placer.placed().iterator();
    }
    changes.apply(object, update, placed);
  }

  void apply(ObjectChange change) throws StoreException {
    switch (change) {
      case ObjectChange.Update update -> apply(update.object(), update.update());
      case ObjectChange.PunchObject punch -> changes.punch(punch.object());
      case ObjectChange.ExpectBytes expected -> changes.expect(expected);
      case ObjectChange.ExpectEmpty expected -> changes.expect(expected);
    }
  }

  byte[] batch() {
    return changes.batch();
  }

  /** Writes the batch and ends. */
  void write() throws StoreException {
    byte[] batch = batch();
    beginWrite();
    store.index().write(batch, false);
    done();
  }

  /** From here on nobody knows whether the batch is on disk. */
  void beginWrite() {
    written = true;
  }

  void done() throws StoreException {
    store.shared().counters().add(Counter.BYTES_WRITTEN, placer.bytes());
    changes.done();
  }

  /**
   * Forgets all of it.
   *
   * @return whether the store has to be opened again, because what is on disk is not known
   */
  boolean undo() throws StoreException {
    changes.undo();
    if (!written) {
      placer.undo();
    }
    return written;
  }
}
