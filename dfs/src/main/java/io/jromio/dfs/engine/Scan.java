package io.jromio.dfs.engine;

import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;

/**
 * The entries of the index that begin with a prefix. The index is told where they end, so that a
 * step behind the last, or before the first, does not walk over what was removed beside them.
 */
final class Scan implements AutoCloseable {
  private final Slice lower;
  private final Slice upper;
  private final ReadOptions options;
  private final RocksIterator entries;

  Scan(RocksDB database, byte[] prefix) {
    lower = new Slice(prefix);
    upper = new Slice(IndexKeys.after(prefix));
    options = new ReadOptions().setIterateLowerBound(lower).setIterateUpperBound(upper);
    entries = database.newIterator(options);
  }

  /** Not to be used once the scan is closed. */
  RocksIterator entries() {
    return entries;
  }

  @Override
  public void close() {
    entries.close();
    options.close();
    upper.close();
    lower.close();
  }
}
