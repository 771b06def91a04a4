package io.jromio.adio.datatype;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A type built from others; knows its bounds at once and its flat layout when asked. */
abstract sealed class DerivedType implements Datatype
    permits ContiguousType,
        StridedType,
        IndexedType,
        StructType,
        SubarrayType,
        DarrayType,
        ResizedType {
  private final Bounds bounds;
  private final long lowerBound;
  private final long extent;
  private volatile @Nullable FlatType flat;

  DerivedType(Bounds bounds) {
    this.bounds = bounds;
    this.lowerBound = bounds.lower();
    this.extent = bounds.extent();
  }

  /** Runs a computation of bounds; what leaves the range of a long is the caller's mistake. */
  static Bounds checked(Supplier<Bounds> computation, Supplier<String> expression) {
    try {
      Bounds bounds = computation.get();
      bounds.extent();
      bounds.trueExtent();
      return bounds;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("beyond the range of a long: type=" + expression.get(), e);
    }
  }

  /** Puts the blocks of one instance into {@code strips}, in type-map order. */
  abstract void flattenInto(StripBuilder strips);

  final Bounds bounds() {
    return bounds;
  }

  @Override
  public final long size() {
    return bounds.size();
  }

  @Override
  public final long lowerBound() {
    return lowerBound;
  }

  @Override
  public final long extent() {
    return extent;
  }

  @Override
  public final long upperBound() {
    return lowerBound + extent;
  }

  @Override
  public final long trueLowerBound() {
    return bounds.trueLower();
  }

  @Override
  public final long trueExtent() {
    return bounds.trueExtent();
  }

  @Override
  public final FlatType flatten() {
    FlatType known = flat;
    if (known == null) {
      StripBuilder strips = new StripBuilder();
      flattenInto(strips);
      known = strips.build(lowerBound, extent);
      flat = known;
    }
    return known;
  }
}
