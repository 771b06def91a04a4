package io.jromio.collective;

/** The tags of messages of collective calls, one per kind, so that kinds cannot be mistaken. */
final class MessageTags {
  /** The size and the first bytes of the lists of a node, from its leader to an aggregator. */
  static final int LISTS_HEAD = 1;

  /** The rest of long lists. */
  static final int LISTS_REST = 2;

  /** What only the leader of a node knows, from it to another rank of the node. */
  static final int HANDED = 3;

  /** What is to be written, from the leader of a node to an aggregator elsewhere. */
  static final int TO_WRITE = 4;

  /** What was read, from an aggregator to the leader of another node. */
  static final int READ = 5;

  private MessageTags() {}
}
