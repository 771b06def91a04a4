package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Toggle;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the runs of one window from the collective buffer to the file. Nothing before the first or
 * after the last run is touched, so the file ends where the request does.
 */
final class WindowWriter {
  private final AdioFile file;
  private final Counters counters;
  private Toggle dsWrite;

  WindowWriter(AdioFile file, Toggle dsWrite, Counters counters) {
    this.file = file;
    this.dsWrite = dsWrite;
    this.counters = counters;
  }

  /** Whether {@link #write} of these runs will use staging memory, and how much. */
  long stagingBytes(FileRuns runs) {
    if (sieves(runs)) {
      return runs.end() - runs.offset(0);
    }
    return packs(runs) ? runs.bytes() : 0;
  }

  /**
   * Writes {@code runs}.
   *
   * @param memory byte 0 of it is byte {@code start} of the file
   * @param staging {@link #stagingBytes} bytes
   * @throws MpiIoException whose {@code transferred()} counts bytes of the runs, in their order
   */
  void write(FileRuns runs, long start, MemorySegment memory, MemorySegment staging)
      throws MpiIoException {
    if (sieves(runs) && readModifyWrite(runs, start, memory, staging)) {
      return;
    }
    if (packs(runs) && staging.byteSize() >= runs.bytes()) {
      writePacked(runs, start, memory, staging);
      return;
    }
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      counters.fileRequests(1);
      try {
        file.writeAt(runs.offset(i), memory.asSlice(runs.offset(i) - start, runs.length(i)));
      } catch (MpiIoException e) {
        throw e.after(done);
      }
      done += runs.length(i);
    }
  }

  /**
   * Writes {@code runs}, own pieces from where they are.
   *
   * @throws MpiIoException as {@link #write}
   */
  void gather(FileRuns runs, OwnPieces own, OwnPieces.Memories memories) throws MpiIoException {
    List<MemorySegment> segments = new ArrayList<>();
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      segments.clear();
      own.segments(runs, i, memories, segments);
      counters.fileRequests(1);
      try {
        if (segments.size() == 1) {
          file.writeAt(runs.offset(i), segments.getFirst());
        } else {
          file.writeAt(runs.offset(i), segments);
        }
      } catch (MpiIoException e) {
        throw e.after(done);
      }
      done += runs.length(i);
    }
  }

  private boolean sieves(FileRuns runs) {
    return SievingRule.readsBeforeWrite(dsWrite, file.features(), runs);
  }

  private boolean packs(FileRuns runs) {
    return runs.size() > 1 && file.features().contains(AdioFeature.LIST_IO);
  }

  private void writePacked(FileRuns runs, long start, MemorySegment memory, MemorySegment staging)
      throws MpiIoException {
    long done = 0;
    for (int i = 0; i < runs.size(); i++) {
      MemorySegment.copy(memory, runs.offset(i) - start, staging, done, runs.length(i));
      done += runs.length(i);
    }
    counters.fileRequests(1);
    file.writeRuns(runs, staging.asSlice(0, done));
  }

  /** Returns false if the file cannot be locked or read; then nothing was written. */
  private boolean readModifyWrite(
      FileRuns runs, long start, MemorySegment memory, MemorySegment staging)
      throws MpiIoException {
    long from = runs.offset(0);
    long length = runs.end() - from;
    AdioFile.RangeLock lock;
    try {
      lock = file.lock(from, length, true);
    } catch (MpiIoException e) {
      dsWrite = Toggle.DISABLE;
      return false;
    }
    try {
      MemorySegment span = staging.asSlice(0, length);
      if (!readHoles(from, span)) {
        return false;
      }
      for (int i = 0; i < runs.size(); i++) {
        long offset = runs.offset(i);
        MemorySegment.copy(memory, offset - start, span, offset - from, runs.length(i));
      }
      counters.fileRequests(1);
      counters.readModifyWrite();
      file.writeAt(from, span);
      return true;
    } catch (MpiIoException e) {
      long reached = bytesBelow(runs, from + e.transferred());
      MpiIoException ofRuns = new MpiIoException(e.errorClass(), e.detail(), reached);
      ofRuns.initCause(e);
      throw ofRuns;
    } finally {
      lock.close();
    }
  }

  private boolean readHoles(long from, MemorySegment span) {
    counters.fileRequests(1);
    try {
      long read = file.readAt(from, span);
      span.asSlice(read).fill((byte) 0);
      return true;
    } catch (MpiIoException e) {
      dsWrite = Toggle.DISABLE; // opened for writing only, perhaps; writing will tell
      return false;
    }
  }

  /** Bytes of {@code runs} that lie before {@code offset}. */
  static long bytesBelow(FileRuns runs, long offset) {
    long bytes = 0;
    for (int i = 0; i < runs.size() && runs.offset(i) < offset; i++) {
      bytes += Math.min(runs.length(i), offset - runs.offset(i));
    }
    return bytes;
  }

  /** Where the byte after the first {@code bytes} of {@code runs} lies. */
  static long offsetAfter(FileRuns runs, long bytes) {
    long left = bytes;
    for (int i = 0; i < runs.size(); i++) {
      if (left < runs.length(i)) {
        return runs.offset(i) + left;
      }
      left -= runs.length(i);
    }
    return runs.end();
  }
}
