package io.jromio.h5vol.model;

import java.lang.foreign.MemorySegment;

/**
 * Elements in memory.
 *
 * @param type of each, in memory
 * @param bytes one after the other; a whole number of elements
 * @param blobs where their variable-length parts are; may be empty
 */
public record Elements(H5Type type, MemorySegment bytes, Blobs blobs) {
  public Elements {
    if (bytes.byteSize() % type.size() != 0) {
      throw new IllegalArgumentException(
          "not a whole number of elements: bytes=%d type=%s".formatted(bytes.byteSize(), type));
    }
  }

  /** Elements without variable-length parts, or a place to read such elements into. */
  public static Elements of(H5Type type, MemorySegment bytes) {
    return new Elements(type, bytes, new Blobs());
  }

  public long count() {
    return bytes.byteSize() / type.size();
  }
}
