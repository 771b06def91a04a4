package io.jromio.comm;

import io.jromio.comm.shm.RingReader;
import org.jspecify.annotations.Nullable;

/** All that one other rank sends to this one: the ring's end, and the mailbox that it feeds. */
final class Inbound {
  /** Bytes of one poll, so that one source does not starve the others. */
  private static final long POLL_LIMIT = 1 << 19;

  private static final long CHUNK = 1 << 16;

  private final RingReader ring;
  private final Mailbox mailbox = new Mailbox();
  private @Nullable Message current;

  Inbound(RingReader ring) {
    this.ring = ring;
  }

  void post(Transfer receive) {
    mailbox.post(receive);
    poll();
  }

  /**
   * Takes what the ring holds. A message that nobody asked for stays in the ring as long as no
   * other receive from this source is posted: then nothing that it delays is wanted.
   *
   * @return whether anything moved
   */
  boolean poll() {
    boolean moved = false;
    for (long budget = POLL_LIMIT; budget > 0; ) {
      Message message = current;
      if (message == null) {
        if (!mailbox.hasPosted() || !ring.hasFrame()) {
          break;
        }
        message = mailbox.open(ring.context(), ring.tag(), ring.length());
        ring.begin();
        current = message;
      }
      long count = message.fill(ring, CHUNK);
      if (message.isFull()) {
        ring.end(message.length());
        current = null;
      } else if (count == 0) {
        break;
      }
      moved = true;
      ring.release();
      budget -= count + 1;
    }
    return moved;
  }

  /** Whether nothing of the source is left for {@code receive}, which is removed then. */
  boolean giveUp(Transfer receive) {
    if (poll() || current != null || receive.isComplete()) {
      return false;
    }
    mailbox.remove(receive);
    return true;
  }

  void release(int context, String reason) {
    mailbox.release(context, reason);
    Message message = current;
    if (message != null && message.context() == context) {
      message.release(reason);
    }
  }
}
