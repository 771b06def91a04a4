package io.jromio.adio.datatype;

/** Instances one extent apart. */
final class ContiguousType extends DerivedType {
  private final long count;
  private final Datatype type;

  ContiguousType(long count, Datatype type) {
    super(
        checked(
            () ->
                Bounds.EMPTY.with(
                    Bounds.of(type),
                    Arguments.notNegative("count", count),
                    Bounds.Range.of(count, type.extent())),
            () -> text(count, type)));
    this.count = count;
    this.type = type;
  }

  @Override
  void flattenInto(StripBuilder strips) {
    strips.place(type.flatten(), 0, count, type.extent());
  }

  private static String text(long count, Datatype type) {
    return "contiguous(%d, %s)".formatted(count, type);
  }

  @Override
  public String toString() {
    return text(count, type);
  }
}
