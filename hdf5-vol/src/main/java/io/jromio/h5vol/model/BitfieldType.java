package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/** Bits that are no number. */
public record BitfieldType(int size, ByteOrder order, int bitOffset, int precision)
    implements H5Type {
  public BitfieldType {
    if (size < 1 || bitOffset < 0 || precision < 1 || bitOffset + precision > 8L * size) {
      throw new IllegalArgumentException(
          "no bitfield: size=%d bitOffset=%d precision=%d".formatted(size, bitOffset, precision));
    }
  }

  @Override
  public BitfieldType order(ByteOrder newOrder) {
    return new BitfieldType(size, newOrder, bitOffset, precision);
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
