package io.jromio.dfs;

import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Key;

/**
 * What of a list of ranges lies in one chunk of a file.
 *
 * @param chunk its index
 * @param ranges offsets count from the beginning of the chunk
 */
record ChunkPart(long chunk, ByteRanges ranges) {

  /** The key that a file keeps the chunk under; 0 is kept free. */
  Key dkey() {
    return Key.of(chunk + 1);
  }

  /** One past the last byte of the chunk that the ranges touch. */
  long end() {
    long end = 0;
    for (int i = 0; i < ranges.count(); i++) {
      end = Math.max(end, ranges.offsets()[i] + ranges.lengths()[i]);
    }
    return end;
  }
}
