package io.jromio.adio.datatype;

import java.util.Arrays;

/** Blocks at given places (indexed, hindexed and the forms with one block length). */
final class IndexedType extends DerivedType {
  private final Shape shape;
  private final Datatype type;

  /** Displacements as the caller gave them; {@code unit} is what they count in. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Shape(
      String name, long[] blocklengths, long[] displacements, long unit, boolean equal) {

    long place(int i) {
      return Math.multiplyExact(displacements[i], unit);
    }

    Bounds bounds(Datatype type) {
      Bounds child = Bounds.of(type);
      long extent = type.extent();
      Bounds bounds = Bounds.EMPTY;
      for (int i = 0; i < blocklengths.length; i++) {
        if (blocklengths[i] > 0) {
          Bounds.Range places = Bounds.Range.of(blocklengths[i], extent).plus(place(i));
          bounds = bounds.with(child, blocklengths[i], places);
        }
      }
      return bounds;
    }

    String text(Datatype type) {
      String lengths =
          equal && blocklengths.length > 0
              ? Long.toString(blocklengths[0])
              : Arguments.text(blocklengths);
      return "%s(%s, %s, %s)".formatted(name, lengths, Arguments.text(displacements), type);
    }
  }

  private IndexedType(Shape shape, Datatype type) {
    super(checked(() -> shape.bounds(type), () -> shape.text(type)));
    this.shape = shape;
    this.type = type;
  }

  static IndexedType indexed(long[] blocklengths, long[] displacements, Datatype type) {
    return new IndexedType(shape("indexed", blocklengths, displacements, type.extent()), type);
  }

  static IndexedType hindexed(long[] blocklengths, long[] displacements, Datatype type) {
    return new IndexedType(shape("hindexed", blocklengths, displacements, 1), type);
  }

  static IndexedType indexedBlock(long blocklength, long[] displacements, Datatype type) {
    return equalBlocks("indexedBlock", blocklength, displacements, type.extent(), type);
  }

  static IndexedType hindexedBlock(long blocklength, long[] displacements, Datatype type) {
    return equalBlocks("hindexedBlock", blocklength, displacements, 1, type);
  }

  private static IndexedType equalBlocks(
      String name, long blocklength, long[] displacements, long unit, Datatype type) {
    long[] blocklengths = new long[displacements.length];
    Arrays.fill(blocklengths, Arguments.notNegative("blocklength", blocklength));
    Shape shape = new Shape(name, blocklengths, displacements.clone(), unit, true);
    return new IndexedType(shape, type);
  }

  private static Shape shape(String name, long[] blocklengths, long[] displacements, long unit) {
    Arguments.sameLength(
        "blocklengths", blocklengths.length, "displacements", displacements.length);
    long[] lengths = Arguments.notNegative("blocklengths", blocklengths);
    return new Shape(name, lengths, displacements.clone(), unit, false);
  }

  @Override
  void flattenInto(StripBuilder strips) {
    FlatType child = type.flatten();
    long extent = type.extent();
    for (int i = 0; i < shape.blocklengths.length; i++) {
      if (shape.blocklengths[i] > 0) {
        strips.place(child, shape.place(i), shape.blocklengths[i], extent);
      }
    }
  }

  @Override
  public String toString() {
    return shape.text(type);
  }
}
