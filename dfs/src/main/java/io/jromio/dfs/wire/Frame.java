package io.jromio.dfs.wire;

/**
 * An encoded head that waits for its {@link FrameHeader}.
 *
 * @param bytes room for the header, then the head; may be longer than they are
 * @param bulkLength of the bulk that belongs to it, also if that is to come with the reply
 */
public record Frame(int code, byte[] bytes, int headLength, long bulkLength) {

  /** What a writer has written so far. */
  public static Frame of(int code, HeadWriter writer, long bulkLength) {
    return new Frame(code, writer.bytes(), writer.headLength(), bulkLength);
  }

  /** Puts the header in front of the head. */
  public void finish(long id, long place) {
    new FrameHeader(headLength, code, id, bulkLength, place).write(bytes);
  }

  /** Bytes of header and head. */
  public int length() {
    return FrameHeader.LENGTH + headLength;
  }
}
