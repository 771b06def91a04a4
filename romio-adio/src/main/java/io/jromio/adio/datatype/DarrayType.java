package io.jromio.adio.datatype;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** One process's part of a distributed array. */
final class DarrayType extends DerivedType {
  private final Layout layout;
  private final Datatype type;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Layout(
      ProcessGrid grid, long[] gsizes, Distribution[] distributions, long[] dargs, Order order) {
    Layout {
      int n = gsizes.length;
      Arguments.sameLength("gsizes", n, "distributions", distributions.length);
      Arguments.sameLength("gsizes", n, "dargs", dargs.length);
      Arguments.sameLength("gsizes", n, "psizes", grid.psizes().length);
      if (n == 0) {
        throw new IllegalArgumentException("no dimensions: gsizes.length=0");
      }
      gsizes = gsizes.clone();
      distributions = distributions.clone();
      dargs = dargs.clone();
    }

    List<Dimension> fastestFirst() {
      int[] place = grid.coordinates();
      List<Dimension> dimensions = new ArrayList<>();
      for (int i = 0; i < gsizes.length; i++) {
        long block = block(i);
        dimensions.add(Dimension.cyclic(gsizes[i], block, grid.psizes()[i], place[i]));
      }
      if (order == Order.C) {
        Collections.reverse(dimensions);
      }
      return dimensions;
    }

    /** The block size of a dimension, after checking its arguments. */
    private long block(int i) {
      long gsize = gsizes[i];
      long darg = dargs[i];
      long psize = grid.psizes()[i];
      boolean standard = darg == Distribution.DEFAULT_ARGUMENT;
      if (gsize < 1 || (!standard && darg < 1 && distributions[i] != Distribution.NONE)) {
        throw refused("not positive", i);
      }
      return switch (distributions[i]) {
        case BLOCK -> {
          long block = standard ? Math.ceilDiv(gsize, psize) : darg;
          if (block < Math.ceilDiv(gsize, psize)) {
            throw refused("blocks do not cover the array", i);
          }
          yield block;
        }
        case CYCLIC -> standard ? 1 : darg;
        case NONE -> {
          if (psize != 1) {
            throw refused("not distributed, but more than one process", i);
          }
          yield gsize;
        }
      };
    }

    private IllegalArgumentException refused(String reason, int i) {
      return new IllegalArgumentException(
          "%s: dimension=%d gsizes=%d distributions=%s dargs=%d psizes=%d"
              .formatted(reason, i, gsizes[i], distributions[i], dargs[i], grid.psizes()[i]));
    }

    String text(Datatype type) {
      return "darray(%d, %d, %s, %s, %s, %s, %s, %s)"
          .formatted(
              grid.size(),
              grid.rank(),
              Arguments.text(gsizes),
              Arrays.toString(distributions),
              Arguments.text(dargs),
              Arrays.toString(grid.psizes()),
              order,
              type);
    }
  }

  DarrayType(Layout layout, Datatype type) {
    super(checked(() -> Dimension.bounds(layout.fastestFirst(), type), () -> layout.text(type)));
    this.layout = layout;
    this.type = type;
  }

  @Override
  void flattenInto(StripBuilder strips) {
    if (size() > 0) {
      Dimension.flatten(layout.fastestFirst(), type, strips);
    }
  }

  @Override
  public String toString() {
    return layout.text(type);
  }
}
