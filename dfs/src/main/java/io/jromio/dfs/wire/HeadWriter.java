package io.jromio.dfs.wire;

import io.jromio.dfs.object.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * Writes the head of a frame, behind room for its {@link FrameHeader}. Numbers are least
 * significant byte first; texts, keys and byte arrays have their length, an int, in front.
 */
public final class HeadWriter {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FIRST_LENGTH = 256;

  private byte[] bytes = new byte[FIRST_LENGTH];
  private int length = FrameHeader.LENGTH;

  public HeadWriter() {}

  /** The frame so far; its array is not copied and may be longer. */
  public byte[] bytes() {
    return bytes;
  }

  /** Bytes of the head so far. */
  public int headLength() {
    return length - FrameHeader.LENGTH;
  }

  public void putByte(int value) {
    reserve(1);
    bytes[length++] = (byte) value;
  }

  public void putBoolean(boolean value) {
    putByte(value ? 1 : 0);
  }

  public void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, length, value);
    length += Integer.BYTES;
  }

  public void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, length, value);
    length += Long.BYTES;
  }

  public void putBytes(byte[] value) {
    putInt(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  public void putText(String text) {
    putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public void putUuid(UUID uuid) {
    putLong(uuid.getMostSignificantBits());
    putLong(uuid.getLeastSignificantBits());
  }

  void putKey(Key key) {
    putBytes(key.bytes());
  }

  void putInts(int[] values) {
    putInt(values.length);
    reserve((long) values.length * Integer.BYTES);
    for (int value : values) {
      INT.set(bytes, length, value);
      length += Integer.BYTES;
    }
  }

  /** Numbers without their count. */
  void putLongs(long[] values) {
    reserve((long) values.length * Long.BYTES);
    for (long value : values) {
      LONG.set(bytes, length, value);
      length += Long.BYTES;
    }
  }

  private void reserve(long more) {
    long wanted = length + more;
    if (wanted > FrameHeader.LENGTH + (long) FrameHeader.MAX_HEAD) {
      throw new IllegalArgumentException(
          "head too long: wanted=%d, limit=%d".formatted(wanted, FrameHeader.MAX_HEAD));
    }
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(wanted, 2L * bytes.length));
    }
  }
}
