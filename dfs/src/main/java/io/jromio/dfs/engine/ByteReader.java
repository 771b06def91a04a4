package io.jromio.dfs.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes apart what {@link ByteWriter} put together. */
final class ByteReader {
  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this(bytes, 0);
  }

  ByteReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  boolean hasMore() {
    return at < bytes.length;
  }

  int get8() {
    return bytes[at++] & 0xff;
  }

  int get32() {
    int value = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      value = (value << 8) | (bytes[at++] & 0xff);
    }
    return value;
  }

  long get64() {
    long high = get32();
    return (high << 32) | (get32() & 0xffff_ffffL);
  }

  long getVar() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  byte[] getBytes() {
    int length = (int) getVar();
    byte[] part = Arrays.copyOfRange(bytes, at, at + length);
    at += length;
    return part;
  }

  String getText() {
    return new String(getBytes(), StandardCharsets.UTF_8);
  }
}
