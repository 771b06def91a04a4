package io.jromio.collective;

import io.jromio.hints.Toggle;

/**
 * Decides whether a collective call aggregates. Only looks at what all ranks know alike, so that
 * all ranks decide alike.
 *
 * <p>{@code enable} aggregates whenever anybody moves a byte and {@code disable} never does. {@code
 * automatic} aggregates if all of these hold:
 *
 * <ul>
 *   <li>at least two ranks move data: one alone gains nothing from others;
 *   <li>a piece is shorter than {@link #LARGE_PIECE} on average: larger ones cost the file system
 *       no more one by one;
 *   <li>the ranges of the ranks interleave, so that their pieces make longer runs together; or they
 *       do not, but a piece is shorter than {@link #SMALL_PIECE} on average and a rank has more
 *       than one.
 * </ul>
 *
 * <p>One contiguous range per rank therefore never aggregates unless ranges overlap.
 *
 * @source ROMIO adio/common/ad_write_coll.c decides by interleaving of neighbours alone
 */
final class CollectiveSelector {
  /** Pieces of this size are moved by their own rank: 1 MiB. */
  static final long LARGE_PIECE = 1L << 20;

  /** Pieces below this size are gathered even if nobody else's lie between them: 4 KiB. */
  static final long SMALL_PIECE = 4L << 10;

  private CollectiveSelector() {}

  static boolean aggregates(Toggle mode, CallExtents extents) {
    return switch (mode) {
      case ENABLE -> extents.dataRanks() > 0;
      case DISABLE -> false;
      case AUTOMATIC -> pays(extents);
    };
  }

  private static boolean pays(CallExtents extents) {
    if (extents.dataRanks() < 2) {
      return false;
    }
    long piece = extents.totalBytes() / extents.totalPieces();
    boolean scattered = extents.totalPieces() > extents.dataRanks();
    return piece < LARGE_PIECE && (extents.interleaved() || (scattered && piece < SMALL_PIECE));
  }
}
