package io.jromio.adio.independent;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;
import java.lang.foreign.MemorySegment;

/**
 * Reads large windows with their holes and copies out what was asked for. A window begins at the
 * next byte that is needed and ends behind the last one that it can hold.
 *
 * @source ROMIO adio/common/ad_read_str.c; Thakur, Gropp and Lusk 1999
 */
final class SievingReader {
  private final Transfer transfer;
  private final AccessCursor cursor;

  private SievingReader(Transfer transfer) {
    this.transfer = transfer;
    this.cursor = transfer.list().cursor();
  }

  static long read(Transfer transfer) throws MpiIoException {
    return new SievingReader(transfer).read();
  }

  private long read() throws MpiIoException {
    AccessList list = transfer.list();
    long done = 0;
    try (StagingPool.Lease staging =
        StagingPool.take(Math.min(transfer.window(), list.end() - list.start()))) {
      while (cursor.hasPiece()) {
        long from = cursor.offset();
        long end = list.clip(from, windowEnd(from, staging)).end();
        MemorySegment window = staging.segment().asSlice(0, end - from);
        long read = transfer.file().readAt(from, window);
        done += new SievingWindow(from, window).copyOut(cursor, transfer.buffer(), read);
        if (read < window.byteSize()) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.transferred(done);
    }
  }

  private long windowEnd(long from, StagingPool.Lease staging) {
    return from + Math.min(staging.segment().byteSize(), transfer.list().end() - from);
  }
}
