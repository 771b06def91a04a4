package io.jromio.dfs;

import io.jromio.dfs.object.StoreException;
import java.io.IOException;

/** A file system call that failed, with the errno that libdfs would return. */
public final class DfsException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  /**
   * @param message what was wrong, with name=value, ending with the file
   */
  public DfsException(Errno errno, String message) {
    super(message);
    this.errno = errno;
  }

  /** What the object store reported, as an errno, and the file that it happened to. */
  public DfsException(StoreException cause, String file) {
    super(cause.getMessage() + ", file=" + file, cause);
    this.errno = Errno.of(cause.der().errno());
  }

  public Errno errno() {
    return errno;
  }

  @Override
  public String toString() {
    return "%s(%d): %s".formatted(errno, errno.number(), getMessage());
  }
}
