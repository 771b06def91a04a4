package io.jromio.dfs.engine;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Joins writes that follow each other in a segment file. Large ones go from the memory of their
 * request, small ones that stand apart in memory are put side by side first.
 */
final class Gather {
  private static final int SMALL = 64 << 10;
  private static final int STAGE = 1 << 20;

  private static final ThreadLocal<MemorySegment> STAGES =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STAGE, 4096));

  private final SegmentFiles segments;
  private @Nullable Place place;
  private MemorySegment memory = MemorySegment.NULL;
  private long from;
  private long length;
  private boolean staged;

  Gather(SegmentFiles segments) {
    this.segments = segments;
  }

  /** Takes bytes to be written; their memory must stay as it is until {@link #flush}. */
  void add(Place to, MemorySegment source, long sourceFrom, long bytes) throws StoreException {
    if (place != null
        && place.segment() == to.segment()
        && place.position() + length == to.position()) {
      if (!staged && source == memory && from + length == sourceFrom) {
        length += bytes;
        return;
      }
      if (bytes <= SMALL && (staged || length <= SMALL) && length + bytes <= STAGE) {
        MemorySegment stage = STAGES.get();
        if (!staged) {
          MemorySegment.copy(memory, from, stage, 0, length);
          staged = true;
          memory = stage;
          from = 0;
        }
        MemorySegment.copy(source, sourceFrom, stage, length, bytes);
        length += bytes;
        return;
      }
    }
    flush();
    place = to;
    memory = source;
    from = sourceFrom;
    length = bytes;
    staged = false;
  }

  /** Writes what is left. */
  void flush() throws StoreException {
    Place to = place;
    if (to == null) {
      return;
    }
    place = null;
    try {
      segments.write(to, memory.asSlice(from, length));
    } catch (IOException e) {
      throw Failures.of(e, "write bytes, length=%d segment=%d".formatted(length, to.segment()));
    }
  }
}
