package io.jromio.comm;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One message that this rank sends or receives, as a request. Its state is changed under the lock
 * of its transport; whether it is complete may be read without.
 */
final class Transfer implements Request {
  private static final int PENDING = 0;
  private static final int DONE = 1;
  private static final int FAILED = 2;

  private final RingTransport transport;
  private MemorySegment segment;
  private final int peer;
  private final int context;
  private final int tag;
  private final boolean receives;

  /** For sends: bytes written; -1 before the header is. */
  private long written = -1;

  /** For receives into a confined arena: what another thread has taken for its owner. */
  private @Nullable Message arrived;

  private @Nullable String failure;
  private volatile int state = PENDING;

  private Transfer(
      RingTransport transport, MemorySegment segment, int peer, long address, boolean receives) {
    this.transport = transport;
    this.segment = segment;
    this.peer = peer;
    this.context = (int) (address >>> Integer.SIZE);
    this.tag = (int) address;
    this.receives = receives;
  }

  static Transfer send(
      RingTransport transport, MemorySegment data, int peer, int context, int tag) {
    return new Transfer(transport, data, peer, address(context, tag), false);
  }

  static Transfer receive(
      RingTransport transport, MemorySegment buffer, int peer, int context, int tag) {
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

  MemorySegment segment() {
    return segment;
  }

  int peer() {
    return peer;
  }

  int context() {
    return context;
  }

  int tag() {
    return tag;
  }

  boolean receives() {
    return receives;
  }

  boolean matches(int otherContext, int otherTag) {
    return context == otherContext && tag == otherTag;
  }

  boolean isAccessible() {
    return segment.isAccessibleBy(Thread.currentThread());
  }

  long written() {
    return written;
  }

  void written(long bytes) {
    written = bytes;
  }

  /** Sends from a copy from now on, because the sender has given up and may change its bytes. */
  void detach() {
    long size = segment.byteSize();
    MemorySegment copy = Message.staging(size);
    MemorySegment.copy(segment, written, copy, written, size - written);
    segment = copy;
  }

  boolean isComplete() {
    return state != PENDING;
  }

  void complete() {
    if (state == PENDING) {
      state = DONE;
    }
  }

  void fail(String reason) {
    if (state == PENDING) {
      failure = reason;
      state = FAILED;
    }
  }

  void throwIfFailed() {
    if (state == FAILED) {
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
