package io.jromio.bench.ior;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what was read with what its writer must have written. Counts wrong transfers, as the C
 * program does, and remembers where the first ones differ.
 */
final class DataCheck {
  /** More places than this are counted, not listed. */
  private static final int LISTED = 10;

  private static final byte NEITHER = 0x42;

  private final DataPattern pattern;
  private final MemorySegment expected;
  private final List<String> findings = new ArrayList<>();
  private int writer = -1;
  private long wrong;

  DataCheck(DataPattern pattern, Arena arena, long transferSize) {
    this.pattern = pattern;
    this.expected = arena.allocate(transferSize, Long.BYTES);
  }

  /** Overwrites memory before it is read into: a read that moves nothing must not pass. */
  static void spoil(MemorySegment memory) {
    memory.fill(NEITHER);
  }

  /**
   * Compares one transfer.
   *
   * @param offset where in the file it lies
   * @param owner the rank that wrote it
   */
  void compare(MemorySegment found, String file, long offset, int owner) {
    if (owner != writer) {
      pattern.fill(expected, owner);
      writer = owner;
    }
    long at = expected.mismatch(found);
    if (at < 0) {
      return;
    }
    wrong++;
    if (findings.size() < LISTED) {
      findings.add(
          "file=%s offset=%d expected=0x%02x found=0x%02x writer=%d"
              .formatted(file, offset + at, byteAt(expected, at), byteAt(found, at), owner));
    }
  }

  private static byte byteAt(MemorySegment memory, long at) {
    return memory.get(ValueLayout.JAVA_BYTE, at);
  }

  /** The number of transfers that differ. */
  long wrong() {
    return wrong;
  }

  /** The first wrong bytes, one per transfer. */
  List<String> findings() {
    return findings;
  }
}
