package io.jromio.bench.ior;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/** Moves everything that one rank has to move in one phase, transfer by transfer. */
final class Transfers {
  private final Layout layout;
  private final MemorySegment buffer;
  private final boolean syncEach;

  /**
   * Of one test.
   *
   * @param buffer room for a transfer, or for one of every segment where a file moves them together
   *     and they are to be checked
   */
  Transfers(IorOptions options, Layout layout, MemorySegment buffer) {
    this.layout = layout;
    this.buffer = buffer;
    this.syncEach = options.on(IorOption.FSYNC_PER_WRITE);
  }

  /**
   * Writes a rank's transfers.
   *
   * @return how many
   */
  long write(IorFile file, SegmentOrder order) throws IOException {
    MemorySegment transfer = buffer.asSlice(0, layout.transferSize());
    return move(
        file,
        order,
        offset -> {
          file.write(offset, transfer);
          if (syncEach) {
            file.sync();
          }
        });
  }

  /**
   * Reads a rank's transfers.
   *
   * @return how many
   */
  long read(IorFile file, SegmentOrder order) throws IOException {
    MemorySegment transfer = buffer.asSlice(0, layout.transferSize());
    return move(file, order, offset -> file.read(offset, transfer));
  }

  /**
   * Reads a rank's transfers and compares every byte.
   *
   * @return how many
   */
  long check(IorFile file, SegmentOrder order, Comparison comparison) throws IOException {
    return move(
        file,
        order,
        offset -> {
          DataCheck.spoil(buffer);
          file.read(offset, buffer);
          long size = layout.transferSize();
          for (long i = 0; i * size < buffer.byteSize(); i++) {
            comparison.compare(buffer.asSlice(i * size, size), offset + i * layout.segmentSize());
          }
        });
  }

  private long move(IorFile file, SegmentOrder order, Mover mover) throws IOException {
    long calls = file.movesAllSegments() ? 1 : layout.segments();
    for (long segment = 0; segment < calls; segment++) {
      long start = segment * layout.segmentSize();
      for (long i = 0; i < order.count(); i++) {
        mover.move(start + order.offset(i));
      }
    }
    return layout.segments() * order.count();
  }

  /** Moves one transfer. */
  private interface Mover {
    void move(long offset) throws IOException;
  }

  /** Looks at one transfer that was read. */
  interface Comparison {
    void compare(MemorySegment found, long offset);
  }
}
