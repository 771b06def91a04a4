package io.jromio.adio.view;

import io.jromio.adio.datatype.FlatType;

/**
 * A stretch of a regular tiling.
 *
 * @param from data position in the tiling where the stretch begins
 * @param to where it ends
 * @param origin the data position that is 0 in the request's data
 */
record TiledAccess(Tiling tiling, long from, long to, long origin, long start, long end)
    implements AccessList {

  static AccessList of(Tiling tiling, long from, long to, long origin) {
    long start = tiling.offsetAt(from);
    if (from == to) {
      return new ContiguousAccess(start, 0, from - origin);
    }
    long end = Math.addExact(tiling.offsetAt(to - 1), 1);
    if (end - start == to - from) {
      return new ContiguousAccess(start, to - from, from - origin);
    }
    return new TiledAccess(tiling, from, to, origin, start, end);
  }

  @Override
  public long bytes() {
    return to - from;
  }

  @Override
  public long pieces() {
    return tiling.blocksUpTo(to - 1) - tiling.blocksUpTo(from) + 1;
  }

  @Override
  public AccessPattern pattern() {
    return AccessPattern.of(tiling);
  }

  @Override
  public long[] place() {
    return new long[] {from, to, origin};
  }

  @Override
  public AccessCursor cursor() {
    return new Walk(this);
  }

  @Override
  public AccessList clip(long low, long high) {
    if (low <= start && high >= end) {
      return this;
    }
    long first = from + bytesBelow(low);
    long last = Math.max(first, from + bytesBelow(high));
    if (first == last) {
      return new ContiguousAccess(Math.clamp(low, start, end), 0, first - origin);
    }
    return of(tiling, first, last, origin);
  }

  @Override
  public long bytesBelow(long fileOffset) {
    if (fileOffset <= start) {
      return 0;
    }
    return fileOffset >= end ? to - from : tiling.dataBelow(fileOffset) - from;
  }

  private static final class Walk extends AccessCursor {
    private final FlatType tile;
    private final Tiling tiling;
    private final long to;
    private final long origin;

    /** The next byte to show: data position, its tile, strip, block and place in the block. */
    private long position;

    private long tileOffset;
    private int strip;
    private long block;
    private long inBlock;

    Walk(TiledAccess list) {
      tiling = list.tiling;
      tile = tiling.tile();
      to = list.to;
      origin = list.origin;
      locate(list.from);
      refill();
    }

    private void locate(long sought) {
      position = sought;
      long number = sought / tile.size();
      long inTile = sought - number * tile.size();
      tileOffset = tiling.base() + number * tiling.period();
      strip = tile.stripAt(inTile);
      long inStrip = inTile - tile.dataOffset(strip);
      block = inStrip / tile.length(strip);
      inBlock = inStrip - block * tile.length(strip);
    }

    @Override
    void refill() {
      long left = to - position;
      if (left <= 0) {
        finish();
        return;
      }
      long length = tile.length(strip);
      long stride = tile.stride(strip);
      long at = tileOffset + tile.offset(strip) + block * stride + inBlock;
      long data = position - origin;
      if (inBlock > 0 || left < length) {
        long part = Math.min(length - inBlock, left);
        show(at, part, stride, 1, data);
        position += part;
        inBlock = 0;
        block++;
      } else {
        long whole = Math.min(tile.count(strip) - block, left / length);
        show(at, length, stride, whole, data);
        position += whole * length;
        block += whole;
      }
      if (block == tile.count(strip)) {
        block = 0;
        strip++;
        if (strip == tile.strips()) {
          strip = 0;
          tileOffset += tiling.period();
        }
      }
    }

    @Override
    void refill(long fileOffset) {
      long sought = Math.max(position, tiling.dataBelow(fileOffset));
      if (sought >= to) {
        position = to;
        finish();
      } else {
        locate(sought);
        refill();
      }
    }
  }
}
