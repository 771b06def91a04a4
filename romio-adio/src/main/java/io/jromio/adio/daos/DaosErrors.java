package io.jromio.adio.daos;

import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;

/**
 * Errors of DFS and of the object store as MPI error classes, by their errno as everywhere. An
 * errno cannot tell a read-only handle from missing permission, nor a handle that its owner has
 * closed from a wrong argument: there the store's own code decides.
 */
final class DaosErrors {

  private DaosErrors() {}

  /**
   * What a failed call of the file system comes to.
   *
   * @param what the call with its arguments
   */
  static MpiIoException of(DfsException e, String what, String file) {
    ErrorClass errorClass = Errno.of(e.errno().number()).errorClass();
    if (e.getCause() instanceof StoreException cause) {
      errorClass = special(cause.der(), errorClass);
    }
    return failure(errorClass, e.errno().toString(), e, what, file);
  }

  /** What a failed call of the object store comes to. */
  static MpiIoException of(StoreException e, String what, String file) {
    ErrorClass errorClass = special(e.der(), Errno.of(e.der().errno()).errorClass());
    return failure(errorClass, e.der().label(), e, what, file);
  }

  private static ErrorClass special(Der der, ErrorClass byErrno) {
    return switch (der) {
      case READ_ONLY -> ErrorClass.READ_ONLY;
      case NO_HDL -> ErrorClass.FILE;
      default -> byErrno;
    };
  }

  private static MpiIoException failure(
      ErrorClass errorClass, String code, Exception cause, String what, String file) {
    return new MpiIoException(
        errorClass,
        "%s: %s, %s, file=daos:%s".formatted(what, code, cause.getMessage(), file),
        cause);
  }
}
