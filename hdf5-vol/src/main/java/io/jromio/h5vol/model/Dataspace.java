package io.jromio.h5vol.model;

import java.util.Arrays;

/**
 * How many elements there are, in which shape, and how far they may grow.
 *
 * @param kind whether there are none, one, or an array
 * @param shape elements in each dimension, the slowest first; empty unless an array
 * @param maxShape how far each may grow, {@link #UNLIMITED} for without end
 * @source HDF5 file format specification v3.0, section IV.A.2.b
 */
public record Dataspace(Kind kind, long[] shape, long[] maxShape) {
  /** Whether there are no elements, one, or an array. */
  public enum Kind {
    NULL,
    SCALAR,
    SIMPLE
  }

  /** A dimension that may grow without end. */
  public static final long UNLIMITED = -1;

  /** Most dimensions. */
  public static final int MAX_RANK = 32;

  public Dataspace {
    shape = shape.clone();
    maxShape = maxShape.clone();
    if (shape.length != maxShape.length
        || shape.length > MAX_RANK
        || (kind == Kind.SIMPLE) != (shape.length > 0)) {
      throw invalid(kind, shape, maxShape);
    }
    long elements = 1;
    for (int d = 0; d < shape.length; d++) {
      boolean fits = maxShape[d] == UNLIMITED || maxShape[d] >= shape[d];
      if (shape[d] < 0 || !fits || (shape[d] > 0 && elements > Long.MAX_VALUE / shape[d])) {
        throw invalid(kind, shape, maxShape);
      }
      elements *= shape[d];
    }
  }

  private static IllegalArgumentException invalid(Kind kind, long[] shape, long[] maxShape) {
    return new IllegalArgumentException(
        "no dataspace: kind=%s shape=%s maxShape=%s"
            .formatted(kind, Arrays.toString(shape), Arrays.toString(maxShape)));
  }

  public static Dataspace nothing() {
    return new Dataspace(Kind.NULL, new long[0], new long[0]);
  }

  public static Dataspace scalar() {
    return new Dataspace(Kind.SCALAR, new long[0], new long[0]);
  }

  /** An array that cannot grow; scalar without dimensions. */
  public static Dataspace of(long... shape) {
    return shape.length == 0 ? scalar() : new Dataspace(Kind.SIMPLE, shape, shape);
  }

  public static Dataspace of(long[] shape, long[] maxShape) {
    return shape.length == 0 ? scalar() : new Dataspace(Kind.SIMPLE, shape, maxShape);
  }

  @Override
  public long[] shape() {
    return shape.clone();
  }

  @Override
  public long[] maxShape() {
    return maxShape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public long length(int dimension) {
    return shape[dimension];
  }

  /** Elements: 0 for none, 1 for a scalar. */
  public long elements() {
    if (kind == Kind.NULL) {
      return 0;
    }
    long elements = 1;
    for (long length : shape) {
      elements *= length;
    }
    return elements;
  }

  public boolean canGrow() {
    return !Arrays.equals(shape, maxShape);
  }

  /** The same dataspace with another shape. */
  public Dataspace resized(long... newShape) {
    return new Dataspace(kind, newShape, maxShape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dataspace space
        && space.kind == kind
        && Arrays.equals(space.shape, shape)
        && Arrays.equals(space.maxShape, maxShape);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(maxShape);
  }

  @Override
  public String toString() {
    return "%s%s max=%s".formatted(kind, Arrays.toString(shape), Arrays.toString(maxShape));
  }
}
