package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads little-endian bytes of a file that may be damaged: every step beyond the end is {@link
 * H5Error#BAD_FILE}, with the name of what was read and where in the file it was.
 */
public final class ByteReader {
  private final byte[] bytes;
  private final int end;
  private final String what;
  private int at;

  /**
   * @param what the structure and its place, for messages
   */
  public ByteReader(byte[] bytes, String what) {
    this(bytes, 0, bytes.length, what);
  }

  public ByteReader(byte[] bytes, int from, int to, String what) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.what = what;
  }

  private void need(long count) throws H5Exception {
    if (count < 0 || count > end - at) {
      throw bad("ends too early: needs=%d left=%d".formatted(count, end - at));
    }
  }

  /** An error of this structure. */
  public H5Exception bad(String detail) {
    return new H5Exception(H5Error.BAD_FILE, what + " " + detail);
  }

  public int u1() throws H5Exception {
    return (int) uint(1);
  }

  public int u2() throws H5Exception {
    return (int) uint(2);
  }

  public long u4() throws H5Exception {
    return uint(4);
  }

  /** All 64 bits; undefined addresses and unlimited sizes are -1. */
  public long u8() throws H5Exception {
    return uint(8);
  }

  /** An unsigned number of 0 to 8 bytes; of fewer than 8, all ones is not -1. */
  public long uint(int width) throws H5Exception {
    need(width);
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (bytes[at + i] & 0xffL) << (8 * i);
    }
    at += width;
    return value;
  }

  public byte[] raw(long count) throws H5Exception {
    need(count);
    byte[] part = Arrays.copyOfRange(bytes, at, at + (int) count);
    at += (int) count;
    return part;
  }

  public void skip(long count) throws H5Exception {
    need(count);
    at += (int) count;
  }

  /** Text up to a zero byte, which is passed over. */
  public String zeroEnded() throws H5Exception {
    int from = at;
    while (u1() != 0) {
      // Up to the zero.
    }
    return new String(bytes, from, at - 1 - from, StandardCharsets.UTF_8);
  }

  /** Passes over a signature. */
  public void expect(String signature) throws H5Exception {
    String found = new String(raw(signature.length()), StandardCharsets.ISO_8859_1);
    if (!found.equals(signature)) {
      throw bad("has no signature %s".formatted(signature));
    }
  }

  /** A part as a structure of its own. */
  public ByteReader slice(long count) throws H5Exception {
    need(count);
    ByteReader part = new ByteReader(bytes, at, at + (int) count, what);
    at += (int) count;
    return part;
  }

  /** Compares the checksum that follows with that of everything before. */
  public void checksum(int from) throws H5Exception {
    int calculated = Lookup3.hash(bytes, from, at - from);
    int stored = (int) u4();
    if (stored != calculated) {
      throw bad("has a wrong checksum: stored=%08x calculated=%08x".formatted(stored, calculated));
    }
  }

  public int position() {
    return at;
  }

  public int left() {
    return end - at;
  }
}
