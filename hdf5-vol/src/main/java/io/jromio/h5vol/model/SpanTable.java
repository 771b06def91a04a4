package io.jromio.h5vol.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes {@link Spans}, keeps equal ones once, and combines them. */
final class SpanTable {
  /** Ranges in one dimension; beyond it a combination would take gigabytes. */
  private static final int MOST_RANGES = 1 << 24;

  private final Map<Spans, Spans> known = new HashMap<>();
  private final Map<Pair, Spans> done = new HashMap<>();

  /** Operands; the objects themselves count. */
  private record Pair(CombinedSelection.Operator operator, Spans left, Spans right) {
    @Override
    @SuppressWarnings("ReferenceEquality") // Spans of one table are equal only if they are the same
    public boolean equals(Object other) {
      return other instanceof Pair pair
          && pair.operator == operator
          && pair.left == left
          && pair.right == right;
    }

    @Override
    public int hashCode() {
      return 31 * (31 * System.identityHashCode(left) + System.identityHashCode(right))
          + operator.ordinal();
    }
  }

  /** Ranges on their way to become {@link Spans}. */
  private final class Builder {
    private final boolean last;
    private int size = 0;
    private long[] low = new long[4];
    private long[] high = new long[4];
    private Spans[] below;

    Builder(boolean last) {
      this.last = last;
      below = new Spans[last ? 0 : 4];
    }

    /** Appends a range, or lengthens the last one. */
    @SuppressWarnings("ReferenceEquality") // Spans of one table are equal only if they are the same
    void add(long from, long to, Spans under) {
      if (size > 0 && high[size - 1] == from && (last || below[size - 1] == under)) {
        high[size - 1] = to;
        return;
      }
      if (size == low.length) {
        if (size == MOST_RANGES) {
          throw new IllegalArgumentException(
              "selection too irregular to combine: ranges=%d in one dimension".formatted(size));
        }
        low = Arrays.copyOf(low, 2 * size);
        high = Arrays.copyOf(high, 2 * size);
        below = last ? below : Arrays.copyOf(below, 2 * size);
      }
      low[size] = from;
      high[size] = to;
      if (!last) {
        below[size] = under;
      }
      size++;
    }

    Spans build() {
      if (size == 0) {
        return Spans.NONE;
      }
      Spans made =
          new Spans(
              size,
              Arrays.copyOf(low, size),
              Arrays.copyOf(high, size),
              Arrays.copyOf(below, last ? 0 : size));
      Spans same = known.putIfAbsent(made, made);
      return same == null ? made : same;
    }
  }

  /** The elements of a slab that fits its extent. */
  Spans of(Slab slab) {
    if (slab.isEmpty()) {
      return Spans.NONE;
    }
    Spans under = Spans.NONE;
    for (int d = slab.rank() - 1; d >= 0; d--) {
      if (slab.count(d) > MOST_RANGES) {
        throw new IllegalArgumentException(
            "selection too irregular to combine: dimension=%d blocks=%d most=%d"
                .formatted(d, slab.count(d), MOST_RANGES));
      }
      Builder builder = new Builder(d == slab.rank() - 1);
      for (long i = 0; i < slab.count(d); i++) {
        long from = slab.start(d) + i * slab.stride(d);
        builder.add(from, from + slab.block(d), under);
      }
      under = builder.build();
    }
    return under;
  }

  /** The elements of points, each once. */
  Spans of(PointSelection points, Dataspace space) {
    long[] indexes = points.indexes(space);
    Arrays.sort(indexes);
    long[] pitch = new long[space.rank()];
    long elements = 1;
    for (int d = space.rank() - 1; d >= 0; d--) {
      pitch[d] = elements;
      elements *= space.length(d);
    }
    return points(indexes, 0, indexes.length, pitch, 0);
  }

  private Spans points(long[] sorted, int from, int to, long[] pitch, int d) {
    Builder builder = new Builder(d == pitch.length - 1);
    int begin = from;
    while (begin < to) {
      long row = sorted[begin] / pitch[d];
      int end = begin + 1;
      while (end < to && sorted[end] / pitch[d] == row) {
        end++;
      }
      Spans under = builder.last ? Spans.NONE : points(sorted, begin, end, pitch, d + 1);
      long coordinate = d == 0 ? row : row % (pitch[d - 1] / pitch[d]);
      builder.add(coordinate, coordinate + 1, under);
      begin = end;
    }
    return builder.build();
  }

  /** What is in any of them; combined in pairs, so that no large result is built many times. */
  Spans union(List<Spans> operands) {
    List<Spans> round = operands;
    while (round.size() > 1) {
      List<Spans> next = new ArrayList<>((round.size() + 1) / 2);
      for (int i = 0; i < round.size(); i += 2) {
        next.add(
            i + 1 < round.size()
                ? combine(CombinedSelection.Operator.OR, round.get(i), round.get(i + 1))
                : round.get(i));
      }
      done.clear();
      round = next;
    }
    return round.isEmpty() ? Spans.NONE : round.getFirst();
  }

  /** Both are of this table. */
  @SuppressWarnings("ReferenceEquality") // Spans of one table are equal only if they are the same
  Spans combine(CombinedSelection.Operator operator, Spans left, Spans right) {
    boolean both = operator == CombinedSelection.Operator.AND;
    boolean either = operator == CombinedSelection.Operator.OR;
    if (left == right) {
      return both || either ? left : Spans.NONE;
    }
    if (left.size == 0) {
      return either ? right : Spans.NONE;
    }
    if (right.size == 0) {
      return both ? Spans.NONE : left;
    }
    Pair pair = new Pair(operator, left, right);
    Spans before = done.get(pair);
    if (before == null) {
      before = sweep(operator, left, right);
      done.put(pair, before);
    }
    return before;
  }

  /** Goes through the ranges of both at once, cut at every end. */
  private Spans sweep(CombinedSelection.Operator operator, Spans left, Spans right) {
    Builder builder = new Builder(left.isLast());
    boolean keepLeft = operator != CombinedSelection.Operator.AND;
    boolean keepRight = operator == CombinedSelection.Operator.OR;
    int i = 0;
    int j = 0;
    long at = 0;
    while (i < left.size || (keepRight && j < right.size)) {
      long leftLow = i < left.size ? Math.max(at, left.low(i)) : Long.MAX_VALUE;
      long rightLow = j < right.size ? Math.max(at, right.low(j)) : Long.MAX_VALUE;
      long from = Math.min(leftLow, rightLow);
      if (leftLow == rightLow) {
        at = Math.min(left.high(i), right.high(j));
        both(builder, operator, from, at, left.below(i), right.below(j));
      } else if (leftLow < rightLow) {
        at = Math.min(left.high(i), rightLow);
        if (keepLeft) {
          builder.add(from, at, left.below(i));
        }
      } else {
        at = Math.min(right.high(j), leftLow);
        if (keepRight) {
          builder.add(from, at, right.below(j));
        }
      }
      i += i < left.size && left.high(i) <= at ? 1 : 0;
      j += j < right.size && right.high(j) <= at ? 1 : 0;
    }
    return builder.build();
  }

  private void both(
      Builder builder,
      CombinedSelection.Operator operator,
      long from,
      long to,
      Spans left,
      Spans right) {
    if (builder.last) {
      if (operator != CombinedSelection.Operator.MINUS) {
        builder.add(from, to, Spans.NONE);
      }
      return;
    }
    Spans under = combine(operator, left, right);
    if (under.size > 0) {
      builder.add(from, to, under);
    }
  }
}
