package io.jromio.adio;

import io.jromio.hints.Hints;
import java.util.Set;

/**
 * One kind of file system. Found by {@link java.util.ServiceLoader}. A driver never talks to ranks:
 * whatever ranks must agree on is agreed above and handed down.
 *
 * @source ROMIO adio/include/adioi.h, struct ADIOI_Fns_struct
 */
public interface AdioDriver {

  /** The prefix that selects it, without the colon: {@code ufs}. */
  String name();

  /** What the hint romio_filesystem_type reports. */
  String description();

  Set<AdioFeature> features();

  /**
   * A number that is equal on ranks that see the same files. 0 where every process of the machine
   * does; a driver whose files live in one process gives a number of its own for each process.
   */
  default long realm() {
    return 0;
  }

  /**
   * Whether a name without a prefix is one of this driver's files: for drivers whose files appear
   * under paths of their own, as below a mount point. Asked of every driver for every such name, so
   * it must be quick, and it asks no server.
   *
   * @throws MpiIoException if what tells it cannot be read; then the name needs a prefix
   */
  default boolean recognises(String filename) throws MpiIoException {
    return false;
  }

  /**
   * The hints as far as this driver can follow them. What it cannot follow at all is {@linkplain
   * Hints#reject rejected}; asks no server.
   */
  default Hints checked(Hints hints) {
    return hints;
  }

  /**
   * Opens a file on this rank alone.
   *
   * @param path the file's name without prefix
   * @param modes a checked combination; APPEND, DELETE_ON_CLOSE, UNIQUE_OPEN and SEQUENTIAL are the
   *     caller's business
   * @throws MpiIoException {@link ErrorClass#NO_SUCH_FILE}, {@link ErrorClass#FILE_EXISTS}, {@link
   *     ErrorClass#ACCESS}, {@link ErrorClass#BAD_FILE}, {@link ErrorClass#READ_ONLY}, {@link
   *     ErrorClass#NO_SPACE}, {@link ErrorClass#QUOTA} or {@link ErrorClass#IO}; {@link
   *     ErrorClass#UNSUPPORTED_OPERATION} where the driver cannot work on this machine
   */
  AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException;

  /**
   * Opens a file that another rank has opened, from the handle that {@link AdioFile#share} gave
   * there, without asking the file system. Only for drivers with {@link AdioFeature#SCALABLE_OPEN}.
   */
  default AdioFile attach(byte[] handle, Set<AccessMode> modes, Hints hints) throws MpiIoException {
    throw new MpiIoException(
        ErrorClass.UNSUPPORTED_OPERATION, "driver " + name() + " cannot attach to a shared handle");
  }

  /**
   * Removes a file by name.
   *
   * @throws MpiIoException {@link ErrorClass#NO_SUCH_FILE} if there is none, or as {@link #open}
   */
  void delete(String path) throws MpiIoException;
}
