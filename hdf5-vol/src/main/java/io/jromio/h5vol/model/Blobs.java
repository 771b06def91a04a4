package io.jromio.h5vol.model;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of variable-length elements in memory; elements hold their slots. Bytes of sequences
 * are elements of the base type in memory form, whose own variable parts are in the same blobs.
 */
public final class Blobs {
  private final List<MemorySegment> slots = new ArrayList<>();

  /** Without slots. */
  public Blobs() {}

  /** Adds bytes, which must not change afterwards. */
  public long add(MemorySegment bytes) {
    slots.add(bytes);
    return slots.size() - 1L;
  }

  /**
   * @throws IllegalArgumentException if there is no such slot
   */
  public MemorySegment get(long slot) {
    if (slot < 0 || slot >= slots.size()) {
      throw new IllegalArgumentException(
          "no such slot: slot=%d of=%d".formatted(slot, slots.size()));
    }
    return slots.get((int) slot);
  }

  public int size() {
    return slots.size();
  }
}
