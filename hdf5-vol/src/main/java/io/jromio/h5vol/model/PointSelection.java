package io.jromio.h5vol.model;

import java.util.Arrays;
import java.util.Optional;

/** Single elements in the order of the list. */
final class PointSelection implements Selection {
  private final int rank;
  private final int points;
  // Coordinates of one point after those of another.
  private final long[] flat;

  PointSelection(long[]... coordinates) {
    points = coordinates.length;
    rank = points == 0 ? 0 : coordinates[0].length;
    if ((long) rank * points > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "too many points: points=%d rank=%d".formatted(points, rank));
    }
    flat = new long[rank * points];
    for (int p = 0; p < points; p++) {
      long[] point = coordinates[p];
      if (point.length != rank) {
        throw new IllegalArgumentException(
            "points of several ranks: point=%s rank=%d".formatted(Arrays.toString(point), rank));
      }
      for (int d = 0; d < rank; d++) {
        if (point[d] < 0) {
          throw new IllegalArgumentException("no point: point=" + Arrays.toString(point));
        }
        flat[p * rank + d] = point[d];
      }
    }
  }

  int points() {
    return points;
  }

  /** Where a point is, counted in row-major order over the extent it was checked against. */
  private long index(int point, Dataspace space) {
    long index = 0;
    for (int d = 0; d < rank; d++) {
      index = index * space.length(d) + flat[point * rank + d];
    }
    return index;
  }

  /** All of them, in the order of the list. */
  long[] indexes(Dataspace space) {
    requireFit(space);
    long[] indexes = new long[points];
    for (int p = 0; p < points; p++) {
      indexes[p] = index(p, space);
    }
    return indexes;
  }

  private void requireFit(Dataspace space) {
    if (points == 0) {
      return;
    }
    if (space.rank() != rank || space.kind() == Dataspace.Kind.NULL) {
      throw new IllegalArgumentException(
          "selection of another rank: selection=%s rank=%d space=%s rank=%d"
              .formatted(this, rank, space, space.rank()));
    }
    for (int p = 0; p < points; p++) {
      for (int d = 0; d < rank; d++) {
        if (flat[p * rank + d] >= space.length(d)) {
          throw new IllegalArgumentException(
              "selection outside the extent: dimension=%d point=%s extent=%d selection=%s"
                  .formatted(d, Arrays.toString(point(p)), space.length(d), this));
        }
      }
    }
  }

  private long[] point(int p) {
    return Arrays.copyOfRange(flat, p * rank, (p + 1) * rank);
  }

  @Override
  public long elements(Dataspace space) {
    requireFit(space);
    return points;
  }

  @Override
  public Runs runs(Dataspace space) {
    requireFit(space);
    return new PointRuns(space);
  }

  private final class PointRuns implements Runs {
    private final Dataspace space;
    private int point = 0;
    private long start;
    private long length;

    PointRuns(Dataspace space) {
      this.space = space;
    }

    @Override
    public boolean next() {
      if (point == points) {
        return false;
      }
      start = index(point++, space);
      length = 1;
      while (point < points && index(point, space) == start + length) {
        point++;
        length++;
      }
      return true;
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

  /** A slab if there is at most one point; more are left as they are. */
  @Override
  public Optional<Slab> regular(Dataspace space) {
    requireFit(space);
    if (space.rank() == 0 || points > 1) {
      return Optional.empty();
    }
    if (points == 0) {
      return Optional.of(Slab.empty(space.rank()));
    }
    long[] ones = new long[rank];
    Arrays.fill(ones, 1);
    return Optional.of(Slab.box(flat, ones));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PointSelection selection
        && selection.rank == rank
        && selection.points == points
        && Arrays.equals(selection.flat, flat);
  }

  @Override
  public int hashCode() {
    return 31 * rank + Arrays.hashCode(flat);
  }

  @Override
  public String toString() {
    return points <= 4
        ? "PointSelection[rank=%d, points=%s]".formatted(rank, Arrays.toString(flat))
        : "PointSelection[rank=%d, points=%d]".formatted(rank, points);
  }
}
