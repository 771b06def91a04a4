package io.jromio.adio.independent;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;

/**
 * Copies pieces straight between the application's memory and the file, of which a window at a time
 * is mapped. A window begins at a byte of the request and ends behind one, so that the file never
 * ends behind what was asked to be written. Nothing stays mapped when the request is done.
 *
 * <p>Where a window cannot be mapped, above all because the disk has no room for its holes too, or
 * where it is cut off while it is used, the request is begun again piece by piece, and whatever is
 * wrong is told by the calls.
 */
final class MappedStrategy {
  /** Bytes that are mapped at a time: 1 GiB, so that address space and page tables are bounded. */
  static final long WINDOW = 1L << 30;

  private final Transfer transfer;
  private final boolean writing;
  private final AccessCursor cursor;
  private final long window;
  private long done;

  private MappedStrategy(Transfer transfer, boolean writing, long window) {
    this.transfer = transfer;
    this.writing = writing;
    this.cursor = transfer.list().cursor();
    this.window = window;
  }

  static long read(Transfer transfer) throws MpiIoException {
    return read(transfer, WINDOW);
  }

  static long read(Transfer transfer, long window) throws MpiIoException {
    MappedStrategy mapped = new MappedStrategy(transfer, false, window);
    return mapped.move() ? mapped.done : ListStrategy.read(transfer);
  }

  static long write(Transfer transfer) throws MpiIoException {
    return write(transfer, WINDOW);
  }

  static long write(Transfer transfer, long window) throws MpiIoException {
    MappedStrategy mapped = new MappedStrategy(transfer, true, window);
    return mapped.move() ? mapped.done : ListStrategy.write(transfer);
  }

  /** Whether that worked; if not, any number of pieces may have been moved. */
  private boolean move() {
    try {
      while (cursor.hasPiece()) {
        long length = windowLength();
        try (AdioFile.Mapping mapping = transfer.file().map(cursor.offset(), length, writing)) {
          moveWindow(mapping);
          if (mapping.segment().byteSize() < length) {
            break;
          }
        }
      }
      return true;
    } catch (MpiIoException e) {
      return false;
    } catch (InternalError e) {
      if (isFault(e)) {
        return false;
      }
      throw e;
    }
  }

  private long windowLength() {
    AccessList list = transfer.list();
    long from = cursor.offset();
    return list.clip(from, from + Math.min(window, list.end() - from)).end() - from;
  }

  private void moveWindow(AdioFile.Mapping mapping) {
    SievingWindow pieces = new SievingWindow(cursor.offset(), mapping.segment());
    if (writing) {
      pieces.copyIn(cursor, transfer.buffer());
      done = transfer.list().bytes();
    } else {
      done += pieces.copyOut(cursor, transfer.buffer(), mapping.segment().byteSize());
    }
  }

  /** Whether the kernel refused access to mapped memory (SIGBUS), in the words of the JVM. */
  private static boolean isFault(InternalError e) {
    return String.valueOf(e.getMessage()).contains("unsafe memory access");
  }
}
