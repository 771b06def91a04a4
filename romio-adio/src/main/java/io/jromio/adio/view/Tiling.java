package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;

/**
 * Tiles in a row: instances of a flat type, {@code period} bytes apart, displacement 0 of the first
 * at {@code base}. Data positions run through all tiles.
 *
 * <p>Positions are found by arithmetic when tiles lie behind each other ({@link #isRegular}).
 */
record Tiling(long base, FlatType tile, long period) {
  Tiling {
    if (base < 0 || tile.trueLowerBound() < -base || (tile.size() > 0 && period <= 0)) {
      throw new IllegalArgumentException(
          "outside the file: offset=%d period=%d pattern=%s".formatted(base, period, tile));
    }
    if (tile.trueUpperBound() > Long.MAX_VALUE - base) {
      throw new IllegalArgumentException(
          "beyond the range of a file: offset=%d pattern=%s".formatted(base, tile));
    }
  }

  /**
   * The tiles of a view. If the blocks of all tiles make one strip, one tile holds that strip as
   * far as files go, so that a cursor sees no tiles at all.
   */
  static Tiling endless(long base, FlatType flat) {
    Tiling tiling = new Tiling(base, flat, flat.extent());
    if (flat.strips() != 1 || !tiling.isRegular()) {
      return tiling;
    }
    long length = flat.length(0);
    long apart = flat.count(0) == 1 ? flat.extent() : flat.stride(0);
    long room = Long.MAX_VALUE - base - flat.offset(0) - length;
    if (flat.extent() / flat.count(0) != apart || flat.extent() % flat.count(0) != 0 || room < 0) {
      return tiling;
    }
    long blocks = room / apart + 1;
    FlatType strip =
        FlatType.of(
            new long[] {flat.offset(0)},
            new long[] {length},
            new long[] {apart},
            new long[] {blocks});
    // What lies behind this tile is beyond the range of a long, and its offset must not wrap
    // around.
    return new Tiling(base, strip, Long.MAX_VALUE);
  }

  /** Whether the first tile reaches as far as files go. */
  boolean endless() {
    return period == Long.MAX_VALUE;
  }

  long span() {
    return tile.trueUpperBound() - tile.trueLowerBound();
  }

  /** Whether no tile begins before the one in front of it has ended, nor any block. */
  boolean isRegular() {
    return tile.isMonotonic() && span() <= period;
  }

  /**
   * Where the byte at a data position lies.
   *
   * @throws ArithmeticException if that is beyond the range of a long
   */
  long offsetAt(long position) {
    long number = position / tile.size();
    long first = Math.addExact(base, Math.multiplyExact(number, period));
    return Math.addExact(first, tile.offsetAt(position - number * tile.size()));
  }

  /** Bytes of data that lie before a place in the file. */
  long dataBelow(long fileOffset) {
    if (fileOffset <= 0 || tile.size() == 0) {
      return 0;
    }
    if (!isRegular()) {
      return dataBelowIrregular(fileOffset - base);
    }
    long beyondFirst = fileOffset - (base + tile.trueLowerBound());
    return beyondFirst <= 0 ? 0 : dataBelowRegular(beyondFirst);
  }

  private long dataBelowRegular(long beyondFirst) {
    long number = beyondFirst / period;
    long place = beyondFirst - number * period + tile.trueLowerBound();
    return number * tile.size() + tile.dataBelow(place);
  }

  private long dataBelowIrregular(long place) {
    long below = 0;
    for (int i = 0; i < tile.strips(); i++) {
      long length = tile.length(i);
      long offset = tile.offset(i);
      for (long block = 0; block < tile.count(i); block++, offset += tile.stride(i)) {
        long room = place - offset;
        long whole = room < length ? 0 : (room - length) / period + 1;
        below += whole * length;
        for (long left = room - whole * period; left > 0; left -= period) {
          below += Math.min(left, length);
        }
      }
    }
    return below;
  }

  /** Blocks that begin at data positions up to and including this one. */
  long blocksUpTo(long position) {
    long number = position / tile.size();
    return number * tile.blocks() + tile.blocksUpTo(position - number * tile.size());
  }

  /**
   * The list of the bytes at data positions from {@code from} to {@code to}.
   *
   * @throws ArithmeticException if they leave the range of a long
   */
  AccessList access(long from, long to) {
    return isRegular() ? TiledAccess.of(this, from, to, from) : ListedAccess.of(this, from, to);
  }
}
