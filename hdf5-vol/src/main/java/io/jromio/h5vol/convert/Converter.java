package io.jromio.h5vol.convert;

import io.jromio.h5vol.model.H5Exception;
import java.lang.foreign.MemorySegment;

/** Makes elements of one type from those of another, many at a time. */
abstract class Converter {

  /**
   * Elements at equal distances, such as a member of an array of structs.
   *
   * @param offset of the first, bytes
   * @param stride from one to the next, bytes
   */
  record Strided(MemorySegment segment, long offset, long stride) {

    /** Parts of the same elements. */
    Strided part(long bytes) {
      return new Strided(segment, offset + bytes, stride);
    }

    /** From the n-th element on. */
    Strided from(long n) {
      return new Strided(segment, offset + n * stride, stride);
    }
  }

  /** Where variable-length parts are. */
  record Stores(BlobStore source, BlobStore target) {}

  /** Source and target do not overlap. */
  abstract void convert(Strided source, Strided target, long count, Stores stores)
      throws H5Exception;

  /** Whether elements are equal byte for byte. */
  boolean isIdentity() {
    return false;
  }

  /** Whether members of the target stay as they were. */
  boolean keepsTarget() {
    return false;
  }
}
