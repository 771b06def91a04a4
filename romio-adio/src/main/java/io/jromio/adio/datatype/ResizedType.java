package io.jromio.adio.datatype;

/** The data of another type between new markers. */
final class ResizedType extends DerivedType {
  private final Datatype type;

  ResizedType(Datatype type, long lowerBound, long extent) {
    super(
        checked(
            () -> Bounds.of(type).marked(lowerBound, extent),
            () -> text(type, lowerBound, extent)));
    this.type = type;
  }

  @Override
  void flattenInto(StripBuilder strips) {
    strips.place(type.flatten(), 0, 1, 0);
  }

  private static String text(Datatype type, long lowerBound, long extent) {
    return "resized(%s, %d, %d)".formatted(type, lowerBound, extent);
  }

  @Override
  public String toString() {
    return text(type, lowerBound(), extent());
  }
}
