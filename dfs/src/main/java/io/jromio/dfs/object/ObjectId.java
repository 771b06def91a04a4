package io.jromio.dfs.object;

/**
 * The 128-bit name of an object. There is no table of objects: an id says how its object is laid
 * out.
 *
 * <pre>
 * hi  63..56 type | 55..48 redundancy | 47..32 number of redundancy groups | 31..0 user
 * lo  63..0  user                                   printed as hi.lo, unsigned decimal
 * </pre>
 *
 * @source DAOS src/include/daos_obj.h
 */
public record ObjectId(long hi, long lo) implements Comparable<ObjectId> {
  private static final int TYPE_SHIFT = 56;
  private static final int REDUNDANCY_SHIFT = 48;
  private static final int GROUPS_SHIFT = 32;

  /** The object with this type, redundancy and number of groups. */
  public static ObjectId of(ObjectType type, int redundancy, int groups, long hiUser, long lo) {
    if (redundancy < 0
        || redundancy > 0xff
        || groups < 0
        || groups > 0xffff
        || hiUser >>> 32 != 0) {
      throw new IllegalArgumentException(
          "no object id: redundancy=%d groups=%d user=%d".formatted(redundancy, groups, hiUser));
    }
    return new ObjectId(
        (long) type.code() << TYPE_SHIFT
            | (long) redundancy << REDUNDANCY_SHIFT
            | (long) groups << GROUPS_SHIFT
            | hiUser,
        lo);
  }

  /**
   * Reads what {@link #toString} prints.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static ObjectId parse(String text) {
    int dot = text.indexOf('.');
    if (dot > 0) {
      try {
        return new ObjectId(
            Long.parseUnsignedLong(text, 0, dot, 10),
            Long.parseUnsignedLong(text, dot + 1, text.length(), 10));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no object id, expected hi.lo: " + text, e);
      }
    }
    throw new IllegalArgumentException("no object id, expected hi.lo: " + text);
  }

  /** The code of the type; see {@link ObjectType}. */
  public int typeCode() {
    return (int) (hi >>> TYPE_SHIFT);
  }

  public ObjectType type() {
    return ObjectType.of(typeCode());
  }

  /** The code of the redundancy; see {@link ObjectClass}. */
  public int redundancy() {
    return (int) (hi >>> REDUNDANCY_SHIFT) & 0xff;
  }

  /** The number of redundancy groups. */
  public int groups() {
    return (int) (hi >>> GROUPS_SHIFT) & 0xffff;
  }

  @Override
  public int compareTo(ObjectId other) {
    int byHi = Long.compareUnsigned(hi, other.hi);
    return byHi != 0 ? byHi : Long.compareUnsigned(lo, other.lo);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(hi) + "." + Long.toUnsignedString(lo);
  }
}
