package io.jromio.adio.datatype;

/** Blocks of equal length, a constant distance apart (vector and hvector). */
final class StridedType extends DerivedType {
  private final Shape shape;
  private final Datatype type;

  /** The arguments as the caller gave them; {@code unit} is what the stride counts in. */
  private record Shape(String name, long count, long blocklength, long stride, long unit) {
    Shape {
      Arguments.notNegative("count", count);
      Arguments.notNegative("blocklength", blocklength);
    }

    long strideBytes() {
      return Math.multiplyExact(stride, unit);
    }

    Bounds bounds(Datatype type) {
      long copies = Math.multiplyExact(count, blocklength);
      if (copies == 0) {
        return Bounds.EMPTY;
      }
      Bounds.Range blocks = Bounds.Range.of(count, strideBytes());
      return Bounds.EMPTY.with(
          Bounds.of(type), copies, blocks.plus(Bounds.Range.of(blocklength, type.extent())));
    }

    String text(Datatype type) {
      return "%s(%d, %d, %d, %s)".formatted(name, count, blocklength, stride, type);
    }
  }

  private StridedType(Shape shape, Datatype type) {
    super(checked(() -> shape.bounds(type), () -> shape.text(type)));
    this.shape = shape;
    this.type = type;
  }

  static StridedType ofExtents(long count, long blocklength, long stride, Datatype type) {
    return new StridedType(new Shape("vector", count, blocklength, stride, type.extent()), type);
  }

  static StridedType ofBytes(long count, long blocklength, long stride, Datatype type) {
    return new StridedType(new Shape("hvector", count, blocklength, stride, 1), type);
  }

  @Override
  void flattenInto(StripBuilder strips) {
    if (size() == 0) {
      return;
    }
    FlatType block = StripBuilder.row(type.flatten(), shape.blocklength, type.extent());
    // One block needs no stride, and the one given may be out of range.
    long stride = shape.count == 1 ? 0 : shape.strideBytes();
    strips.place(block, 0, shape.count, stride);
  }

  @Override
  public String toString() {
    return shape.text(type);
  }
}
