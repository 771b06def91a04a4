package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/**
 * Integers.
 *
 * @param size bytes: 1 or more; those that Java knows are 1, 2, 4 and 8
 * @param bitOffset where the value begins, counted from the lowest bit; usually 0
 * @param precision bits of the value; usually all
 */
public record IntegerType(int size, boolean signed, ByteOrder order, int bitOffset, int precision)
    implements H5Type {
  public IntegerType {
    if (size < 1 || bitOffset < 0 || precision < 1 || bitOffset + precision > 8L * size) {
      throw new IllegalArgumentException(
          "no integer: size=%d bitOffset=%d precision=%d".formatted(size, bitOffset, precision));
    }
  }

  /** Little-endian, all bits. */
  public static IntegerType of(int size, boolean signed) {
    return new IntegerType(size, signed, ByteOrder.LITTLE_ENDIAN, 0, 8 * size);
  }

  @Override
  public IntegerType order(ByteOrder newOrder) {
    return new IntegerType(size, signed, newOrder, bitOffset, precision);
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
