package io.jromio.adio.view;

/** One range of the file. */
record ContiguousAccess(long start, long bytes, long dataOffset) implements AccessList {
  ContiguousAccess {
    if (start < 0 || bytes < 0 || start > Long.MAX_VALUE - bytes) {
      throw new IllegalArgumentException(
          "no file range: offset=%d length=%d".formatted(start, bytes));
    }
  }

  @Override
  public long end() {
    return start + bytes;
  }

  @Override
  public boolean isContiguous() {
    return true;
  }

  @Override
  public long pieces() {
    return bytes == 0 ? 0 : 1;
  }

  @Override
  public AccessPattern pattern() {
    return AccessPattern.CONTIGUOUS;
  }

  @Override
  public long[] place() {
    return new long[] {start, bytes, dataOffset};
  }

  @Override
  public AccessCursor cursor() {
    return new OnePiece(this);
  }

  @Override
  public AccessList clip(long from, long to) {
    if (from <= start && to >= end()) {
      return this;
    }
    long low = Math.clamp(from, start, end());
    long high = Math.clamp(to, low, end());
    return new ContiguousAccess(low, high - low, dataOffset + (low - start));
  }

  @Override
  public long bytesBelow(long fileOffset) {
    return Math.clamp(fileOffset, start, end()) - start;
  }

  private static final class OnePiece extends AccessCursor {
    OnePiece(ContiguousAccess range) {
      if (range.bytes > 0) {
        show(range.start, range.bytes, range.bytes, 1, range.dataOffset);
      }
    }

    @Override
    void refill() {
      finish();
    }

    @Override
    void refill(long fileOffset) {
      finish();
    }
  }
}
