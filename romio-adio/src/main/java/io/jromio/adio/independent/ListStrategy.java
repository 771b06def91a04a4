package io.jromio.adio.independent;

import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import io.jromio.adio.view.AccessCursor;
import java.lang.foreign.MemorySegment;

/**
 * The ranges of a request without their holes, in batches of runs with the data packed. The driver
 * makes of a batch what it can: one call for all (list I/O) or one call for each run (naive strided
 * I/O).
 *
 * <p>Native contiguous memory whose data is in file order is its own packed form; other memory is
 * packed into a staging buffer, a window at a time. Runs that touch are merged. No byte outside the
 * request is read or written.
 */
final class ListStrategy {
  private static final int MOST_RUNS = 1024;

  private final Transfer transfer;
  private final boolean writing;
  private final AccessCursor cursor;
  private final FileRuns runs = new FileRuns(64);

  /** Where in the request's data the batch begins; the batch is consecutive in direct mode. */
  private long batchData;

  private ListStrategy(Transfer transfer, boolean writing) {
    this.transfer = transfer;
    this.writing = writing;
    this.cursor = transfer.list().cursor();
  }

  static long read(Transfer transfer) throws MpiIoException {
    return new ListStrategy(transfer, false).move();
  }

  static long write(Transfer transfer) throws MpiIoException {
    return new ListStrategy(transfer, true).move();
  }

  private long move() throws MpiIoException {
    boolean direct = transfer.buffer().isContiguous() && transfer.buffer().slice(0, 0).isNative();
    return direct ? moveDirect() : moveStaged();
  }

  private long moveDirect() throws MpiIoException {
    long done = 0;
    try {
      while (cursor.hasPiece()) {
        collectConsecutive();
        long moved = moveRuns(transfer.buffer().slice(batchData, runs.bytes()));
        done += moved;
        if (isAtEnd(moved)) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }

  /** Whether nothing of the file is left; the next batch of an overlapping list may step back. */
  private boolean isAtEnd(long moved) {
    return moved < runs.bytes() && !transfer.list().overlaps();
  }

  /** Takes pieces as long as their data is consecutive. */
  private void collectConsecutive() {
    runs.clear();
    batchData = cursor.dataOffset();
    while (runs.size() < MOST_RUNS && isAscending()) {
      if (cursor.dataOffset() != batchData + runs.bytes()) {
        return;
      }
      runs.add(cursor.offset(), cursor.length());
      cursor.next();
    }
  }

  /** Lists for reading may overlap; then a batch ends where the next piece steps back. */
  private boolean isAscending() {
    return cursor.hasPiece() && cursor.offset() >= runs.end();
  }

  private long moveStaged() throws MpiIoException {
    AccessCursor delivered = transfer.list().cursor();
    long window = Math.min(transfer.window(), transfer.list().bytes());
    long done = 0;
    try (StagingPool.Lease staging = StagingPool.take(window)) {
      while (cursor.hasPiece()) {
        collectStaged(staging.segment());
        long moved = moveRuns(staging.segment().asSlice(0, runs.bytes()));
        if (!writing) {
          deliver(delivered, staging.segment(), moved);
        }
        done += moved;
        if (isAtEnd(moved)) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }

  /** Takes pieces until the staging buffer is full; their data goes there when writing. */
  private void collectStaged(MemorySegment staging) {
    runs.clear();
    while (runs.size() < MOST_RUNS && runs.bytes() < staging.byteSize() && isAscending()) {
      long part = Math.min(cursor.length(), staging.byteSize() - runs.bytes());
      if (writing) {
        transfer.buffer().pack(cursor.dataOffset(), staging, runs.bytes(), part);
      }
      runs.add(cursor.offset(), part);
      cursor.advance(part);
    }
  }

  /** Copies what has been read to the pieces that the batch was made of. */
  private void deliver(AccessCursor pieces, MemorySegment staging, long moved) {
    long at = 0;
    while (at < runs.bytes()) {
      long part = Math.min(pieces.length(), runs.bytes() - at);
      long there = Math.max(0, Math.min(part, moved - at));
      transfer.buffer().unpack(pieces.dataOffset(), staging, at, there);
      at += part;
      pieces.advance(part);
    }
  }

  private long moveRuns(MemorySegment packed) throws MpiIoException {
    if (!writing) {
      return transfer.file().readRuns(runs, packed);
    }
    transfer.file().writeRuns(runs, packed);
    return runs.bytes();
  }
}
