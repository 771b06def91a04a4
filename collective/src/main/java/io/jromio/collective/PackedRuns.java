package io.jromio.collective;

import io.jromio.adio.FileRuns;
import java.lang.foreign.MemorySegment;

/** Runs of a window, one after the other without the holes: as they travel between nodes. */
final class PackedRuns {
  private PackedRuns() {}

  /**
   * @param start the byte of the file that byte 0 of {@code window} is
   */
  static void pack(
      FileRuns runs, MemorySegment window, long start, MemorySegment into, long intoOffset) {
    long at = intoOffset;
    for (int i = 0; i < runs.size(); i++) {
      MemorySegment.copy(window, runs.offset(i) - start, into, at, runs.length(i));
      at += runs.length(i);
    }
  }

  /** The other way round. */
  static void unpack(
      MemorySegment from, long fromOffset, FileRuns runs, MemorySegment window, long start) {
    long at = fromOffset;
    for (int i = 0; i < runs.size(); i++) {
      MemorySegment.copy(from, at, window, runs.offset(i) - start, runs.length(i));
      at += runs.length(i);
    }
  }
}
