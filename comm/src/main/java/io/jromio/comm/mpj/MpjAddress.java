package io.jromio.comm.mpj;

/**
 * Where messages meet: messages of equal address are received in the order in which they are sent.
 * The three kinds of traffic of one address, and the control messages of a peer, are told apart by
 * MPJ's tag:
 *
 * <pre>
 *   bit 30..29   28        27     26   25 ........ 15   14 ... 0
 *       0        control   0      data context          tag
 * </pre>
 *
 * @param peer the other rank
 * @param context the communicator
 * @param tag the message's tag
 */
record MpjAddress(int peer, int context, int tag) {
  private static final int TAG_BITS = 15;
  private static final int DATA = 1 << 26;

  /** The tag of messages about the state of a rank. */
  static final int CONTROL_TAG = 1 << 28;

  /** MPJ's tag of the messages that open a message of ours. */
  int openingTag() {
    return context << TAG_BITS | tag;
  }

  /** MPJ's tag of the rest of a long message. */
  int dataTag() {
    return DATA | openingTag();
  }
}
