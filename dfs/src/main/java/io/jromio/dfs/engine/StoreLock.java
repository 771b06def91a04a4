package io.jromio.dfs.engine;

import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a second engine away from a store, in this process and in others; gone with the process.
 */
final class StoreLock implements AutoCloseable {
  private static final String NAME = "lock";

  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  static StoreLock take(Path folder) throws StoreException {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
      } catch (OverlappingFileLockException e) {
        throw busy(folder, e);
      } finally {
        if (lock == null) {
          channel.close();
        }
      }
      if (lock == null) {
        throw busy(folder, null);
      }
      return new StoreLock(channel);
    } catch (IOException e) {
      throw Failures.of(e, "lock store, folder=" + folder);
    }
  }

  private static StoreException busy(Path folder, @Nullable Exception cause) {
    StoreException busy =
        new StoreException(Der.BUSY, "another engine has this store, folder=" + folder);
    if (cause != null) {
      busy.initCause(cause);
    }
    return busy;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger(StoreLock.class.getName())
          .log(System.Logger.Level.WARNING, "unlock store", e);
    }
  }
}
