package io.jromio.comm;

import io.jromio.comm.shm.RingReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way into this rank. Its bytes go straight into the buffer of its receive if
 * that is posted and may be touched by the thread at hand, else into staging memory.
 */
final class Message {
  private static final long MAX_HEAP_LENGTH = 1L << 26;

  private final int context;
  private final int tag;
  private final long length;
  private long filled;
  private boolean discarded;
  private @Nullable Transfer receiver;
  private @Nullable MemorySegment staging;

  /** The position in the message that staging starts at. */
  private long stagedFrom;

  /** A message that nobody has asked for yet. */
  Message(int context, int tag, long length) {
    this.context = context;
    this.tag = tag;
    this.length = length;
  }

  boolean matches(int otherContext, int otherTag) {
    return context == otherContext && tag == otherTag;
  }

  int context() {
    return context;
  }

  long length() {
    return length;
  }

  boolean isClaimed() {
    return receiver != null || discarded;
  }

  boolean isFull() {
    return filled == length;
  }

  /** Names the receive that the message is for. A receive of another size fails. */
  void claim(Transfer transfer) {
    if (!transfer.accepts(length)) {
      discard();
      return;
    }
    receiver = transfer;
    if (isFull()) {
      deliver();
    }
  }

  /** Nobody will want the rest. */
  void discard() {
    discarded = true;
    receiver = null;
    staging = null;
  }

  /** The communicator was closed. */
  void release(String reason) {
    Transfer transfer = receiver;
    if (transfer != null) {
      transfer.fail(reason);
    }
    discard();
  }

  /** Takes up to {@code limit} bytes from the ring; delivers the message when it is full. */
  long fill(RingReader ring, long limit) {
    long wanted = Math.min(limit, length - filled);
    long count;
    if (discarded) {
      count = ring.skip(wanted);
    } else {
      MemorySegment sink = sink();
      count = ring.read(sink, filled - (staging == null ? 0 : stagedFrom), wanted);
    }
    filled += count;
    if (isFull()) {
      deliver();
    }
    return count;
  }

  /** Takes all bytes from a message to oneself. */
  void fill(MemorySegment data) {
    if (!discarded) {
      sink().copyFrom(data);
    }
    filled = length;
    deliver();
  }

  /** Hands a full message to its receive, if there is one and this thread may. */
  void deliver() {
    Transfer transfer = receiver;
    if (transfer == null) {
      return;
    }
    MemorySegment staged = staging;
    if (staged != null) {
      if (!transfer.isAccessible()) {
        transfer.arrived(this);
        return;
      }
      MemorySegment.copy(staged, 0, transfer.segment(), stagedFrom, length - stagedFrom);
      staging = null;
    }
    transfer.complete();
  }

  /** Memory that any thread may touch. */
  static MemorySegment staging(long bytes) {
    return bytes <= MAX_HEAP_LENGTH
        ? MemorySegment.ofArray(new byte[(int) bytes])
        : Arena.ofAuto().allocate(bytes);
  }

  private MemorySegment sink() {
    MemorySegment staged = staging;
    if (staged != null) {
      return staged;
    }
    Transfer transfer = receiver;
    if (transfer != null && transfer.isAccessible()) {
      return transfer.segment();
    }
    staged = staging(length - filled);
    staging = staged;
    stagedFrom = filled;
    return staged;
  }
}
