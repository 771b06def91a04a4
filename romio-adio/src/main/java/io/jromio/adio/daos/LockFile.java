package io.jromio.adio.daos;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ufs.UfsDriver;
import io.jromio.hints.Hints;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Byte-range locks of one object. The store has none; who shares a node shares a file system, so
 * the locks are those of an empty file beside the engine's socket, which all who use this store
 * reach. An engine behind TCP may have users on other nodes: there are no locks then.
 */
final class LockFile {
  private static final System.Logger LOG = System.getLogger(LockFile.class.getName());
  private static final String UNIX = "unix:";
  private static final Set<AccessMode> MODES = Set.of(AccessMode.RDWR, AccessMode.CREATE);

  private final String endpoint;
  private final String object;
  private final String name;
  private @Nullable AdioFile file;

  /**
   * @param object what only this object of this store is called
   * @param name of the locked file, for messages
   */
  LockFile(String endpoint, String object, String name) {
    this.endpoint = endpoint;
    this.object = object;
    this.name = name;
  }

  boolean isPossible() {
    return endpoint.startsWith(UNIX);
  }

  AdioFile.RangeLock lock(long offset, long length, boolean exclusive) throws MpiIoException {
    if (!isPossible()) {
      throw new MpiIoException(
          ErrorClass.UNSUPPORTED_OPERATION,
          "no locks, as users of the engine may be on other nodes: engine=%s file=daos:%s"
              .formatted(endpoint, name));
    }
    return opened().lock(offset, length, exclusive);
  }

  private synchronized AdioFile opened() throws MpiIoException {
    AdioFile there = file;
    if (there == null) {
      Path folder = folder(endpoint);
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw new MpiIoException(
            ErrorClass.IO, "no locks: folder=%s, file=daos:%s".formatted(folder, name), e);
      }
      there = new UfsDriver().open(folder.resolve(object).toString(), MODES, Hints.defaults());
      file = there;
    }
    return there;
  }

  private static Path folder(String endpoint) {
    return Path.of(endpoint.substring(UNIX.length())).resolveSibling("locks");
  }

  /** Takes away the lock file of an object that is gone; its name is never used again. */
  static void remove(String endpoint, String object) {
    if (endpoint.startsWith(UNIX)) {
      try {
        Files.deleteIfExists(folder(endpoint).resolve(object));
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "lock file stays behind: {0}", e.toString());
      }
    }
  }

  synchronized void close() throws MpiIoException {
    if (file != null) {
      file.close();
    }
  }
}
