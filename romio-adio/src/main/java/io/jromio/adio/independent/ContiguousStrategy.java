package io.jromio.adio.independent;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.StagingPool;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * One file range. Contiguous memory is handed to the driver as it is. Memory in pieces goes as a
 * vector of them if they are native and large enough, else through a staging buffer, because a
 * small copy costs less than a vector entry.
 */
final class ContiguousStrategy {
  /** The mean piece of memory from which on a vector pays. */
  private static final long LEAST_PIECE = 1024;

  /** Pieces looked at to find the mean. */
  private static final int PROBE = 16;

  private static final int MOST_PIECES = 1024;

  private final Transfer transfer;
  private final long offset;
  private final long dataOffset;
  private final long length;
  private final boolean writing;

  private ContiguousStrategy(Transfer transfer, boolean writing) {
    this.transfer = transfer;
    this.writing = writing;
    offset = transfer.list().start();
    dataOffset = transfer.list().cursor().dataOffset();
    length = transfer.list().bytes();
  }

  static long read(Transfer transfer) throws MpiIoException {
    return new ContiguousStrategy(transfer, false).move();
  }

  static long write(Transfer transfer) throws MpiIoException {
    return new ContiguousStrategy(transfer, true).move();
  }

  private long move() throws MpiIoException {
    if (transfer.buffer().isContiguous()) {
      return moveSlice(0, transfer.buffer().slice(dataOffset, length));
    }
    return isVectorWorthwhile() ? moveVectors() : movePacked();
  }

  private long moveSlice(long done, MemorySegment memory) throws MpiIoException {
    if (!writing) {
      return transfer.file().readAt(offset + done, memory);
    }
    transfer.file().writeAt(offset + done, memory);
    return memory.byteSize();
  }

  private boolean isVectorWorthwhile() {
    List<MemorySegment> pieces = new ArrayList<>(PROBE);
    long bytes = transfer.buffer().segments(dataOffset, length, PROBE, pieces);
    return pieces.getFirst().isNative() && bytes / pieces.size() >= LEAST_PIECE;
  }

  private long moveVectors() throws MpiIoException {
    List<MemorySegment> pieces = new ArrayList<>();
    long done = 0;
    try {
      while (done < length) {
        pieces.clear();
        long part =
            transfer.buffer().segments(dataOffset + done, length - done, MOST_PIECES, pieces);
        if (writing) {
          transfer.file().writeAt(offset + done, pieces);
          done += part;
        } else {
          long read = transfer.file().readAt(offset + done, pieces);
          done += read;
          if (read < part) {
            break;
          }
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }

  private long movePacked() throws MpiIoException {
    long done = 0;
    try (StagingPool.Lease staging = StagingPool.take(Math.min(length, transfer.window()))) {
      while (done < length) {
        long part = Math.min(length - done, staging.segment().byteSize());
        MemorySegment chunk = staging.segment().asSlice(0, part);
        if (writing) {
          transfer.buffer().pack(dataOffset + done, chunk);
        }
        long moved = moveSlice(done, chunk);
        if (!writing) {
          transfer.buffer().unpack(dataOffset + done, chunk, 0, moved);
        }
        done += moved;
        if (moved < part) {
          break;
        }
      }
      return done;
    } catch (MpiIoException e) {
      throw e.after(done);
    }
  }
}
