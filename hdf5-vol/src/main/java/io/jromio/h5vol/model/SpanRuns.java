package io.jromio.h5vol.model;

/** Runs of {@link Spans}, in row-major order. */
final class SpanRuns implements Runs {
  private final int rank;
  // Elements below one coordinate of each dimension.
  private final long[] pitch;
  // Where the walk is: in each dimension down to depth, the range and the coordinate within it.
  private final Spans[] level;
  private final int[] range;
  private final long[] coordinate;
  private final long[] base;
  private int depth = 0;
  private long rawStart;
  private long rawLength;
  private boolean pending;
  private long start;
  private long length;

  SpanRuns(Spans spans, long... shape) {
    rank = shape.length;
    pitch = new long[rank];
    long below = 1;
    for (int d = rank - 1; d >= 0; d--) {
      pitch[d] = below;
      below *= shape[d];
    }
    level = new Spans[rank];
    range = new int[rank];
    coordinate = new long[rank];
    base = new long[rank];
    level[0] = spans;
    coordinate[0] = spans.size == 0 ? 0 : spans.low(0);
    pending = advance();
  }

  @Override
  public boolean next() {
    if (!pending) {
      return false;
    }
    start = rawStart;
    length = rawLength;
    pending = advance();
    while (pending && rawStart == start + length) {
      length += rawLength;
      pending = advance();
    }
    return true;
  }

  /** The next range whose elements lie side by side. */
  private boolean advance() {
    while (true) {
      Spans spans = level[depth];
      if (range[depth] == spans.size) {
        if (depth == 0) {
          return false;
        }
        depth--;
        step();
        continue;
      }
      int at = range[depth];
      boolean whole = depth == rank - 1 || spans.below(at).elements == pitch[depth];
      long offset = base[depth] + coordinate[depth] * pitch[depth];
      if (whole) {
        rawStart = offset;
        rawLength = (spans.high(at) - coordinate[depth]) * pitch[depth];
        coordinate[depth] = spans.high(at) - 1;
        step();
        return true;
      }
      enter(depth + 1, spans.below(at), offset);
    }
  }

  private void enter(int into, Spans spans, long offset) {
    depth = into;
    level[depth] = spans;
    range[depth] = 0;
    coordinate[depth] = spans.low(0);
    base[depth] = offset;
  }

  /** To the next coordinate of the present dimension. */
  private void step() {
    Spans spans = level[depth];
    coordinate[depth]++;
    if (coordinate[depth] == spans.high(range[depth])) {
      range[depth]++;
      coordinate[depth] = range[depth] == spans.size ? 0 : spans.low(range[depth]);
    }
  }

  @Override
  public long start() {
    return start;
  }

  @Override
  public long length() {
    return length;
  }
}
