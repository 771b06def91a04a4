package io.jromio.adio.view;

import org.jspecify.annotations.Nullable;

/**
 * What requests through one view have in common, so that other ranks need be told it once: the
 * tiles of the view, however many pieces a request has. Three numbers, its place, make a request of
 * it.
 *
 * <p>Contiguous requests all have one pattern. A request that is spelled out is a pattern of its
 * own.
 *
 * @source Blas, Isaila, Singh, Carretero 2008 (view-based collective I/O); ROMIO
 *     adio/common/ad_coll_build_req_new.c
 */
public final class AccessPattern {
  /** Of one range of the file. */
  static final AccessPattern CONTIGUOUS = new AccessPattern(null, null);

  private final @Nullable Tiling tiling;
  private final @Nullable ListedAccess listed;

  private AccessPattern(@Nullable Tiling tiling, @Nullable ListedAccess listed) {
    this.tiling = tiling;
    this.listed = listed;
  }

  static AccessPattern of(Tiling tiling) {
    return new AccessPattern(tiling, null);
  }

  static AccessPattern of(ListedAccess listed) {
    return new AccessPattern(null, listed);
  }

  /**
   * The list at a place.
   *
   * @param place the three numbers of {@link AccessList#place}
   * @throws IllegalArgumentException if there is no such place
   */
  public AccessList at(long... place) {
    if (listed != null) {
      return listed;
    }
    if (tiling == null) {
      return new ContiguousAccess(place[0], place[1], place[2]);
    }
    if (place[0] < 0 || place[0] > place[1]) {
      throw new IllegalArgumentException("no place: from=%d to=%d".formatted(place[0], place[1]));
    }
    try {
      return TiledAccess.of(tiling, place[0], place[1], place[2]);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "beyond the range of a file: from=%d to=%d".formatted(place[0], place[1]), e);
    }
  }

  /** Whether both are of the same view in this process; so what was said of one holds. */
  @SuppressWarnings("ReferenceEquality") // comparing all strips would cost more than it saves
  public boolean isSame(AccessPattern other) {
    return tiling == other.tiling && listed == other.listed;
  }

  /**
   * A compact form for other ranks: a few bytes for each group of equal strips. Versions of this
   * library need not understand each other's.
   */
  public byte[] encode() {
    return AccessCodec.encode(this);
  }

  /**
   * The pattern that {@link #encode} was called on.
   *
   * @throws IllegalArgumentException if {@code code} did not come from there
   */
  public static AccessPattern decode(byte[] code) {
    return AccessCodec.decode(code);
  }

  @Nullable Tiling tiling() {
    return tiling;
  }

  @Nullable ListedAccess listed() {
    return listed;
  }
}
