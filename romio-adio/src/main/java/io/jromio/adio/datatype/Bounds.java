package io.jromio.adio.datatype;

/**
 * What MPI derives from a type map: size, the bytes that hold data, the markers that fix lower and
 * upper bound, and the widest alignment.
 *
 * @param marked whether the type map holds a lower and an upper bound marker
 * @source MPI 4.1 section 5.1.6, definitions of lb, ub and extent
 */
record Bounds(
    long size, long trueLower, long trueUpper, boolean marked, Range marks, long alignment) {

  /** Two places, for example of the markers. */
  record Range(long low, long high) {
    static final Range NONE = new Range(0, 0);

    /** From the first to the last of {@code count} places, {@code stride} apart. */
    static Range of(long count, long stride) {
      long last = count == 0 ? 0 : Math.multiplyExact(count - 1, stride);
      return new Range(Math.min(0, last), Math.max(0, last));
    }

    Range plus(Range other) {
      return new Range(Math.addExact(low, other.low), Math.addExact(high, other.high));
    }

    Range plus(long displacement) {
      return new Range(Math.addExact(low, displacement), Math.addExact(high, displacement));
    }

    Range union(Range other) {
      return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }
  }

  static final Bounds EMPTY = new Bounds(0, 0, 0, false, Range.NONE, 1);

  static Bounds of(Datatype type) {
    return switch (type) {
      case BasicType basic ->
          new Bounds(basic.size(), 0, basic.size(), false, Range.NONE, basic.size());
      case DerivedType derived -> derived.bounds();
    };
  }

  /**
   * Adds copies of another type map.
   *
   * @param copies how many
   * @param places the lowest and the highest displacement among them
   */
  Bounds with(Bounds other, long copies, Range places) {
    if (copies == 0) {
      return this;
    }
    long grown = Math.addExact(size, Math.multiplyExact(copies, other.size));
    Range holds = new Range(trueLower, trueUpper);
    if (other.size > 0) {
      Range more = places.plus(new Range(other.trueLower, other.trueUpper));
      holds = size == 0 ? more : holds.union(more);
    }
    Range marksNow = marks;
    if (other.marked) {
      Range more = places.plus(other.marks);
      marksNow = marked ? marks.union(more) : more;
    }
    return new Bounds(
        grown,
        holds.low,
        holds.high,
        marked || other.marked,
        marksNow,
        Math.max(alignment, other.alignment));
  }

  /** The same data with these markers and no others. */
  Bounds marked(long lower, long extent) {
    Range fixed = new Range(lower, Math.addExact(lower, extent));
    return new Bounds(size, trueLower, trueUpper, true, fixed, alignment);
  }

  long lower() {
    return marked ? marks.low : trueLower;
  }

  long upper() {
    if (marked) {
      return marks.high;
    }
    long odd = trueExtent() % alignment;
    return odd == 0 ? trueUpper : Math.addExact(trueUpper, alignment - odd);
  }

  long extent() {
    return Math.subtractExact(upper(), lower());
  }

  long trueExtent() {
    return Math.subtractExact(trueUpper, trueLower);
  }
}
