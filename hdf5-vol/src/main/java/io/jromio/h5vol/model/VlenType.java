package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/** Sequences of any length of elements of {@code base}. */
public record VlenType(H5Type base) implements H5Type {
  /** Bytes of an element, in files and in memory. */
  public static final int SIZE = 16;

  @Override
  public int size() {
    return SIZE;
  }

  @Override
  public VlenType order(ByteOrder order) {
    return new VlenType(base.order(order));
  }

  @Override
  public boolean hasVlen() {
    return true;
  }
}
