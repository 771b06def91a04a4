package io.jromio.h5vol.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Little-endian bytes that grow. */
public final class ByteWriter {
  private byte[] bytes = new byte[128];
  private int size;

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  public ByteWriter u1(int value) {
    return uint(value, 1);
  }

  public ByteWriter u2(int value) {
    return uint(value, 2);
  }

  public ByteWriter u4(long value) {
    return uint(value, 4);
  }

  public ByteWriter u8(long value) {
    return uint(value, 8);
  }

  /**
   * The lower bytes of a number.
   *
   * @param width bytes: 0 to 8
   */
  public ByteWriter uint(long value, int width) {
    reserve(width);
    for (int i = 0; i < width; i++) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  public ByteWriter raw(byte... more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
    return this;
  }

  public ByteWriter zeros(int count) {
    reserve(count);
    size += count;
    return this;
  }

  /** A signature or other text, without terminator. */
  public ByteWriter text(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The checksum of everything so far. */
  public ByteWriter checksum() {
    return u4(Lookup3.hash(bytes, 0, size));
  }

  public int size() {
    return size;
  }

  public byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
