package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something for the owner of a target to do. */
abstract class Job {
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();
  private @Nullable StoreException refused;

  CompletableFuture<Reply> reply() {
    return reply;
  }

  /** Whether its changes must be on disk before it is answered. */
  boolean isPowerSafe() {
    return false;
  }

  /** Places the bytes it brings, so that those of several jobs are synced together. */
  void prepare(TargetStore store) throws StoreException {}

  abstract Reply execute(TargetStore store) throws StoreException;

  /**
   * Undoes what was done so far.
   *
   * @return whether the store has to be opened again
   */
  boolean undo() throws StoreException {
    return false;
  }

  void refuse(StoreException why) {
    refused = why;
  }

  final Reply run(TargetStore store) throws StoreException {
    if (refused != null) {
      throw refused;
    }
    return execute(store);
  }

  static Reply.Failed failed(StoreException e) {
    return new Reply.Failed(e.der(), String.valueOf(e.getMessage()));
  }

  static Reply.Failed closed() {
    return new Reply.Failed(Der.UNREACH, "the engine is closed");
  }
}
