package io.jromio.adio.datatype;

/**
 * The byte layout of one instance of a datatype, in type-map order, as strips: strip i is {@code
 * count(i)} blocks of {@code length(i)} bytes, the first at {@code offset(i)}, {@code stride(i)}
 * apart.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class FlatType {
  FlatType() {}

  /** The number of strips. */
  public int strips() {
    throw new UnsupportedOperationException();
  }

  /** Where the first block of a strip begins; may be negative. */
  public long offset(int strip) {
    throw new UnsupportedOperationException("" + strip);
  }

  /** Bytes in each block, at least 1. */
  public long length(int strip) {
    throw new UnsupportedOperationException("" + strip);
  }

  /** From one block to the next; may be negative or 0; the length if there is but one. */
  public long stride(int strip) {
    throw new UnsupportedOperationException("" + strip);
  }

  /** Blocks, at least 1. */
  public long count(int strip) {
    throw new UnsupportedOperationException("" + strip);
  }

  /** Bytes of data before a strip. */
  public long dataOffset(int strip) {
    throw new UnsupportedOperationException("" + strip);
  }

  /** Bytes of data. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  public long lowerBound() {
    throw new UnsupportedOperationException();
  }

  public long extent() {
    throw new UnsupportedOperationException();
  }

  public long trueLowerBound() {
    throw new UnsupportedOperationException();
  }

  public long trueUpperBound() {
    throw new UnsupportedOperationException();
  }

  /** Whether instances in a row make one block: one block here, lower bound 0, extent = size. */
  public boolean isContiguous() {
    throw new UnsupportedOperationException();
  }

  /** Whether blocks ascend and do not overlap. */
  public boolean isMonotonic() {
    throw new UnsupportedOperationException();
  }
}
