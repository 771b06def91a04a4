package io.jromio.collective;

/** The tags of two-phase messages, one per kind, so that kinds cannot be mistaken. */
final class MessageTags {
  /** The size and the first bytes of an access list, from a rank to an aggregator. */
  static final int LIST_HEAD = 1;

  /** The rest of a long access list. */
  static final int LIST_REST = 2;

  /** Nothing but leave to send, from an aggregator to a rank. */
  static final int GRANT = 3;

  /** What is to be written, from a rank to an aggregator. */
  static final int TO_WRITE = 4;

  /** How many bytes were read, from an aggregator to a rank. */
  static final int READ_COUNT = 5;

  /** What was read. */
  static final int READ = 6;

  private MessageTags() {}
}
