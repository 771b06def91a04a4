package io.jromio.comm.shm;

import static io.jromio.comm.shm.JobDescriptor.CONTEXT_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.DATA_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.FRAME_HEADER_LENGTH;
import static io.jromio.comm.shm.JobDescriptor.HEAD_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.LENGTH_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.TAG_OFFSET;
import static io.jromio.comm.shm.JobDescriptor.TAIL_OFFSET;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * The sending end of a ring. A frame is {@link #begin} once, {@link #write} until all its bytes are
 * in, {@link #end} once; the receiver sees them at the next {@link #publish}. Not thread-safe: its
 * owner holds a lock.
 */
public final class RingWriter {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment ring;
  private final long capacity;
  private long tail;
  private long published;
  private long headSeen;

  RingWriter(MemorySegment ring, long capacity) {
    this.ring = ring;
    this.capacity = capacity;
  }

  /** Starts a frame if its header fits. */
  public boolean begin(int context, int tag, long length) {
    if (room(FRAME_HEADER_LENGTH) < FRAME_HEADER_LENGTH) {
      return false;
    }
    long at = DATA_OFFSET + (tail & (capacity - 1));
    ring.set(JAVA_INT, at + CONTEXT_OFFSET, context);
    ring.set(JAVA_INT, at + TAG_OFFSET, tag);
    ring.set(JAVA_LONG, at + LENGTH_OFFSET, length);
    tail += FRAME_HEADER_LENGTH;
    return true;
  }

  /**
   * Copies what fits of {@code length} bytes of {@code source} from {@code offset}.
   *
   * @return bytes copied
   */
  public long write(MemorySegment source, long offset, long length) {
    long count = Math.min(length, Math.max(0, room(length)));
    if (count > 0) {
      long at = tail & (capacity - 1);
      long first = Math.min(count, capacity - at);
      MemorySegment.copy(source, offset, ring, DATA_OFFSET + at, first);
      if (first < count) {
        MemorySegment.copy(source, offset + first, ring, DATA_OFFSET, count - first);
      }
      tail += count;
    }
    return count;
  }

  /** Ends a frame of {@code length} bytes, all of them written. */
  public void end(long length) {
    tail += JobDescriptor.padding(length);
  }

  /** Shows the receiver all that was written. */
  public void publish() {
    if (tail != published) {
      published = tail;
      LONG.setRelease(ring, TAIL_OFFSET, tail);
    }
  }

  private long room(long wanted) {
    long room = capacity - (tail - headSeen);
    if (room < wanted) {
      headSeen = (long) LONG.getAcquire(ring, HEAD_OFFSET);
      room = capacity - (tail - headSeen);
    }
    return room;
  }
}
