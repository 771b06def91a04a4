package io.jromio.h5vol.model;

import java.nio.ByteOrder;

/**
 * References into the same file.
 *
 * @param size bytes; 8 for objects: their {@link ObjectToken}, little-endian
 */
public record ReferenceType(Kind kind, int size) implements H5Type {
  /** What is referred to. Regions are read as bytes only. */
  public enum Kind {
    OBJECT,
    REGION
  }

  @Override
  public ReferenceType order(ByteOrder order) {
    return this;
  }

  @Override
  public boolean hasVlen() {
    return false;
  }
}
