package io.jromio.dfs.object;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.BitSet;

/** A byte array that knows of every byte whether somebody wrote it. */
final class MemoryArray {
  private byte[] bytes = new byte[0];
  private final BitSet written = new BitSet();

  int end() {
    return written.length();
  }

  void write(ByteRanges ranges) {
    for (int i = 0; i < ranges.count(); i++) {
      int from = Math.toIntExact(ranges.offsets()[i]);
      int to = Math.toIntExact(ranges.offsets()[i] + ranges.lengths()[i]);
      if (to > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(to, (int) Math.min(2L * bytes.length, 1 << 30)));
      }
      MemorySegment.copy(
          ranges.memory(), ValueLayout.JAVA_BYTE, ranges.places()[i], bytes, from, to - from);
      written.set(from, to);
    }
  }

  void punch(long offset, long length) {
    int from = (int) Math.min(offset, bytes.length);
    int to = (int) Math.min(offset + length, bytes.length);
    Arrays.fill(bytes, from, to, (byte) 0);
    written.clear(from, to);
  }

  Fetched.Array read(ByteRanges ranges) {
    long[] holes = new long[0];
    for (int i = 0; i < ranges.count(); i++) {
      long from = ranges.offsets()[i];
      long to = from + ranges.lengths()[i];
      int below = (int) Math.max(from, Math.min(to, end()));
      if (below > from) {
        MemorySegment.copy(
            bytes,
            (int) from,
            ranges.memory(),
            ValueLayout.JAVA_BYTE,
            ranges.places()[i],
            below - (int) from);
      }
      long hole = Math.min(to, nextHole(from));
      while (hole < to) {
        int next = hole > Integer.MAX_VALUE ? -1 : written.nextSetBit((int) hole);
        long holeEnd = next < 0 ? to : Math.min(next, to);
        holes = Arrays.copyOf(holes, holes.length + 3);
        holes[holes.length - 3] = i;
        holes[holes.length - 2] = hole - from;
        holes[holes.length - 1] = holeEnd - hole;
        hole = nextHole(holeEnd);
      }
    }
    return new Fetched.Array(end(), holes);
  }

  private long nextHole(long from) {
    return from >= end() ? from : written.nextClearBit((int) from);
  }

  boolean beginsWith(byte[] expected) {
    return end() >= expected.length
        && Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length);
  }
}
