package io.jromio.collective;

import io.jromio.hints.Toggle;

/**
 * Decides whether a collective call aggregates. Only looks at what all ranks know alike, so that
 * all ranks decide alike.
 *
 * <p>{@code enable} aggregates whenever anybody moves a byte and {@code disable} never does. {@code
 * automatic} hardly ever does where all ranks share one page cache that holds the file and can be
 * mapped: there a rank reaches its bytes at the price of a copy, and a detour over others is a
 * second one. It does so only for writes of many pieces shorter than {@link #CACHED_PIECE}, if they
 * interleave and lie too far apart for a mapping: their system calls cost more than the detour.
 * Elsewhere it aggregates if all of these hold:
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

  /** Pieces of this size and more are written to the page cache by their own rank: 12 KiB. */
  static final long CACHED_PIECE = 12L << 10;

  /** Fewer pieces of a rank than this are not worth a call's fixed costs. */
  static final long MANY_PIECES = 32;

  private CollectiveSelector() {}

  /**
   * What kind of call and file it is.
   *
   * @param cached whether all ranks are on one node whose page cache holds the file, mappable
   * @param mappedStride bytes from piece to piece up to which a rank's own mapping pays
   */
  record Circumstances(boolean writes, boolean cached, long mappedStride) {}

  /**
   * Whether ranks go alone whatever their requests are, so that these need not be compared.
   *
   * @param scattered whether some rank sees the file through a view with holes
   */
  static boolean goesAlone(Toggle mode, Circumstances call, boolean scattered) {
    boolean direct = call.cached && !(call.writes && scattered);
    return mode == Toggle.DISABLE || (mode == Toggle.AUTOMATIC && direct);
  }

  /** Whether to aggregate a call in which ranks need not {@linkplain #goesAlone go alone}. */
  static boolean aggregates(Toggle mode, Circumstances call, CallSummary summary) {
    return switch (mode) {
      case ENABLE -> summary.dataRanks() > 0;
      case DISABLE -> false;
      case AUTOMATIC -> call.cached ? paysInCache(call, summary) : pays(summary);
    };
  }

  private static boolean paysInCache(Circumstances call, CallSummary summary) {
    if (!call.writes || summary.dataRanks() < 2 || !summary.interleaved()) {
      return false;
    }
    long piecesOfRank = summary.pieces() / summary.dataRanks();
    long piece = summary.bytes() / summary.pieces();
    return piecesOfRank >= MANY_PIECES
        && piece < CACHED_PIECE
        && (summary.end() - summary.start()) / piecesOfRank > call.mappedStride;
  }

  private static boolean pays(CallSummary summary) {
    if (summary.dataRanks() < 2) {
      return false;
    }
    long piece = summary.bytes() / summary.pieces();
    boolean scattered = summary.pieces() > summary.dataRanks();
    return piece < LARGE_PIECE && (summary.interleaved() || (scattered && piece < SMALL_PIECE));
  }
}
