package io.jromio.dfs.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A dkey or an akey: 1 to {@value #MAX} bytes. Ordered by unsigned bytes, so that integers, which
 * are kept most significant byte first, stand in their own order.
 */
public final class Key implements Comparable<Key> {
  /** Longest key, bytes. */
  public static final int MAX = 4096;

  private final byte[] bytes;

  private Key(byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX) {
      throw new IllegalArgumentException(
          "no key: length=%d, allowed=1-%d".formatted(bytes.length, MAX));
    }
    this.bytes = bytes;
  }

  /** The bytes of a text in UTF-8. */
  public static Key of(String text) {
    return new Key(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An unsigned integer, for objects whose dkeys are integers. */
  public static Key of(long number) {
    return new Key(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** A copy of some bytes. */
  public static Key of(byte[] bytes) {
    return new Key(bytes.clone());
  }

  /** A copy of a segment's bytes. */
  public static Key of(MemorySegment bytes) {
    return new Key(bytes.toArray(ValueLayout.JAVA_BYTE));
  }

  /**
   * The integer that {@link #of(long)} took.
   *
   * @throws IllegalStateException if this key is not of 8 bytes
   */
  public long number() {
    if (bytes.length != Long.BYTES) {
      throw new IllegalStateException("not an integer key: length=%d".formatted(bytes.length));
    }
    return ByteBuffer.wrap(bytes).getLong();
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public int length() {
    return bytes.length;
  }

  /** A copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    boolean printable = true;
    for (byte b : bytes) {
      printable &= b > ' ' && b < 127;
    }
    return printable
        ? text()
        : bytes.length == Long.BYTES ? "#" + number() : "key[" + bytes.length + "]";
  }
}
