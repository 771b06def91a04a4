package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/**
 * Floating-point numbers.
 *
 * @param size bytes
 * @param layout where the parts lie; Java calculates with {@link FloatLayout#BINARY16}, {@code
 *     BINARY32} and {@code BINARY64}
 */
public record FloatType(int size, ByteOrder order, FloatLayout layout) implements H5Type {
  public FloatType {
    if (size < 1 || layout.bits() > 8L * size) {
      throw new IllegalArgumentException("no float: size=%d layout=%s".formatted(size, layout));
    }
  }

  /** IEEE 754, little-endian, of 2, 4 or 8 bytes. */
  public static FloatType of(int size) {
    return new FloatType(
        size,
        ByteOrder.LITTLE_ENDIAN,
        switch (size) {
          case 2 -> FloatLayout.BINARY16;
          case 4 -> FloatLayout.BINARY32;
          case 8 -> FloatLayout.BINARY64;
          default -> throw new IllegalArgumentException("no IEEE float: size=" + size);
        });
  }

  @Override
  public FloatType order(ByteOrder newOrder) {
    return new FloatType(size, newOrder, layout);
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
