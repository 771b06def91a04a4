package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Refuses what would fill the file system to the last byte: the index needs some room for its own
 * work, and what was acknowledged must still get there.
 */
final class SpaceGuard {
  private static final long MIN_RESERVE = 6L << 20;
  private static final long MAX_RESERVE = 128L << 20;
  private static final long TRUSTED_BYTES = 8L << 20;
  private static final long TRUSTED_NS = 20_000_000;

  private final Path folder;
  private final FileStore store;
  private final long reserve;
  private final AtomicLong left = new AtomicLong();
  private final AtomicLong since = new AtomicLong();
  private volatile long askedNs;
  private volatile long usable;

  SpaceGuard(Path folder, int targets) throws IOException {
    this.folder = folder;
    this.store = Files.getFileStore(folder);
    long total = store.getTotalSpace();
    this.reserve = Math.min(MAX_RESERVE, Math.max(MIN_RESERVE + targets * (2L << 20), total / 20));
    ask();
  }

  long total() throws IOException {
    return store.getTotalSpace();
  }

  long usable() throws IOException {
    return Math.max(0, store.getUsableSpace() - reserve);
  }

  /** Bytes that stay free for the index. */
  long reserve() {
    return reserve;
  }

  private void ask() throws IOException {
    usable = store.getUsableSpace();
    left.set(usable);
    since.set(0);
    askedNs = System.nanoTime();
  }

  /** Whether there is room, as of now, for as many bytes more. */
  boolean hasRoom(long bytes) throws StoreException {
    if (since.addAndGet(bytes) > TRUSTED_BYTES
        || System.nanoTime() - askedNs > TRUSTED_NS
        || usable < 4 * reserve) {
      try {
        ask();
      } catch (IOException e) {
        throw Failures.of(e, "free space, folder=" + folder);
      }
    }
    return left.addAndGet(-bytes) >= (bytes == 0 ? reserve / 2 : reserve);
  }

  StoreException full(long bytes) {
    return new StoreException(
        Der.NOSPACE,
        "no room: needed=%d usable=%d reserve=%d folder=%s"
            .formatted(bytes, usable, reserve, folder));
  }
}
