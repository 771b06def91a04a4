package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;

/** The metadata of a file, by address. */
public interface MetadataSource {
  /** The address of nothing. */
  long UNDEFINED = -1;

  /**
   * Bytes of the file, counted from its base address.
   *
   * @param length bytes; what a damaged file claims is refused before memory is taken
   * @throws H5Exception {@link H5Error#BAD_FILE} if the range is not all inside the file, naming
   *     {@code what}; {@link H5Error#IO}
   */
  byte[] read(long address, long length, String what) throws H5Exception;

  /** Bytes up to the end of the file's address space. */
  long end();
}
