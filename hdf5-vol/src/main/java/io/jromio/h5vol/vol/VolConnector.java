package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.util.Set;

/**
 * A way to store HDF5 files, found by {@link java.util.ServiceLoader}. A connector that passes
 * calls on to another one asks {@link Connectors} for it with {@link VolRequest#below}.
 *
 * <p><b>Collective.</b> Every call of this SPI, on files and objects too, is made by all ranks of
 * the file's communicator in the same order with equal arguments, except independent transfers and
 * what says "local". If it fails on one rank it fails on all, with the same {@link H5Error}; nobody
 * waits for a rank that failed. Calls for one file come from one thread of a rank at a time.
 *
 * <p>Objects are handles: two calls may give two objects for one token. Closing the file ends them
 * all; they are then {@link H5Error#CLOSED}. Changing what was opened for reading is {@link
 * H5Error#READ_ONLY}.
 *
 * @source HDF5 1.14, H5VLconnector.h, H5VL_class_t
 */
public interface VolConnector {

  /** The name that chooses it: {@code native}, {@code daos}, {@code log}. */
  String name();

  /** What it can do; of a connector that passes calls on, with what is below it. */
  Set<VolCapability> capabilities(VolRequest request) throws H5Exception;

  /**
   * Makes a file and opens it for writing.
   *
   * @throws H5Exception {@link H5Error#EXISTS} if it must be new and is not
   */
  VolFile create(VolRequest request) throws H5Exception;

  /**
   * Opens a file.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}; {@link H5Error#BAD_FILE}; {@link H5Error#IN_USE}
   *     if its last writer did not close it
   */
  VolFile open(VolRequest request) throws H5Exception;

  /** Whether there is such a file, and this connector can open it. */
  boolean isAccessible(VolRequest request) throws H5Exception;

  /**
   * Removes a file.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  void delete(VolRequest request) throws H5Exception;
}
