package io.jromio.comm;

import io.jromio.comm.shm.RingWriter;
import java.util.ArrayDeque;

/** All that this rank sends to one other, in order. */
final class Outbound {
  private static final long PUSH_LIMIT = 1 << 19;
  private static final long CHUNK = 1 << 16;

  private final RingWriter ring;
  private final ArrayDeque<Transfer> queue = new ArrayDeque<>();

  /** Bytes written of the first in the queue; -1 before its header is. */
  private long written = -1;

  Outbound(RingWriter ring) {
    this.ring = ring;
  }

  void add(Transfer send) {
    queue.add(send);
    push();
  }

  /**
   * Writes what fits into the ring.
   *
   * @return whether anything moved
   */
  boolean push() {
    boolean moved = false;
    long budget = PUSH_LIMIT;
    for (Transfer send = queue.peekFirst(); send != null; send = queue.peekFirst()) {
      if (budget <= 0 || !send.isAccessible() || !begin(send)) {
        break;
      }
      long size = send.segment().byteSize();
      long count = ring.write(send.segment(), written, Math.min(CHUNK, size - written));
      written += count;
      if (written == size) {
        ring.end(size);
        queue.pollFirst();
        written = -1;
        send.complete();
      } else if (count == 0) {
        ring.publish();
        break;
      }
      ring.publish();
      moved = true;
      budget -= count + 1;
    }
    return moved;
  }

  private boolean begin(Transfer send) {
    if (written >= 0) {
      return true;
    }
    if (!ring.begin(send.context(), send.tag(), send.segment().byteSize())) {
      return false;
    }
    written = 0;
    return true;
  }

  void release(int context, String reason) {
    queue.removeIf(
        send -> {
          if (send.context() != context || send.isComplete()) {
            return false;
          }
          boolean begun = written >= 0 && send == queue.peekFirst();
          if (begun) {
            send.detach(written);
          }
          send.fail(reason);
          return !begun;
        });
  }
}
