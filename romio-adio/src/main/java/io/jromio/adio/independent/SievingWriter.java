package io.jromio.adio.independent;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;
import java.lang.foreign.MemorySegment;

/**
 * Reads a window with its holes, puts the data over it and writes it back, under a lock of that
 * window; unlike ROMIO, which locks everything between the first and the last byte of the request
 * and reads windows that are overwritten anyway.
 *
 * <p>A window begins at the next byte of the request and ends behind the last one that it can hold,
 * so that the file never ends behind what was asked to be written. Where the file ended before the
 * hole, zeros are written; no byte reaches the file that was neither read from it nor packed.
 *
 * <p>The bytes in the holes are written back as they were a moment ago. Whoever changes them in
 * between must hold a lock too: {@link IndependentIo} sees to it.
 *
 * @source ROMIO adio/common/ad_write_str.c; Thakur, Gropp and Lusk 1999
 */
final class SievingWriter {
  private final Transfer transfer;
  private final AccessCursor cursor;

  private SievingWriter(Transfer transfer) {
    this.transfer = transfer;
    this.cursor = transfer.list().cursor();
  }

  static long write(Transfer transfer) throws MpiIoException {
    return new SievingWriter(transfer).write();
  }

  private long write() throws MpiIoException {
    AccessList list = transfer.list();
    long done = 0;
    try (StagingPool.Lease staging =
        StagingPool.take(Math.min(transfer.window(), list.end() - list.start()))) {
      while (cursor.hasPiece()) {
        long from = cursor.offset();
        long room = Math.min(staging.segment().byteSize(), list.end() - from);
        AccessList part = list.clip(from, from + room);
        MemorySegment window = staging.segment().asSlice(0, part.end() - from);
        try {
          writeWindow(part, window);
        } catch (MpiIoException e) {
          long reached = part.bytesBelow(from + e.transferred());
          throw e.transferred(done + reached);
        }
        done += part.bytes();
      }
      return done;
    }
  }

  private void writeWindow(AccessList part, MemorySegment window) throws MpiIoException {
    boolean covered = part.bytes() == window.byteSize() && !transfer.list().overlaps();
    if (transfer.locked()) {
      replace(part.start(), window, covered);
      return;
    }
    // A window without holes needs no old bytes, but others may be writing theirs back around it.
    try (AdioFile.RangeLock _ = transfer.file().lock(part.start(), window.byteSize(), !covered)) {
      replace(part.start(), window, covered);
    }
  }

  private void replace(long from, MemorySegment window, boolean covered) throws MpiIoException {
    if (!covered) {
      long read = transfer.file().readAt(from, window);
      window.asSlice(read).fill((byte) 0);
    }
    new SievingWindow(from, window).copyIn(cursor, transfer.buffer());
    transfer.file().writeAt(from, window);
  }
}
