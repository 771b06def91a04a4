package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import java.lang.invoke.MethodHandle;

/**
 * A communicator of MPJ Express: nonblocking messages of bytes between two ranks. A request is
 * MPJ's own object; its array must be left alone until {@link #isComplete}.
 */
final class MpjMessages {
  private final MethodHandle isend;
  private final MethodHandle irecv;
  private final MethodHandle test;
  private final Object communicator;
  private final Object bytes;

  MpjMessages(MpjBinding binding, Object communicator, Object bytes) {
    this.isend = binding.isend();
    this.irecv = binding.irecv();
    this.test = binding.test();
    this.communicator = communicator;
    this.bytes = bytes;
  }

  int rank() {
    return number("Rank");
  }

  int size() {
    return number("Size");
  }

  /** Starts to send the first {@code count} bytes. */
  Object send(byte[] data, int count, int peer, int tag) {
    try {
      return (Object) isend.invokeExact(communicator, (Object) data, 0, count, bytes, peer, tag);
    } catch (Throwable e) {
      throw failure("Isend", e);
    }
  }

  /** Starts to receive up to {@code count} bytes. */
  Object receive(byte[] buffer, int count, int peer, int tag) {
    try {
      return (Object) irecv.invokeExact(communicator, (Object) buffer, 0, count, bytes, peer, tag);
    } catch (Throwable e) {
      throw failure("Irecv", e);
    }
  }

  /** Whether a request is complete; must not be asked again afterwards. */
  boolean isComplete(Object request) {
    try {
      return (Object) test.invokeExact(request) != null;
    } catch (Throwable e) {
      throw failure("Test", e);
    }
  }

  private int number(String method) {
    try {
      return (int) communicator.getClass().getMethod(method).invoke(communicator);
    } catch (ReflectiveOperationException e) {
      throw failure(method, e);
    }
  }

  private static CommException failure(String call, Throwable cause) {
    return new CommException("MPJ Express: %s failed: %s".formatted(call, cause), cause);
  }
}
