package io.jromio.comm.mpj;

import io.jromio.comm.CommException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this rank knows of the others: each says once that it has finished or that it aborts the
 * job, in a control message of two bytes, {@code kind} and {@code code}. Control messages come
 * after all data that their sender has sent before.
 */
final class MpjPeers {
  private static final byte FINISHED = 1;
  private static final byte ABORTED = 2;
  private static final int LENGTH = 2;

  private final MpjMessages messages;
  private final int rank;
  private final int size;
  private final @Nullable Object[] pending;
  private final byte[][] words;
  private final long[] finishedNs;
  private final boolean[] finished;
  private int finishedCount;
  private @Nullable String aborted;

  /** Begins to listen to all others. */
  MpjPeers(MpjMessages messages, int rank, int size) {
    this.messages = messages;
    this.rank = rank;
    this.size = size;
    this.pending = new @Nullable Object[size];
    this.words = new byte[size][LENGTH];
    this.finishedNs = new long[size];
    this.finished = new boolean[size];
    for (int peer = 0; peer < size; peer++) {
      if (peer != rank) {
        pending[peer] = messages.receive(words[peer], LENGTH, peer, MpjAddress.CONTROL_TAG);
      }
    }
  }

  /** Looks for news. */
  void poll(long nowNs) {
    for (int peer = 0; peer < size; peer++) {
      Object request = pending[peer];
      if (request == null || !messages.isComplete(request)) {
        continue;
      }
      pending[peer] = null;
      if (words[peer][0] == ABORTED) {
        int code = Byte.toUnsignedInt(words[peer][1]);
        aborted = "rank %d of %d aborted the job with code %d".formatted(peer, size, code);
      } else {
        finished[peer] = true;
        finishedNs[peer] = nowNs;
        finishedCount++;
      }
    }
  }

  /** Why the job cannot go on, if a rank has aborted it. */
  Optional<String> aborted() {
    return Optional.ofNullable(aborted);
  }

  /** Whether {@code peer} has finished at least so long ago. */
  boolean isFinishedFor(int peer, long ns, long nowNs) {
    return finished[peer] && nowNs - finishedNs[peer] >= ns;
  }

  /** Whether all others have finished. */
  boolean allFinished() {
    return finishedCount == size - 1;
  }

  void tellFinished() {
    tell(FINISHED, 0);
  }

  void tellAborted(int code) {
    tell(ABORTED, code);
  }

  /** The array is never changed again, so nobody waits for the sends. */
  private void tell(byte kind, int code) {
    byte[] word = {kind, (byte) code};
    for (int peer = 0; peer < size; peer++) {
      if (peer != rank) {
        tell(peer, word);
      }
    }
  }

  private void tell(int peer, byte... word) {
    try {
      messages.send(word, LENGTH, peer, MpjAddress.CONTROL_TAG);
    } catch (CommException e) {
      // It is gone, and needs no news.
    }
  }
}
