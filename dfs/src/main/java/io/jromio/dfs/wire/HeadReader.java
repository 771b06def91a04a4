package io.jromio.dfs.wire;

import io.jromio.dfs.object.Key;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Reads what {@link HeadWriter} wrote. Trusts nothing: every length is compared with what is left
 * before anything is allocated.
 */
public final class HeadReader {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int end;
  private int next = FrameHeader.LENGTH;

  /**
   * @param frame header and head
   */
  public HeadReader(byte[] frame, int headLength) throws FrameException {
    this.bytes = frame;
    this.end = FrameHeader.LENGTH + headLength;
    if (headLength < 0 || end > frame.length) {
      throw new FrameException(
          "head is cut off: head=%d frame=%d".formatted(headLength, frame.length));
    }
  }

  private void need(long more) throws FrameException {
    if (more < 0 || more > end - next) {
      throw new FrameException("head is too short: wanted=%d left=%d".formatted(more, end - next));
    }
  }

  public int getByte() throws FrameException {
    need(1);
    return bytes[next++] & 0xff;
  }

  public boolean getBoolean() throws FrameException {
    return getBelow(2) == 1;
  }

  /** A number from 0 to {@code limit - 1} in a byte. */
  int getBelow(int limit) throws FrameException {
    int value = getByte();
    if (value >= limit) {
      throw new FrameException("no such choice: value=%d, limit=%d".formatted(value, limit));
    }
    return value;
  }

  public int getInt() throws FrameException {
    need(Integer.BYTES);
    int value = (int) INT.get(bytes, next);
    next += Integer.BYTES;
    return value;
  }

  public long getLong() throws FrameException {
    need(Long.BYTES);
    long value = (long) LONG.get(bytes, next);
    next += Long.BYTES;
    return value;
  }

  /**
   * A count of things.
   *
   * @param least bytes that each of them needs, 1 or more; so the head has room for no more
   */
  int getCount(int least) throws FrameException {
    int count = getInt();
    if (count < 0 || count > (end - next) / least) {
      throw new FrameException(
          "no such count: count=%d, bytes left=%d".formatted(count, end - next));
    }
    return count;
  }

  public byte[] getBytes() throws FrameException {
    int length = getCount(1);
    next += length;
    return Arrays.copyOfRange(bytes, next - length, next);
  }

  public String getText() throws FrameException {
    int length = getCount(1);
    next += length;
    return new String(bytes, next - length, length, StandardCharsets.UTF_8);
  }

  public UUID getUuid() throws FrameException {
    long most = getLong();
    return new UUID(most, getLong());
  }

  Key getKey() throws FrameException {
    int length = getCount(1);
    if (length == 0 || length > Key.MAX) {
      throw new FrameException("no key: length=%d, limit=%d".formatted(length, Key.MAX));
    }
    next += length;
    return Key.of(MemorySegment.ofArray(bytes).asSlice(next - length, length));
  }

  int[] getInts() throws FrameException {
    int[] values = new int[getCount(Integer.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) INT.get(bytes, next);
      next += Integer.BYTES;
    }
    return values;
  }

  long[] getLongs(int count) throws FrameException {
    need((long) count * Long.BYTES);
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = (long) LONG.get(bytes, next);
      next += Long.BYTES;
    }
    return values;
  }

  /**
   * Makes sure that nothing is left.
   *
   * @throws FrameException if something is
   */
  public void finish() throws FrameException {
    if (next != end) {
      throw new FrameException("head is too long: left=%d".formatted(end - next));
    }
  }
}
