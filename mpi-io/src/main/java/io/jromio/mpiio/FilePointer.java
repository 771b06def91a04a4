package io.jromio.mpiio;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;

/**
 * The individual file pointer: a position in the view, in etypes. Its monitor makes one operation
 * of "take the position, move bytes, advance" whenever several threads of a rank share the file.
 *
 * @source MPI 4.1 section 14.4.3
 */
final class FilePointer {
  private long etypes;

  /** The position, in etypes from the start of the view. */
  synchronized long position() {
    return etypes;
  }

  synchronized void moveTo(long position) {
    etypes = position;
  }

  /**
   * Moves to {@code base + offset}.
   *
   * @throws MpiIoException {@link ErrorClass#ARG} if that is before the start of the view
   */
  synchronized void seek(long base, long offset) throws MpiIoException {
    long target = base + offset;
    if (target < 0) {
      throw new MpiIoException(
          ErrorClass.ARG,
          "seek out of range: offset=%d from etype=%d, limit=0..%d"
              .formatted(offset, base, Long.MAX_VALUE));
    }
    etypes = target;
  }

  /** Moves past {@code bytes} that were moved; an etype moved in part counts as moved. */
  synchronized void advance(long bytes, long etypeSize) {
    if (bytes > 0) {
      etypes += Math.ceilDiv(bytes, etypeSize);
    }
  }
}
