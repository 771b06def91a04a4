package io.jromio.dfs.transport;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out parts of a window: the first gap that is large enough. Whoever finds none waits, in
 * order of arrival, so that large parts get their turn.
 */
final class WindowSpace {
  private static final long GRAIN = 4096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Object> waiting = new ArrayDeque<>();

  /** Lengths of gaps by place. */
  private final TreeMap<Long, Long> gaps = new TreeMap<>();

  private final long length;
  private boolean closed;

  WindowSpace(long length) {
    this.length = length / GRAIN * GRAIN;
    gaps.put(0L, this.length);
  }

  /** Bytes of the largest part that can be had. */
  long largest() {
    return length;
  }

  private static long grains(long bytes) {
    return Math.max(1, (bytes + GRAIN - 1) / GRAIN) * GRAIN;
  }

  /**
   * Takes a part, and waits until there is one.
   *
   * @param bytes at most {@link #largest}
   * @throws InterruptedException also if it was closed meanwhile
   */
  long take(long bytes) throws InterruptedException {
    long wanted = grains(bytes);
    Object me = new Object();
    lock.lockInterruptibly();
    try {
      waiting.add(me);
      while (true) {
        if (closed) {
          throw new InterruptedException("window is closed");
        }
        if (waiting.element() == me) {
          long place = first(wanted);
          if (place >= 0) {
            return place;
          }
        }
        changed.await();
      }
    } finally {
      waiting.remove(me);
      changed.signalAll();
      lock.unlock();
    }
  }

  /** Takes a part, or -1 if there is none now or others wait. */
  long tryTake(long bytes) {
    lock.lock();
    try {
      return closed || !waiting.isEmpty() ? -1 : first(grains(bytes));
    } finally {
      lock.unlock();
    }
  }

  private long first(long wanted) {
    for (var gap = gaps.firstEntry(); gap != null; gap = gaps.higherEntry(gap.getKey())) {
      if (gap.getValue() >= wanted) {
        long place = gap.getKey();
        long rest = gap.getValue() - wanted;
        gaps.remove(place);
        if (rest > 0) {
          gaps.put(place + wanted, rest);
        }
        return place;
      }
    }
    return -1;
  }

  /** Gives a part back. */
  void give(long place, long bytes) {
    lock.lock();
    try {
      long from = place;
      long to = place + grains(bytes);
      Map.Entry<Long, Long> before = gaps.floorEntry(place);
      if (before != null && before.getKey() + before.getValue() == from) {
        from = before.getKey();
      }
      Long after = gaps.remove(to);
      if (after != null) {
        to += after;
      }
      gaps.put(from, to - from);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is handed out. */
  boolean isWhole() {
    lock.lock();
    try {
      return gaps.size() == 1 && gaps.firstEntry().getValue() == length;
    } finally {
      lock.unlock();
    }
  }
}
