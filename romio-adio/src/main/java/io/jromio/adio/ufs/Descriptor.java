package io.jromio.adio.ufs;

import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The number of an open file, which is not given back to the kernel while a call is using it:
 * otherwise the call could hit another file that was opened meanwhile under the same number.
 */
final class Descriptor {
  /** Set in {@link #uses} by close; makes it negative. */
  private static final int CLOSED = Integer.MIN_VALUE;

  private static final long WAIT_NS = 20_000;

  private final int number;
  private final String path;
  private final AtomicInteger uses = new AtomicInteger();

  Descriptor(int number, String path) {
    this.number = number;
    this.path = path;
  }

  String path() {
    return path;
  }

  /**
   * Begins a use; {@link #leave} must follow.
   *
   * @throws MpiIoException {@link ErrorClass#FILE} if it is closed
   */
  int enter() throws MpiIoException {
    if (uses.incrementAndGet() < 0) {
      uses.decrementAndGet();
      throw new MpiIoException(ErrorClass.FILE, "the file is closed: file=" + path);
    }
    return number;
  }

  void leave() {
    uses.decrementAndGet();
  }

  /** Waits until no call uses the file and closes it; a second time does nothing. */
  void close() throws MpiIoException {
    if (uses.getAndUpdate(u -> u | CLOSED) < 0) {
      return;
    }
    while (uses.get() != CLOSED) {
      LockSupport.parkNanos(WAIT_NS);
    }
    int result = Libc.close(Scratch.ofThread(), number);
    if (result < 0 && result != -Errno.EINTR.number()) {
      throw Errno.failure(-result, "close file=" + path, 0);
    }
  }
}
