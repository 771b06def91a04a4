package io.jromio.mpiio;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;

/** Which way bytes go. */
enum Direction {
  READ,
  WRITE;

  /**
   * Checks that the file was opened for it.
   *
   * @throws MpiIoException {@link ErrorClass#ACCESS} for a read of a WRONLY file, {@link
   *     ErrorClass#READ_ONLY} for a write to a RDONLY one
   */
  void check(OpenFile file) throws MpiIoException {
    if (this == READ && file.has(AccessMode.WRONLY)) {
      throw file.error(ErrorClass.ACCESS, "cannot read: amode=" + file.modes());
    }
    if (this == WRITE && file.has(AccessMode.RDONLY)) {
      throw file.error(ErrorClass.READ_ONLY, "cannot write: amode=" + file.modes());
    }
  }
}
