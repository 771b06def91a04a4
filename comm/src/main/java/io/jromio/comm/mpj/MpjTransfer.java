package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import io.jromio.comm.Request;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One message that this rank sends or receives, as a request. Its state is changed under the lock
 * of its transport; whether it is complete may be read without.
 */
final class MpjTransfer implements Request {
  private static final long MAX_HEAP_LENGTH = 1L << 26;

  private enum State {
    PENDING,
    DONE,
    FAILED
  }

  private final MpjTransport transport;
  private final MpjAddress address;
  private final boolean receives;
  private MemorySegment segment;

  /** For a message to oneself: what the thread that may touch the buffer has still to copy. */
  private @Nullable MemorySegment arrived;

  private @Nullable String failure;
  private volatile State state = State.PENDING;

  MpjTransfer(MpjTransport transport, MemorySegment segment, MpjAddress address, boolean receives) {
    this.transport = transport;
    this.segment = segment;
    this.address = address;
    this.receives = receives;
  }

  @Override
  public boolean test() {
    return transport.test(this);
  }

  @Override
  public void await() {
    transport.await(this);
  }

  MemorySegment segment() {
    return segment;
  }

  MpjAddress address() {
    return address;
  }

  boolean isAccessible() {
    return segment.isAccessibleBy(Thread.currentThread());
  }

  boolean isComplete() {
    return state != State.PENDING;
  }

  void complete() {
    if (state == State.PENDING) {
      state = State.DONE;
    }
  }

  void fail(String reason) {
    if (state == State.PENDING) {
      failure = reason;
      state = State.FAILED;
    }
  }

  void throwIfFailed() {
    if (state == State.FAILED) {
      throw new CommException(String.valueOf(failure));
    }
  }

  /** Whether a message of {@code length} bytes is the right one; fails the receive if not. */
  boolean accepts(long length) {
    if (length == segment.byteSize()) {
      return true;
    }
    fail(
        "message of %d bytes from rank %d with tag %d, but the receive is for %d bytes"
            .formatted(length, address.peer(), address.tag(), segment.byteSize()));
    return false;
  }

  /** Takes a message to oneself. */
  void take(MemorySegment message) {
    if (accepts(message.byteSize())) {
      arrived = message;
      collect();
    }
  }

  /** Copies what {@link #take} has left, if this thread may. */
  void collect() {
    MemorySegment message = arrived;
    if (message != null && isAccessible()) {
      arrived = null;
      segment.copyFrom(message);
      complete();
    }
  }

  /** Sends from a copy from now on, because the sender has given up and may change its bytes. */
  void detach(long from) {
    MemorySegment copy = staging(segment.byteSize());
    MemorySegment.copy(segment, from, copy, from, segment.byteSize() - from);
    segment = copy;
  }

  /** Memory that any thread may touch. */
  static MemorySegment staging(long bytes) {
    return bytes <= MAX_HEAP_LENGTH
        ? MemorySegment.ofArray(new byte[(int) bytes])
        : Arena.ofAuto().allocate(bytes);
  }

  @Override
  public String toString() {
    return "%s %d bytes with tag %d"
        .formatted(receives ? "receive" : "send", segment.byteSize(), address.tag());
  }
}
