package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Toggle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Reads the runs of one window from the file into the collective buffer. */
final class WindowReader {
  private final AdioFile file;
  private final Toggle dsRead;
  private final Counters counters;

  WindowReader(AdioFile file, Toggle dsRead, Counters counters) {
    this.file = file;
    this.dsRead = dsRead;
    this.counters = counters;
  }

  /** What {@link #read} is to be called with, so that {@code needed} is there. */
  FileRuns plan(FileRuns needed) {
    return SievingRule.toRead(dsRead, needed);
  }

  /** Whether {@link #read} of these runs will use staging memory, and how much. */
  long stagingBytes(FileRuns runs) {
    return packs(runs) ? runs.bytes() : 0;
  }

  /**
   * Reads {@code runs}.
   *
   * @param memory byte 0 of it is byte {@code start} of the file
   * @param staging {@link #stagingBytes} bytes
   * @return where the file was found to end, {@link Long#MAX_VALUE} if all bytes were there
   */
  long read(FileRuns runs, long start, MemorySegment memory, MemorySegment staging)
      throws MpiIoException {
    if (packs(runs)) {
      return readPacked(runs, start, memory, staging);
    }
    for (int i = 0; i < runs.size(); i++) {
      long offset = runs.offset(i);
      counters.fileRequests(1);
      long read = file.readAt(offset, memory.asSlice(offset - start, runs.length(i)));
      if (read < runs.length(i)) {
        return offset + read;
      }
    }
    return Long.MAX_VALUE;
  }

  /**
   * Reads {@code runs}, own pieces to where they belong.
   *
   * @return as {@link #read}
   */
  long scatter(FileRuns runs, OwnPieces own, OwnPieces.Memories memories) throws MpiIoException {
    List<MemorySegment> segments = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      segments.clear();
      own.segments(runs, i, memories, segments);
      counters.fileRequests(1);
      long read =
          segments.size() == 1
              ? file.readAt(runs.offset(i), segments.getFirst())
              : file.readAt(runs.offset(i), segments);
      if (read < runs.length(i)) {
        return runs.offset(i) + read;
      }
    }
    return Long.MAX_VALUE;
  }

  private boolean packs(FileRuns runs) {
    return runs.size() > 1 && file.features().contains(AdioFeature.LIST_IO);
  }

  private long readPacked(FileRuns runs, long start, MemorySegment memory, MemorySegment staging)
      throws MpiIoException {
    counters.fileRequests(1);
    long read = file.readRuns(runs, staging.asSlice(0, runs.bytes()));
    long done = 0;
    for (int i = 0; i < runs.size() && done < read; i++) {
      long length = Math.min(runs.length(i), read - done);
      MemorySegment.copy(staging, done, memory, runs.offset(i) - start, length);
      done += length;
    }
    return read < runs.bytes() ? WindowWriter.offsetAfter(runs, read) : Long.MAX_VALUE;
  }
}
