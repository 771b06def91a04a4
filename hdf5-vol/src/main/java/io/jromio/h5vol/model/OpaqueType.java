package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/**
 * Bytes that HDF5 does not interpret.
 *
 * @param tag says what they are; ASCII, at most 255 characters
 */
public record OpaqueType(int size, String tag) implements H5Type {
  public OpaqueType {
    if (size < 1 || tag.length() > 255) {
      throw new IllegalArgumentException("no opaque type: size=%d tag=%s".formatted(size, tag));
    }
  }

  @Override
  public OpaqueType order(ByteOrder order) {
    return this;
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
