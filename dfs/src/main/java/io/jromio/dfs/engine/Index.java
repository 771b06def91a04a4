package io.jromio.dfs.engine;

import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** An ordered map of bytes that survives: one RocksDB in a folder. Used by one thread at a time. */
final class Index implements AutoCloseable {
  static {
    loadLibrary();
  }

  private final Path folder;
  private final Options options;
  private final Cache cache;
  private final BloomFilter filter;
  private final WriteOptions plain = new WriteOptions();
  private final WriteOptions synced = new WriteOptions().setSync(true);
  private final RocksDB database;

  private Index(Path folder, long bufferBytes) throws RocksDBException {
    this.folder = folder;
    cache = new LRUCache(bufferBytes);
    filter = new BloomFilter(10);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(bufferBytes)
            .setMaxWriteBufferNumber(3)
            .setMaxTotalWalSize(4 * bufferBytes)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(256)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(1 << 20)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxManifestFileSize(4 << 20)
            .setTargetFileSizeBase(bufferBytes)
            .setMaxBytesForLevelBase(8 * bufferBytes)
            .setTableFormatConfig(
                new BlockBasedTableConfig().setBlockCache(cache).setFilterPolicy(filter));
    try {
      database = RocksDB.open(options, folder.toString());
    } catch (RocksDBException e) {
      closeOptions();
      throw e;
    }
  }

  /** Leaves no copy of the library behind, not even if the process is killed. */
  private static void loadLibrary() {
    try {
      Path folder = Files.createTempDirectory("jromio-rocksdb");
      try {
        NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
      } finally {
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder)) {
          for (Path copy : copies) {
            Files.delete(copy);
          }
        }
        Files.delete(folder);
      }
      RocksDB.loadLibrary();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load RocksDB", e);
    }
  }

  /**
   * @param bufferBytes of what is collected in memory before it is sorted into files
   */
  static Index open(Path folder, long bufferBytes) throws StoreException {
    try {
      Files.createDirectories(folder);
      return new Index(folder, bufferBytes);
    } catch (IOException e) {
      throw Failures.of(e, "open index, folder=" + folder);
    } catch (RocksDBException e) {
      throw Failures.of(e, "open index, folder=" + folder);
    }
  }

  byte @Nullable [] get(byte[] key) throws StoreException {
    try {
      return database.get(key);
    } catch (RocksDBException e) {
      throw Failures.of(e, "read index, folder=" + folder);
    }
  }

  /**
   * Carries out an {@link IndexBatch}: in the hands of the operating system when it returns.
   *
   * @param power whether it is to survive a power loss then
   */
  void write(byte[] batch, boolean power) throws StoreException {
    try (WriteBatch changes = new WriteBatch(batch)) {
      database.write(power ? synced : plain, changes);
    } catch (RocksDBException e) {
      throw Failures.of(e, "write index, folder=" + folder);
    }
  }

  /** Makes all that was written survive a power loss. */
  void sync() throws StoreException {
    try {
      database.syncWal();
    } catch (RocksDBException e) {
      throw Failures.of(e, "sync index, folder=" + folder);
    }
  }

  /** To be closed; sees what was there when it was made. */
  RocksIterator iterator() {
    return database.newIterator();
  }

  /** All that begins with a prefix; to be closed, sees what was there when it was made. */
  Scan scan(byte[] prefix) {
    return new Scan(database, prefix);
  }

  /** Throws what made an iterator end early. */
  void check(RocksIterator iterator) throws StoreException {
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw Failures.of(e, "read index, folder=" + folder);
    }
  }

  private void closeOptions() {
    options.close();
    plain.close();
    synced.close();
    filter.close();
    cache.close();
  }

  @Override
  public void close() {
    database.close();
    closeOptions();
  }
}
