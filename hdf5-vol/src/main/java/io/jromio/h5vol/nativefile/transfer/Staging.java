package io.jromio.h5vol.nativefile.transfer;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory that elements pass through when they are converted; kept between calls. Used by one thread
 * at a time.
 */
final class Staging {
  private MemorySegment kept = MemorySegment.NULL;

  /** At least so many bytes, of any content; those of the call before are gone. */
  MemorySegment of(long bytes) {
    if (kept.byteSize() < bytes) {
      kept = Arena.ofAuto().allocate(bytes + bytes / 4, 64);
    }
    return kept;
  }
}
