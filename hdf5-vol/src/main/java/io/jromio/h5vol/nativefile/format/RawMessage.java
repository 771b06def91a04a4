package io.jromio.h5vol.nativefile.format;

/**
 * A message of an object header, as bytes.
 *
 * @param order number of creation, for attributes of headers that track it; else 0
 */
record RawMessage(int type, int flags, int order, byte[] body) {
  static final int NIL = 0x00;
  static final int SPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int TYPE = 0x03;
  static final int OLD_FILL = 0x04;
  static final int FILL = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int GROUP_INFO = 0x0a;
  static final int FILTERS = 0x0b;
  static final int ATTRIBUTE = 0x0c;
  static final int CONTINUATION = 0x10;
  static final int SYMBOL_TABLE = 0x11;
  static final int ATTRIBUTE_INFO = 0x15;
  static final int REF_COUNT = 0x16;

  /** The largest number that the specification gives a meaning. */
  static final int LAST_KNOWN = 0x18;

  /** Flag: never changes. */
  static final int CONSTANT = 0x01;

  /** Flag: the body says where the message is. */
  static final int SHARED = 0x02;

  /** Flag: must not be shared. */
  static final int UNSHARED = 0x04;

  /** Flag: who does not know the type must not write. */
  static final int FAIL_IF_UNKNOWN_AND_WRITING = 0x08;

  /** Flag: who does not know the type and writes must set {@link #WAS_UNKNOWN}. */
  static final int MARK_IF_UNKNOWN = 0x10;

  static final int WAS_UNKNOWN = 0x20;

  /** Flag: who does not know the type must not read. */
  static final int FAIL_IF_UNKNOWN = 0x80;

  /** Largest body, which has a length of 16 bits. */
  static final int MAX_BODY = 0xffff;

  boolean isKnown() {
    return type <= LAST_KNOWN;
  }

  boolean is(int flag) {
    return (flags & flag) != 0;
  }
}
