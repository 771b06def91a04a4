package io.jromio.dfs.object;

/**
 * The two hash functions of placement.
 *
 * @source DAOS src/gurt/hash.c; Lamping and Veach 2014, A Fast, Minimal Memory, Consistent Hash
 *     Algorithm; Austin Appleby, MurmurHash64A
 */
final class PlacementHash {
  private static final long MURMUR = 0xc6a4a7935bd1e995L;
  private static final int ROTATE = 47;
  private static final long JUMP = 2862933555777941757L;
  private static final double JUMP_RANGE = 1L << 31;

  private PlacementHash() {}

  /**
   * One of {@code buckets} for a key. With one bucket more only a fair share of the keys move, all
   * of them to the new one.
   */
  static int jump(long key, int buckets) {
    long last = -1;
    long next = 0;
    while (next < buckets) {
      last = next;
      key = key * JUMP + 1;
      next = (long) ((last + 1) * (JUMP_RANGE / ((key >>> 33) + 1)));
    }
    return (int) last;
  }

  static long murmur(byte[] bytes, int seed) {
    long hash = (seed & 0xffffffffL) ^ (bytes.length * MURMUR);
    int whole = bytes.length & ~7;
    for (int at = 0; at < whole; at += 8) {
      hash = mix(hash, word(bytes, at, 8));
    }
    if (whole < bytes.length) {
      hash = (hash ^ word(bytes, whole, bytes.length - whole)) * MURMUR;
    }
    return end(hash);
  }

  static long murmur(int seed, long... words) {
    long hash = (seed & 0xffffffffL) ^ (words.length * 8L * MURMUR);
    for (long word : words) {
      hash = mix(hash, word);
    }
    return end(hash);
  }

  private static long word(byte[] bytes, int at, int length) {
    long word = 0;
    for (int i = length - 1; i >= 0; i--) {
      word = (word << 8) | (bytes[at + i] & 0xff);
    }
    return word;
  }

  private static long mix(long hash, long word) {
    word *= MURMUR;
    word ^= word >>> ROTATE;
    return (hash ^ (word * MURMUR)) * MURMUR;
  }

  private static long end(long hash) {
    hash = (hash ^ (hash >>> ROTATE)) * MURMUR;
    return hash ^ (hash >>> ROTATE);
  }
}
