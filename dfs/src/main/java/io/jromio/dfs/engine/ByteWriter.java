package io.jromio.dfs.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that are put together one behind the other; integers most significant byte first. */
final class ByteWriter {
  private byte[] bytes;
  private int size;

  ByteWriter(int capacity) {
    bytes = new byte[capacity];
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  ByteWriter put8(int value) {
    grow(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter put32(int value) {
    grow(Integer.BYTES);
    for (int shift = 24; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
    return this;
  }

  ByteWriter put64(long value) {
    put32((int) (value >>> 32));
    return put32((int) value);
  }

  /** Seven bits a byte, lowest first. */
  ByteWriter putVar(long value) {
    grow(10);
    while ((value & ~0x7fL) != 0) {
      bytes[size++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter putRaw(byte[] source, int from, int length) {
    grow(length);
    System.arraycopy(source, from, bytes, size, length);
    size += length;
    return this;
  }

  ByteWriter putRaw(byte[] source) {
    return putRaw(source, 0, source.length);
  }

  /** With the length in front. */
  ByteWriter putBytes(byte[] source) {
    return putVar(source.length).putRaw(source);
  }

  /** With the length in front. */
  ByteWriter putBytes(ByteWriter source) {
    return putVar(source.size).putRaw(source.bytes, 0, source.size);
  }

  ByteWriter putText(String text) {
    return putBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Overwrites 32 bits, least significant byte first. */
  void patchLittle32(int at, int value) {
    for (int i = 0; i < Integer.BYTES; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }

  private void grow(int more) {
    if (size > bytes.length - more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) (bytes.length * 1.5)));
    }
  }
}
