package io.jromio.h5vol.nativefile.filter;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;

/**
 * One filter of a pipeline. Source and target never overlap, and both can be seen as bytes: native,
 * or over a {@code byte[]}.
 */
interface ChunkFilter extends AutoCloseable {

  /** No result: the filter failed, or its result does not fit. */
  long FAILED = -1;

  /** Most bytes that {@link #encode} makes of so many. */
  long bound(long bytes);

  /** Bytes put into {@code target}, which has room for the bound; or {@link #FAILED}. */
  long encode(MemorySegment source, MemorySegment target);

  /**
   * Bytes put into {@code target}.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE} if the source is not what the filter makes, or if
   *     it stands for more than {@code target} holds
   */
  long decode(MemorySegment source, MemorySegment target) throws H5Exception;

  @Override
  default void close() {}

  static H5Exception bad(String detail) {
    return new H5Exception(H5Error.BAD_FILE, detail);
  }
}
