package io.jromio.adio.datatype;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A box of an array. */
final class SubarrayType extends DerivedType {
  private final Box box;
  private final Datatype type;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Box(long[] sizes, long[] subsizes, long[] starts, Order order) {
    Box {
      Arguments.sameLength("sizes", sizes.length, "subsizes", subsizes.length);
      Arguments.sameLength("sizes", sizes.length, "starts", starts.length);
      if (sizes.length == 0) {
        throw new IllegalArgumentException("no dimensions: sizes.length=0");
      }
      sizes = sizes.clone();
      subsizes = Arguments.notNegative("subsizes", subsizes);
      starts = Arguments.notNegative("starts", starts);
      for (int i = 0; i < sizes.length; i++) {
        if (sizes[i] < 1 || subsizes[i] > sizes[i] || starts[i] > sizes[i] - subsizes[i]) {
          throw new IllegalArgumentException(
              "box leaves the array: dimension=%d sizes=%d subsizes=%d starts=%d"
                  .formatted(i, sizes[i], subsizes[i], starts[i]));
        }
      }
    }

    List<Dimension> fastestFirst() {
      List<Dimension> dimensions = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        dimensions.add(Dimension.run(sizes[i], starts[i], subsizes[i]));
      }
      if (order == Order.C) {
        Collections.reverse(dimensions);
      }
      return dimensions;
    }

    String text(Datatype type) {
      return "subarray(%s, %s, %s, %s, %s)"
          .formatted(
              Arguments.text(sizes), Arguments.text(subsizes), Arguments.text(starts), order, type);
    }
  }

  SubarrayType(long[] sizes, long[] subsizes, long[] starts, Order order, Datatype type) {
    this(new Box(sizes, subsizes, starts, order), type);
  }

  private SubarrayType(Box box, Datatype type) {
    super(checked(() -> Dimension.bounds(box.fastestFirst(), type), () -> box.text(type)));
    this.box = box;
    this.type = type;
  }

  @Override
  void flattenInto(StripBuilder strips) {
    if (size() > 0) {
      Dimension.flatten(box.fastestFirst(), type, strips);
    }
  }

  @Override
  public String toString() {
    return box.text(type);
  }
}
