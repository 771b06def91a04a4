package io.jromio.dfs;

import io.jromio.dfs.object.ByteRanges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sorts the ranges of a file by chunk, so that a list of any length and order becomes few requests.
 * Pure arithmetic: memory is neither read nor copied.
 *
 * <pre>
 * ranges of the file    [0,3) [5,6) | [8,9)        chunk 4
 * pieces                [0,3) | [1,2) | [0,1)
 * parts                 chunk 0: [0,3)   chunk 1: [1,2)   chunk 2: [0,1)
 * </pre>
 *
 * <p>A request holds at most {@value #MAX_RANGES} pieces and {@value #MAX_BYTES} bytes, and a chunk
 * at most once. Within a part pieces keep their order.
 *
 * @source DAOS src/client/array/dc_array.c
 */
final class ChunkPlan {
  /** Most pieces of one request. */
  static final int MAX_RANGES = 16384;

  /** Most bytes of one request. */
  static final long MAX_BYTES = 32L << 20;

  private final ByteRanges ranges;
  private final long chunkSize;

  /** Chunk, pieces and bytes of each part. */
  private long[] chunks = new long[8];

  private int[] counts = new int[8];
  private long[] bytes = new long[8];
  private int parts;

  /** Part and length of each piece. */
  private int[] pieceParts = new int[16];

  private int pieces;

  private final Map<Long, Integer> open = new HashMap<>();

  private ChunkPlan(ByteRanges ranges, long chunkSize) {
    this.ranges = ranges;
    this.chunkSize = chunkSize;
  }

  /** The requests, one after the other; none if there is nothing to move. */
  static List<List<ChunkPart>> of(ByteRanges ranges, long chunkSize) {
    if (ranges.count() == 1) {
      long offset = ranges.offsets()[0];
      long length = ranges.lengths()[0];
      if (length > 0
          && length <= MAX_BYTES
          && offset / chunkSize == (offset + length - 1) / chunkSize) {
        long inChunk = offset % chunkSize;
        return List.of(
            List.of(
                new ChunkPart(
                    offset / chunkSize,
                    inChunk == offset
                        ? ranges
                        : new ByteRanges(
                            new long[] {inChunk},
                            ranges.lengths(),
                            ranges.memory(),
                            ranges.places()))));
      }
    }
    ChunkPlan plan = new ChunkPlan(ranges, chunkSize);
    plan.assign();
    return requests(plan.fill());
  }

  /** Gives every piece its part. */
  private void assign() {
    long lastChunk = -1;
    int lastPart = -1;
    for (int i = 0; i < ranges.count(); i++) {
      long offset = ranges.offsets()[i];
      long left = ranges.lengths()[i];
      while (left > 0) {
        long length = pieceLength(offset, left);
        long chunk = offset / chunkSize;
        if (chunk != lastChunk) {
          Integer known = open.get(chunk);
          lastPart = known == null ? newPart(chunk) : known;
          lastChunk = chunk;
        }
        if (counts[lastPart] == MAX_RANGES || bytes[lastPart] + length > MAX_BYTES) {
          lastPart = newPart(chunk);
        }
        counts[lastPart]++;
        bytes[lastPart] += length;
        if (pieces == pieceParts.length) {
          pieceParts = Arrays.copyOf(pieceParts, 2 * pieces);
        }
        pieceParts[pieces++] = lastPart;
        offset += length;
        left -= length;
      }
    }
  }

  private long pieceLength(long offset, long left) {
    return Math.min(Math.min(left, MAX_BYTES), chunkSize - offset % chunkSize);
  }

  private int newPart(long chunk) {
    if (parts == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * parts);
      counts = Arrays.copyOf(counts, 2 * parts);
      bytes = Arrays.copyOf(bytes, 2 * parts);
    }
    chunks[parts] = chunk;
    open.put(chunk, parts);
    return parts++;
  }

  private List<ChunkPart> fill() {
    long[][] offsets = new long[parts][];
    long[][] lengths = new long[parts][];
    long[][] places = new long[parts][];
    int[] next = new int[parts];
    for (int part = 0; part < parts; part++) {
      offsets[part] = new long[counts[part]];
      lengths[part] = new long[counts[part]];
      places[part] = new long[counts[part]];
    }
    int piece = 0;
    for (int i = 0; i < ranges.count(); i++) {
      long offset = ranges.offsets()[i];
      long place = ranges.places()[i];
      long left = ranges.lengths()[i];
      while (left > 0) {
        long length = pieceLength(offset, left);
        int part = pieceParts[piece++];
        int at = next[part]++;
        offsets[part][at] = offset % chunkSize;
        lengths[part][at] = length;
        places[part][at] = place;
        offset += length;
        place += length;
        left -= length;
      }
    }
    List<ChunkPart> filled = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      filled.add(
          new ChunkPart(
              chunks[part],
              new ByteRanges(offsets[part], lengths[part], ranges.memory(), places[part])));
    }
    return filled;
  }

  /**
   * Two parts of one chunk never meet in a request, since a chunk gets a second part only where the
   * first and the next piece are too much for one.
   */
  private static List<List<ChunkPart>> requests(List<ChunkPart> parts) {
    List<List<ChunkPart>> requests = new ArrayList<>();
    List<ChunkPart> request = new ArrayList<>();
    int count = 0;
    long bytes = 0;
    for (ChunkPart part : parts) {
      int more = part.ranges().count();
      long moreBytes = part.ranges().total();
      if (count + more > MAX_RANGES || bytes + moreBytes > MAX_BYTES) {
        if (!request.isEmpty()) {
          requests.add(request);
        }
        request = new ArrayList<>();
        count = 0;
        bytes = 0;
      }
      request.add(part);
      count += more;
      bytes += moreBytes;
    }
    if (!request.isEmpty()) {
      requests.add(request);
    }
    return requests;
  }
}
