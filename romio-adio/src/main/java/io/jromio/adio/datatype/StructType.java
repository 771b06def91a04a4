package io.jromio.adio.datatype;

import java.util.Arrays;

/** Blocks of different types at given places. */
final class StructType extends DerivedType {
  private final long[] blocklengths;
  private final long[] displacements;
  private final Datatype[] types;

  StructType(long[] blocklengths, long[] displacements, Datatype[] types) {
    super(
        checked(
            () -> bounds(blocklengths, displacements, types),
            () -> text(blocklengths, displacements, types)));
    this.blocklengths = blocklengths.clone();
    this.displacements = displacements.clone();
    this.types = types.clone();
  }

  private static Bounds bounds(long[] blocklengths, long[] displacements, Datatype[] types) {
    Arguments.sameLength(
        "blocklengths", blocklengths.length, "byteDisplacements", displacements.length);
    Arguments.sameLength("blocklengths", blocklengths.length, "types", types.length);
    Bounds bounds = Bounds.EMPTY;
    for (int i = 0; i < types.length; i++) {
      Arguments.notNegative("blocklengths[" + i + "]", blocklengths[i]);
      if (blocklengths[i] > 0) {
        Bounds.Range places =
            Bounds.Range.of(blocklengths[i], types[i].extent()).plus(displacements[i]);
        bounds = bounds.with(Bounds.of(types[i]), blocklengths[i], places);
      }
    }
    return bounds;
  }

  @Override
  void flattenInto(StripBuilder strips) {
    for (int i = 0; i < types.length; i++) {
      strips.place(types[i].flatten(), displacements[i], blocklengths[i], types[i].extent());
    }
  }

  private static String text(long[] blocklengths, long[] displacements, Datatype[] types) {
    return "struct(%s, %s, %s)"
        .formatted(
            Arguments.text(blocklengths), Arguments.text(displacements), Arrays.toString(types));
  }

  @Override
  public String toString() {
    return text(blocklengths, displacements, types);
  }
}
