package io.jromio.h5vol.daos;

import io.jromio.adio.Errno;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.io.IOException;

/**
 * What the object store and its file system report, as errors of HDF5: by the errno, as everywhere,
 * but for what an errno cannot tell.
 */
final class StoreErrors {
  private StoreErrors() {}

  /**
   * What a failure comes to.
   *
   * @param doing what was done, and the file
   */
  static H5Exception of(IOException failure, String doing) {
    return switch (failure) {
      case H5Exception own -> own;
      case MpiIoException e -> H5Exception.of(doing, e);
      case StoreException e -> new H5Exception(error(e.der()), text(doing, e), e);
      case DfsException e when e.getCause() instanceof StoreException cause ->
          new H5Exception(error(cause.der()), text(doing, e), e);
      case DfsException e ->
          new H5Exception(H5Error.of(Errno.of(e.errno().number()).errorClass()), text(doing, e), e);
      default -> new H5Exception(H5Error.IO, text(doing, failure), failure);
    };
  }

  private static String text(String doing, IOException failure) {
    return "%s: %s".formatted(doing, failure);
  }

  private static H5Error error(Der der) {
    return switch (der) {
      case NO_HDL -> H5Error.CLOSED;
      case READ_ONLY -> H5Error.READ_ONLY;
      case KEY2BIG, REC2BIG, NOTSUPPORTED -> H5Error.UNSUPPORTED;
      default -> H5Error.of(Errno.of(der.errno()).errorClass());
    };
  }
}
