package io.jromio.adio.datatype;

/** The values that the machine knows, aligned to their size. */
@SuppressWarnings("ImmutableEnumChecker") // a FlatType never changes
enum BasicType implements Datatype {
  BYTE(Byte.BYTES),
  SHORT(Short.BYTES),
  CHAR(Character.BYTES),
  INT(Integer.BYTES),
  LONG(Long.BYTES),
  FLOAT(Float.BYTES),
  DOUBLE(Double.BYTES);

  private final long size;
  private final FlatType flat;

  BasicType(long size) {
    this.size = size;
    StripBuilder strips = new StripBuilder();
    strips.add(0, size, size, 1);
    this.flat = strips.build(0, size);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public long lowerBound() {
    return 0;
  }

  @Override
  public long extent() {
    return size;
  }

  @Override
  public long upperBound() {
    return size;
  }

  @Override
  public long trueLowerBound() {
    return 0;
  }

  @Override
  public long trueExtent() {
    return size;
  }

  @Override
  public FlatType flatten() {
    return flat;
  }
}
