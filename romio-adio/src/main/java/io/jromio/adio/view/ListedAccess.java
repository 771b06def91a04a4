package io.jromio.adio.view;

import java.util.Arrays;

/** Pieces spelled out, sorted by offset, for views whose tiles interleave or overlap. */
final class ListedAccess implements AccessList {
  private final long[] offsets;
  private final long[] lengths;
  private final long[] data;

  /** Bytes of data in the pieces in front; one entry more for all. */
  private final long[] before;

  private final long end;
  private final boolean overlaps;

  /** Takes the arrays as they are: at least one piece, none empty, ascending by offset. */
  ListedAccess(long[] offsets, long[] lengths, long[] data) {
    this.offsets = offsets;
    this.lengths = lengths;
    this.data = data;
    before = new long[offsets.length + 1];
    long reached = 0;
    boolean twice = false;
    for (int i = 0; i < offsets.length; i++) {
      before[i + 1] = before[i] + lengths[i];
      twice |= offsets[i] < reached;
      reached = Math.max(reached, offsets[i] + lengths[i]);
    }
    end = reached;
    overlaps = twice;
  }

  static AccessList of(Tiling tiling, long from, long to) {
    PieceSorter pieces = new PieceSorter();
    long size = tiling.tile().size();
    long last = (to - 1) / size;
    long lastTile = Math.addExact(tiling.base(), Math.multiplyExact(last, tiling.period()));
    Math.addExact(lastTile, tiling.tile().trueUpperBound());
    for (long number = from / size; number <= last; number++) {
      long first = tiling.base() + number * tiling.period();
      long skip = Math.max(0, from - number * size);
      long stop = Math.min(size, to - number * size);
      pieces.addTile(tiling.tile(), first, skip, stop, number * size - from);
    }
    return pieces.sorted();
  }

  @Override
  public long bytes() {
    return before[offsets.length];
  }

  @Override
  public long start() {
    return offsets[0];
  }

  @Override
  public long end() {
    return end;
  }

  @Override
  public long pieces() {
    return offsets.length;
  }

  @Override
  public AccessPattern pattern() {
    return AccessPattern.of(this);
  }

  @Override
  public long[] place() {
    return new long[3];
  }

  @Override
  public boolean overlaps() {
    return overlaps;
  }

  long offset(int i) {
    return offsets[i];
  }

  long length(int i) {
    return lengths[i];
  }

  long dataOffset(int i) {
    return data[i];
  }

  @Override
  public AccessCursor cursor() {
    return overlaps ? new OverlappingWalk(this) : new Walk(this);
  }

  /** The first piece that begins at or after a place. */
  private int firstFrom(long fileOffset) {
    int i = Arrays.binarySearch(offsets, fileOffset);
    while (i > 0 && offsets[i - 1] == fileOffset) {
      i--;
    }
    return i < 0 ? -i - 1 : i;
  }

  @Override
  public AccessList clip(long from, long to) {
    if (from <= start() && to >= end) {
      return this;
    }
    PieceSorter inside = new PieceSorter();
    int first = overlaps ? 0 : Math.max(0, firstFrom(from) - 1);
    for (int i = first; i < offsets.length && offsets[i] < to; i++) {
      long low = Math.max(from, offsets[i]);
      long high = Math.min(to, offsets[i] + lengths[i]);
      if (low < high) {
        inside.add(low, high - low, data[i] + (low - offsets[i]));
      }
    }
    return inside.isEmpty() ? AccessList.empty(Math.clamp(from, start(), end)) : inside.sorted();
  }

  @Override
  public long bytesBelow(long fileOffset) {
    int first = firstFrom(fileOffset);
    long below = before[first];
    for (int i = first - 1; i >= 0; i--) {
      below -= Math.max(0, offsets[i] + lengths[i] - fileOffset);
      if (!overlaps) {
        break;
      }
    }
    return below;
  }

  private static final class Walk extends AccessCursor {
    private final ListedAccess list;
    private int index;

    Walk(ListedAccess list) {
      this.list = list;
      refill();
    }

    @Override
    void refill() {
      if (index == list.offsets.length) {
        finish();
      } else {
        show(list.offset(index), list.length(index), list.length(index), 1, list.dataOffset(index));
        index++;
      }
    }

    @Override
    void refill(long fileOffset) {
      int sought = list.firstFrom(fileOffset);
      if (sought > index && list.offset(sought - 1) + list.length(sought - 1) > fileOffset) {
        sought--;
      }
      index = Math.max(index, sought);
      refill();
    }
  }

  /** Keeps what is left of entered pieces, few at a time, sorted by offset. */
  private static final class OverlappingWalk extends AccessCursor {
    private final ListedAccess list;
    private int index;
    private final PieceSorter left = new PieceSorter();

    OverlappingWalk(ListedAccess list) {
      this.list = list;
      refill();
    }

    @Override
    void refill() {
      long listed = index < list.offsets.length ? list.offset(index) : Long.MAX_VALUE;
      if (!left.isEmpty() && left.firstOffset() <= listed) {
        show(left.firstOffset(), left.firstLength(), left.firstLength(), 1, left.firstData());
        left.removeFirst();
      } else if (index < list.offsets.length) {
        show(listed, list.length(index), list.length(index), 1, list.dataOffset(index));
        index++;
      } else {
        finish();
      }
    }

    @Override
    void reorder() {
      left.insert(offset(), length(), dataOffset());
      refill();
    }

    /** Piece by piece, since any of them may reach beyond the place. */
    @Override
    public void seek(long fileOffset) {
      while (hasPiece() && offset() < fileOffset) {
        advance(Math.min(length(), fileOffset - offset()));
      }
    }

    @Override
    void refill(long fileOffset) {
      refill();
      seek(fileOffset);
    }
  }
}
