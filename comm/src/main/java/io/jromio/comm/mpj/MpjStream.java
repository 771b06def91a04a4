package io.jromio.comm.mpj;

/** One direction of an address; moved on by whichever thread waits, under the transport's lock. */
sealed interface MpjStream permits MpjOutbound, MpjInbound {

  /** Moves what can be moved; whether anything did. */
  boolean step();

  /** Whether nothing is under way any more, so that the stream can be forgotten. */
  boolean isIdle();

  /** The communicator was closed: its requests fail, its messages are dropped. */
  void release(String reason);

  /** Where its messages meet. */
  MpjAddress address();
}
