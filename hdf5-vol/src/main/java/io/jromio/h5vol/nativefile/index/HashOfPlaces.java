package io.jromio.h5vol.nativefile.index;

import java.util.Arrays;

/**
 * Places in a hash table: for grids far larger than what is placed. Turns into arrays when it fills
 * up.
 */
final class HashOfPlaces implements Places {
  private static final int MAX_CAPACITY = 1 << 29;

  /** Chunk numbers, -1 where there is none. */
  private long[] keys;

  private long[] addresses;
  private long[] sizes;
  private int[] masks;
  private int placed;
  private long last = -1;

  /**
   * @param capacity a power of two
   */
  private HashOfPlaces(int capacity) {
    keys = new long[capacity];
    Arrays.fill(keys, -1);
    addresses = new long[capacity];
    sizes = new long[capacity];
    masks = new int[capacity];
  }

  /** The same places. */
  static Places of(Places other) {
    Places[] copy = {empty(other.placed())};
    other.visit(
        (chunk, address, bytes, mask) -> copy[0] = copy[0].with(chunk, address, bytes, mask));
    return copy[0];
  }

  private static HashOfPlaces empty(long entries) {
    if (entries > MAX_CAPACITY / 4) {
      throw new IllegalStateException("too many scattered chunks: placed=" + entries);
    }
    return new HashOfPlaces(Math.max(16, Integer.highestOneBit((int) entries + 1) * 4));
  }

  private int slot(long chunk) {
    int wrap = keys.length - 1;
    long mixed = chunk * 0x9e3779b97f4a7c15L;
    int at = (int) (mixed ^ mixed >>> 32) & wrap;
    while (keys[at] != -1 && keys[at] != chunk) {
      at = (at + 1) & wrap;
    }
    return at;
  }

  @Override
  public long address(long chunk) {
    int at = slot(chunk);
    return keys[at] == -1 ? -1 : addresses[at];
  }

  @Override
  public long bytes(long chunk) {
    int at = slot(chunk);
    return keys[at] == -1 ? 0 : sizes[at];
  }

  @Override
  public int mask(long chunk) {
    int at = slot(chunk);
    return keys[at] == -1 ? 0 : masks[at];
  }

  @Override
  public long placed() {
    return placed;
  }

  @Override
  public Places with(long chunk, long address, long bytes, int mask) {
    int at = slot(chunk);
    if (keys[at] == -1) {
      if (placed + 1 > keys.length / 2) {
        Places larger = larger(Math.max(last, chunk));
        return larger.with(chunk, address, bytes, mask);
      }
      keys[at] = chunk;
      placed++;
      last = Math.max(last, chunk);
    }
    addresses[at] = address;
    sizes[at] = bytes;
    masks[at] = mask;
    return this;
  }

  private Places larger(long upTo) {
    if (upTo < ArrayOfPlaces.MAX_LENGTH && upTo < (long) placed * ArrayOfPlaces.SPARSE / 2) {
      Places[] copy = {new ArrayOfPlaces((int) upTo + 1)};
      visit((chunk, address, bytes, mask) -> copy[0] = copy[0].with(chunk, address, bytes, mask));
      return copy[0];
    }
    HashOfPlaces copy = empty(placed);
    scatter(copy, Long.MAX_VALUE);
    return copy;
  }

  /** Puts what is before {@code chunks} into a table that has room for it. */
  private void scatter(HashOfPlaces copy, long chunks) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != -1 && keys[i] < chunks) {
        copy.with(keys[i], addresses[i], sizes[i], masks[i]);
      }
    }
  }

  @Override
  public Places before(long chunks) {
    if (chunks > last) {
      return this;
    }
    HashOfPlaces copy = empty(placed);
    scatter(copy, chunks);
    return copy;
  }

  @Override
  public void visit(ChunkTable.Visitor visitor) {
    long[] sorted = new long[placed];
    int count = 0;
    for (long key : keys) {
      if (key != -1) {
        sorted[count++] = key;
      }
    }
    Arrays.sort(sorted);
    for (long chunk : sorted) {
      int at = slot(chunk);
      visitor.chunk(chunk, addresses[at], sizes[at], masks[at]);
    }
  }
}
