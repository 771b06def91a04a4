package io.jromio.dfs.engine;

/**
 * Changes of an index that happen together, in the form in which RocksDB keeps them, so that any
 * number of them costs one call into native code.
 *
 * <pre>
 * sequence 64 | number of changes 32, little-endian | (1 | key | value) or (0 | key)
 *                                                          or (15 | first key | key behind) ...
 * </pre>
 *
 * @source RocksDB db/write_batch.cc
 */
final class IndexBatch {
  private static final int COUNT_AT = 8;
  private static final int PUT = 1;
  private static final int DELETE = 0;
  private static final int DELETE_RANGE = 15;

  private final ByteWriter bytes = new ByteWriter(1024);
  private int count;

  IndexBatch() {
    bytes.put64(0).put32(0);
  }

  boolean isEmpty() {
    return count == 0;
  }

  void put(byte[] key, byte[] value) {
    bytes.put8(PUT).putBytes(key).putBytes(value);
    count++;
  }

  void put(byte[] key, ByteWriter value) {
    bytes.put8(PUT).putBytes(key).putBytes(value);
    count++;
  }

  void delete(byte[] key) {
    bytes.put8(DELETE).putBytes(key);
    count++;
  }

  /** Removes all of {@code [from, to)}; reading past many of these is slow. */
  void deleteRange(byte[] from, byte[] to) {
    bytes.put8(DELETE_RANGE).putBytes(from).putBytes(to);
    count++;
  }

  byte[] toBytes() {
    bytes.patchLittle32(COUNT_AT, count);
    return bytes.toBytes();
  }
}
