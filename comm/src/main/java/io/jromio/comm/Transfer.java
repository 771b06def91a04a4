package io.jromio.comm;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One message that this rank sends or receives, as a request. Its state is changed under the lock
 * of its transport; whether it is complete may be read without.
 */
public final class Transfer implements Request {
  private enum State {
    PENDING,
    DONE,
    FAILED
  }

  private final PollingTransport transport;
  private MemorySegment segment;
  private final int peer;
  private final long address;
  private final boolean receives;

  /** For receives into a confined arena: what another thread has taken for its owner. */
  private @Nullable Message arrived;

  private @Nullable String failure;
  private volatile State state = State.PENDING;

  private Transfer(
      PollingTransport transport, MemorySegment segment, int peer, long address, boolean receives) {
    this.transport = transport;
    this.segment = segment;
    this.peer = peer;
    this.address = address;
    this.receives = receives;
  }

  static Transfer send(
      PollingTransport transport, MemorySegment data, int peer, int context, int tag) {
    return new Transfer(transport, data, peer, address(context, tag), false);
  }

  static Transfer receive(
      PollingTransport transport, MemorySegment buffer, int peer, int context, int tag) {
    return new Transfer(transport, buffer, peer, address(context, tag), true);
  }

  private static long address(int context, int tag) {
    return (long) context << Integer.SIZE | tag;
  }

  @Override
  public boolean test() {
    return transport.test(this);
  }

  @Override
  public void await() {
    transport.await(this);
  }

  /** The bytes to send, or the buffer to fill. */
  public MemorySegment segment() {
    return segment;
  }

  /** The other rank, in the world. */
  public int peer() {
    return peer;
  }

  /** The traffic that the message belongs to. */
  public int context() {
    return (int) (address >>> Integer.SIZE);
  }

  /** The message's tag. */
  public int tag() {
    return (int) address;
  }

  /** Whether this is a receive, not a send. */
  public boolean receives() {
    return receives;
  }

  /** Whether the calling thread may touch the segment, which another's confined arena may hold. */
  public boolean isAccessible() {
    return segment.isAccessibleBy(Thread.currentThread());
  }

  /** Whether a message of {@code length} bytes is the right one; fails this receive if not. */
  public boolean accepts(long length) {
    long expected = segment.byteSize();
    if (length != expected) {
      fail(
          "message of %d bytes from rank %d of the world with tag %d, but the receive is for %d"
              .formatted(length, peer, tag(), expected));
    }
    return length == expected;
  }

  /** All bytes are where they belong. */
  public void complete() {
    if (state == State.PENDING) {
      state = State.DONE;
    }
  }

  /** The operation will not complete; what {@link #await} throws. */
  public void fail(String reason) {
    if (state == State.PENDING) {
      failure = reason;
      state = State.FAILED;
    }
  }

  /**
   * Lets this send go on from a copy, because its sender has given up and may change its bytes.
   *
   * @param from the first byte that is still needed
   * @throws IllegalStateException if the calling thread may not read them
   */
  public void detach(long from) {
    if (!isAccessible()) {
      throw new IllegalStateException("closed by another thread than its buffer's");
    }
    long size = segment.byteSize();
    MemorySegment copy = Message.staging(size);
    MemorySegment.copy(segment, from, copy, from, size - from);
    segment = copy;
  }

  @Override
  public String toString() {
    return "%s %d bytes with tag %d"
        .formatted(receives ? "receive" : "send", segment.byteSize(), tag());
  }

  boolean matches(int context, int tag) {
    return address == address(context, tag);
  }

  boolean isComplete() {
    return state != State.PENDING;
  }

  void throwIfFailed() {
    if (state == State.FAILED) {
      throw new CommException(String.valueOf(failure));
    }
  }

  /** Leaves a complete message to be copied by the thread that may touch the buffer. */
  void arrived(Message message) {
    arrived = message;
  }

  /** Copies what {@link #arrived}, if this thread may. */
  void collect() {
    Message message = arrived;
    if (message != null && isAccessible()) {
      arrived = null;
      message.deliver();
    }
  }
}
