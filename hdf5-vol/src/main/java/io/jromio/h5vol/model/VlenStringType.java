package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/** Strings of any length. */
public record VlenStringType(StringPadding padding, StringCharset charset) implements H5Type {
  @Override
  public int size() {
    return VlenType.SIZE;
  }

  @Override
  public VlenStringType order(ByteOrder order) {
    return this;
  }

  @Override
  public boolean hasVlen() {
    return true;
  }
}
