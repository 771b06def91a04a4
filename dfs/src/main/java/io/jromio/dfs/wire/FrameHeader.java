package io.jromio.dfs.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The beginning of every frame. A head follows it, whose layout depends on the code, and then the
 * bulk, the bytes of all ranges one after the other, unless they are in the window that client and
 * engine share. All numbers are least significant byte first.
 *
 * <pre>
 *   0        4        8    10   12       16                24                32                40
 *   +--------+--------+----+----+--------+-----------------+-----------------+-----------------+
 *   | length | sum    |code|  0 |   0    | id              | length of bulk  | place           |
 *   |of head |        |    |    |        |                 |                 | in the window   |
 *   +--------+--------+----+----+--------+-----------------+-----------------+-----------------+
 *   | head, bulk
 * </pre>
 *
 * The sum is the CRC-32C of the first 40 bytes with 0 in its place, and of the head; bulk has the
 * checksums of {@link Checksums}. The bulk of a fetch is that of its reply: the request has only
 * its length, and where in the window it shall be.
 *
 * @param code of {@link RequestCodec}, {@link ReplyCodec} or a transport's own
 * @param id of a request, chosen by the client; a reply has that of its request
 * @param place {@link #INLINE} if the bulk is not in the window; bytes
 */
public record FrameHeader(int headLength, int code, long id, long bulkLength, long place) {
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final int HEAD_LENGTH_OFFSET = 0;
  private static final int SUM_OFFSET = HEAD_LENGTH_OFFSET + Integer.BYTES;
  private static final int CODE_OFFSET = SUM_OFFSET + Integer.BYTES;
  private static final int ZERO_SHORT_OFFSET = CODE_OFFSET + Short.BYTES;
  private static final int ZERO_INT_OFFSET = ZERO_SHORT_OFFSET + Short.BYTES;
  private static final int ID_OFFSET = ZERO_INT_OFFSET + Integer.BYTES;
  private static final int BULK_LENGTH_OFFSET = ID_OFFSET + Long.BYTES;
  private static final int PLACE_OFFSET = BULK_LENGTH_OFFSET + Long.BYTES;

  /** Bytes of this header. */
  public static final int LENGTH = PLACE_OFFSET + Long.BYTES;

  /** The place of bulk that travels in the frame. */
  public static final long INLINE = -1;

  /** Longest head, bytes. */
  public static final int MAX_HEAD = 16 << 20;

  /** Longest bulk, bytes. */
  public static final long MAX_BULK = 64 << 20;

  /** Whether the bulk is in the window. */
  public boolean isInWindow() {
    return place != INLINE;
  }

  /** Puts this header and the sum at the beginning of {@code frame}, where a head is already. */
  public void write(byte[] frame) {
    MemorySegment to = MemorySegment.ofArray(frame);
    to.set(INT, HEAD_LENGTH_OFFSET, headLength);
    to.set(INT, SUM_OFFSET, 0);
    to.set(SHORT, CODE_OFFSET, (short) code);
    to.set(SHORT, ZERO_SHORT_OFFSET, (short) 0);
    to.set(INT, ZERO_INT_OFFSET, 0);
    to.set(LONG, ID_OFFSET, id);
    to.set(LONG, BULK_LENGTH_OFFSET, bulkLength);
    to.set(LONG, PLACE_OFFSET, place);
    to.set(INT, SUM_OFFSET, sum(frame, headLength));
  }

  /**
   * Reads a header.
   *
   * @param frame its first {@link #LENGTH} bytes
   * @throws FrameException if a number in it is beyond its limit
   */
  public static FrameHeader read(byte[] frame) throws FrameException {
    MemorySegment from = MemorySegment.ofArray(frame);
    int headLength = from.get(INT, HEAD_LENGTH_OFFSET);
    int code = from.get(SHORT, CODE_OFFSET);
    long bulkLength = from.get(LONG, BULK_LENGTH_OFFSET);
    long place = from.get(LONG, PLACE_OFFSET);
    if (headLength < 0
        || headLength > MAX_HEAD
        || bulkLength < 0
        || bulkLength > MAX_BULK
        || place < INLINE
        || from.get(SHORT, ZERO_SHORT_OFFSET) != 0
        || from.get(INT, ZERO_INT_OFFSET) != 0) {
      throw new FrameException(
          "no frame: head=%d of %d, bulk=%d of %d, place=%d, code=%d"
              .formatted(headLength, MAX_HEAD, bulkLength, MAX_BULK, place, code));
    }
    return new FrameHeader(headLength, code, from.get(LONG, ID_OFFSET), bulkLength, place);
  }

  /**
   * Compares the sum.
   *
   * @param frame header and head; its sum becomes 0
   */
  public void check(byte[] frame) throws FrameException {
    MemorySegment bytes = MemorySegment.ofArray(frame);
    int expected = bytes.get(INT, SUM_OFFSET);
    bytes.set(INT, SUM_OFFSET, 0);
    int found = sum(frame, headLength);
    if (found != expected) {
      throw new FrameException(
          "frame was damaged: sum=%08x, expected=%08x, code=%d, head=%d"
              .formatted(found, expected, code, headLength));
    }
  }

  private static int sum(byte[] frame, int headLength) {
    CRC32C crc = new CRC32C();
    crc.update(frame, 0, LENGTH + headLength);
    return (int) crc.getValue();
  }
}
