package io.jromio.adio.lock;

import java.util.ArrayList;
import java.util.List;

/**
 * Locks on byte ranges between the threads of this process. A range is held by the call that took
 * it, not by a thread: any thread may give it back. Not reentrant, and without order among the
 * waiting; the few ranges that threads of one process hold at a time are searched one by one.
 */
public final class RangeLocks {
  private final List<Held> held = new ArrayList<>();

  public RangeLocks() {}

  /**
   * Waits for {@code [offset, offset + length)}, not at all if that is empty; interrupts are kept
   * for the caller and do not end the wait.
   *
   * @param exclusive whether nobody else may hold any of it, else nobody exclusively
   */
  public Held lock(long offset, long length, boolean exclusive) {
    long end = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length;
    Held mine = new Held(offset, end, exclusive);
    boolean interrupted = false;
    synchronized (held) {
      while (isBlocked(mine)) {
        try {
          held.wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      held.add(mine);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return mine;
  }

  /** Gives a range back; a second time does nothing. */
  public void unlock(Held range) {
    synchronized (held) {
      if (held.remove(range)) {
        held.notifyAll();
      }
    }
  }

  private boolean isBlocked(Held wanted) {
    for (Held other : held) {
      boolean overlap = Math.max(wanted.start, other.start) < Math.min(wanted.end, other.end);
      if (overlap && (wanted.exclusive || other.exclusive)) {
        return true;
      }
    }
    return false;
  }

  /** A range that is held; compared by identity. */
  public static final class Held {
    private final long start;
    private final long end;
    private final boolean exclusive;

    private Held(long start, long end, boolean exclusive) {
      this.start = start;
      this.end = end;
      this.exclusive = exclusive;
    }
  }
}
