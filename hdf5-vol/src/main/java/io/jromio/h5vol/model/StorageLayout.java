package io.jromio.h5vol.model;

import java.util.Arrays;

/** How the elements of a dataset are stored. */
public sealed interface StorageLayout {

  /** One after the other. */
  record Contiguous() implements StorageLayout {}

  /** With the description of the dataset; a few kilobytes at most. */
  record Compact() implements StorageLayout {}

  /**
   * In boxes of equal shape.
   *
   * @param shape elements of a chunk in each dimension
   */
  record Chunked(long... shape) implements StorageLayout {
    public Chunked {
      shape = shape.clone();
      long elements = 1;
      for (long length : shape) {
        if (length < 1 || elements > 0xffff_ffffL / length) {
          throw new IllegalArgumentException("no chunk: shape=" + Arrays.toString(shape));
        }
        elements *= length;
      }
    }

    @Override
    public long[] shape() {
      return shape.clone();
    }

    public long elements() {
      long elements = 1;
      for (long length : shape) {
        elements *= length;
      }
      return elements;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Chunked chunked && Arrays.equals(chunked.shape, shape);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(shape);
    }

    @Override
    public String toString() {
      return "Chunked" + Arrays.toString(shape);
    }
  }

  /** Something that can be named, but neither read nor written: virtual, external files. */
  record Foreign(String what) implements StorageLayout {}
}
