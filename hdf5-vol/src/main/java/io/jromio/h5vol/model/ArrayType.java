package io.jromio.h5vol.model;

import java.nio.ByteOrder;
import java.util.Arrays;

/** Elements that are arrays of {@code base}, of the same shape each, in row-major order. */
public record ArrayType(H5Type base, int... shape) implements H5Type {
  public ArrayType {
    shape = shape.clone();
    long bytes = base.size();
    for (int length : shape) {
      if (length < 1 || bytes > Integer.MAX_VALUE / length) {
        throw new IllegalArgumentException(
            "no array type: shape=%s base=%s".formatted(Arrays.toString(shape), base));
      }
      bytes *= length;
    }
    if (shape.length < 1 || shape.length > Dataspace.MAX_RANK) {
      throw new IllegalArgumentException("no array type: rank=" + shape.length);
    }
  }

  @Override
  public int[] shape() {
    return shape.clone();
  }

  /** Base elements in one element. */
  public int length() {
    int length = 1;
    for (int n : shape) {
      length *= n;
    }
    return length;
  }

  @Override
  public int size() {
    return length() * base.size();
  }

  @Override
  public ArrayType order(ByteOrder order) {
    return new ArrayType(base.order(order), shape);
  }

  @Override
  public boolean hasVlen() {
    return base.hasVlen();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ArrayType array
        && array.base.equals(base)
        && Arrays.equals(array.shape, shape);
  }

  @Override
  public int hashCode() {
    return 31 * base.hashCode() + Arrays.hashCode(shape);
  }

  @Override
  public String toString() {
    return "ArrayType[base=%s, shape=%s]".formatted(base, Arrays.toString(shape));
  }
}
