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
 * The receiving end of a ring. {@link #hasFrame} looks at the next frame's header without taking
 * it; after {@link #begin} its bytes are {@link #read} or {@link #skip}ped, then {@link #end}. The
 * sender gets the room back at {@link #release}. Not thread-safe: its owner holds a lock.
 */
public final class RingReader {
  private static final VarHandle LONG = JAVA_LONG.varHandle();

  private final MemorySegment ring;
  private final long capacity;
  private long head;
  private long released;
  private long tailSeen;

  RingReader(MemorySegment ring, long capacity) {
    this.ring = ring;
    this.capacity = capacity;
  }

  /** Whether a frame's header is there. */
  public boolean hasFrame() {
    return available(FRAME_HEADER_LENGTH) >= FRAME_HEADER_LENGTH;
  }

  /** The next frame's context. */
  public int context() {
    return ring.get(JAVA_INT, frame() + CONTEXT_OFFSET);
  }

  /** The next frame's tag. */
  public int tag() {
    return ring.get(JAVA_INT, frame() + TAG_OFFSET);
  }

  /** The next frame's content in bytes. */
  public long length() {
    return ring.get(JAVA_LONG, frame() + LENGTH_OFFSET);
  }

  /** Takes the header of the next frame. */
  public void begin() {
    head += FRAME_HEADER_LENGTH;
  }

  /**
   * Copies what is there of {@code length} bytes to {@code offset} of {@code target}.
   *
   * @return bytes copied
   */
  public long read(MemorySegment target, long offset, long length) {
    long count = Math.min(length, Math.max(0, available(length)));
    if (count > 0) {
      long at = head & (capacity - 1);
      long first = Math.min(count, capacity - at);
      MemorySegment.copy(ring, DATA_OFFSET + at, target, offset, first);
      if (first < count) {
        MemorySegment.copy(ring, DATA_OFFSET, target, offset + first, count - first);
      }
      head += count;
    }
    return count;
  }

  /** Drops what is there of {@code length} bytes; returns bytes dropped. */
  public long skip(long length) {
    long count = Math.min(length, Math.max(0, available(length)));
    head += count;
    return count;
  }

  /** Ends a frame of {@code length} bytes, all of them taken. */
  public void end(long length) {
    head += JobDescriptor.padding(length);
  }

  /** Gives the sender the room of all that was taken. */
  public void release() {
    if (head != released) {
      released = head;
      LONG.setRelease(ring, HEAD_OFFSET, head);
    }
  }

  private long frame() {
    return DATA_OFFSET + (head & (capacity - 1));
  }

  private long available(long wanted) {
    long available = tailSeen - head;
    if (available < wanted) {
      tailSeen = (long) LONG.getAcquire(ring, TAIL_OFFSET);
      available = tailSeen - head;
    }
    return available;
  }
}
