package io.jromio.h5vol.nativefile;

import io.jromio.adio.MpiIoException;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Format;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolConnector;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolRequest;
import io.jromio.mpiio.MpiFile;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files in HDF5's own format, through MPI-IO: on any file system that has a driver, by any number
 * of ranks. Other HDF5 programs read and change them.
 *
 * <p>What is written depends on the calls alone: not on the number of ranks, nor on the time.
 *
 * @source HDF5 file format specification v3.0
 */
public final class NativeConnector implements VolConnector {
  /** The name that chooses it. */
  public static final String NAME = "native";

  /** For {@link java.util.ServiceLoader}. */
  public NativeConnector() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<VolCapability> capabilities(VolRequest request) {
    return capabilities(request.properties());
  }

  static Set<VolCapability> capabilities(FileProperties properties) {
    EnumSet<VolCapability> all = EnumSet.allOf(VolCapability.class);
    all.remove(VolCapability.ASYNC);
    if (properties.format() == Format.V18) {
      all.remove(VolCapability.FILTERS);
      all.remove(VolCapability.RESIZE);
      all.remove(VolCapability.SHRINK_CLEARS);
      all.remove(VolCapability.CRASH_DETECTION);
    }
    return all;
  }

  @Override
  public VolFile create(VolRequest request) throws H5Exception {
    Access access = request.properties().access();
    Access creating = access == Access.EXCLUSIVE ? access : Access.TRUNCATE;
    return FileOpening.create(
        new VolRequest(
            request.communicator(),
            request.name(),
            request.properties().access(creating),
            request.below()));
  }

  @Override
  public VolFile open(VolRequest request) throws H5Exception {
    Access access = request.properties().writes() ? Access.WRITE : Access.READ;
    return FileOpening.open(
        new VolRequest(
            request.communicator(),
            request.name(),
            request.properties().access(access),
            request.below()));
  }

  @Override
  public boolean isAccessible(VolRequest request) throws H5Exception {
    try {
      open(new VolRequest(
              request.communicator(),
              request.name(),
              request.properties().access(Access.READ),
              request.below()))
          .close();
      return true;
    } catch (H5Exception e) {
      return switch (e.error()) {
        case NOT_FOUND, BAD_FILE, UNSUPPORTED, IN_USE, ARG -> false;
        default -> throw e;
      };
    }
  }

  @Override
  public void delete(VolRequest request) throws H5Exception {
    Outcome.onRoot(
        request.communicator(),
        () -> {
          try {
            MpiFile.delete(request.name(), request.properties().info());
          } catch (MpiIoException e) {
            throw H5Exception.of("deleting", e);
          }
        });
  }
}
