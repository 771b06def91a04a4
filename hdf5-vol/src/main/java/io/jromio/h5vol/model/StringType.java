package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/**
 * Strings of a fixed number of bytes.
 *
 * @param size bytes, the terminator included where there is one
 */
public record StringType(int size, StringPadding padding, StringCharset charset) implements H5Type {
  public StringType {
    if (size < 1) {
      throw new IllegalArgumentException("no string: size=" + size);
    }
  }

  @Override
  public StringType order(ByteOrder order) {
    return this;
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
