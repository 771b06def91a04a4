package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;

/**
 * Where variable-length parts are on the other side of a conversion: 16 bytes in an element stand
 * for them, in the form of the side.
 */
public interface BlobStore {

  /**
   * Stores the bytes of one sequence and writes the 16 bytes of its element.
   *
   * @param length base elements, or bytes of a string; may be 0
   */
  void put(long length, MemorySegment bytes, MemorySegment element, long offset) throws H5Exception;

  /** Base elements of the sequence whose element is at {@code offset}. */
  long length(MemorySegment element, long offset) throws H5Exception;

  /** Its bytes: length times base size. */
  MemorySegment get(MemorySegment element, long offset, long bytes) throws H5Exception;
}
