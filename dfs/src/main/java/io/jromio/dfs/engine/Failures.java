package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Where errors of files and of the index meet the codes of the object store. */
final class Failures {
  private Failures() {}

  /**
   * @param what was done, and to what
   */
  static StoreException of(IOException cause, String what) {
    if (cause instanceof StoreException store) {
      return store;
    }
    String message = String.valueOf(cause.getMessage());
    boolean full =
        message.contains("No space left on device") || message.contains("Disk quota exceeded");
    return new StoreException(full ? Der.NOSPACE : Der.IO, what + ": " + message, cause);
  }

  /** As {@link #of(IOException, String)}. */
  static StoreException of(RocksDBException cause, String what) {
    Status status = cause.getStatus();
    String message = String.valueOf(cause.getMessage());
    boolean full =
        message.contains("No space left on device")
            || (status != null && status.getSubCode() == Status.SubCode.NoSpace);
    return new StoreException(full ? Der.NOSPACE : Der.IO, what + ": " + message, cause);
  }
}
