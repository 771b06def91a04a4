package io.jromio.dfs.object;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What a byte array must hold, kept byte by byte: an oracle that shares nothing with a store. */
final class ArrayModel {
  final byte[] bytes;
  private final BitSet written;

  ArrayModel(int capacity) {
    bytes = new byte[capacity];
    written = new BitSet(capacity);
  }

  void write(int offset, byte[] source) {
    System.arraycopy(source, 0, bytes, offset, source.length);
    written.set(offset, offset + source.length);
  }

  void punch(int offset, int length) {
    Arrays.fill(bytes, offset, offset + length, (byte) 0);
    written.clear(offset, offset + length);
  }

  long end() {
    return written.length();
  }

  /** The holes of ranges, as {@link Fetched.Array} has them. */
  long[] holes(ByteRanges ranges) {
    List<long[]> holes = new ArrayList<>();
    for (int i = 0; i < ranges.count(); i++) {
      int from = (int) ranges.offsets()[i];
      int end = from + (int) ranges.lengths()[i];
      int hole = written.nextClearBit(from);
      while (hole < end) {
        int next = written.nextSetBit(hole);
        int holeEnd = next < 0 ? end : Math.min(next, end);
        holes.add(new long[] {i, hole - from, holeEnd - hole});
        hole = written.nextClearBit(holeEnd);
      }
    }
    long[] triples = new long[3 * holes.size()];
    for (int i = 0; i < holes.size(); i++) {
      System.arraycopy(holes.get(i), 0, triples, 3 * i, 3);
    }
    return triples;
  }

  /** Disjoint ranges below {@code limit} in random order, some empty, in memory of some kind. */
  static ByteRanges randomRanges(Random random, int limit, int count) {
    int[] cuts = random.ints(2L * count, 0, limit + 1).sorted().toArray();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    long place = 3;
    for (int i = 0; i < count; i++) {
      offsets[i] = cuts[2 * order.get(i)];
      lengths[i] = cuts[2 * order.get(i) + 1] - offsets[i];
      places[i] = place;
      place += lengths[i] + random.nextInt(3);
    }
    MemorySegment memory =
        random.nextBoolean()
            ? MemorySegment.ofArray(new byte[(int) place])
            : Arena.ofAuto().allocate(place);
    return new ByteRanges(offsets, lengths, memory, places);
  }
}
