package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.FileRuns;
import io.jromio.hints.Toggle;
import java.util.Set;

/**
 * Decides how an aggregator moves a window with holes: run by run, or the holes along with the
 * runs.
 *
 * <p>Moving a hole costs its bytes, leaving it out costs a request. A request is taken to cost as
 * much as moving {@link #GAP} bytes. A write must read the holes first, under a lock, and write
 * them back, so it has to save more: it moves holes only if there are at least {@link #MANY_RUNS}
 * runs and on average one in every {@link #PITCH} bytes. Files that move many ranges in one call
 * ({@link AdioFeature#LIST_IO}) save nothing by writing holes.
 *
 * @source ROMIO adio/common/ad_write_coll.c reads every window with a hole
 */
final class SievingRule {
  /** Holes up to this size are read along: 8 KiB. */
  static final long GAP = 8L << 10;

  /** Fewer runs than this are written one by one. */
  static final int MANY_RUNS = 16;

  /** With fewer runs than one per so many bytes, they are written one by one: 2 KiB. */
  static final long PITCH = 2L << 10;

  private SievingRule() {}

  /** Whether to write a window in one piece, its holes having been read from the file before. */
  static boolean readsBeforeWrite(Toggle dsWrite, Set<AdioFeature> features, FileRuns runs) {
    boolean safe =
        features.contains(AdioFeature.DATA_SIEVING_WRITES) && features.contains(AdioFeature.LOCKS);
    if (!safe || runs.size() < 2) {
      return false;
    }
    return switch (dsWrite) {
      case ENABLE -> true;
      case DISABLE -> false;
      case AUTOMATIC ->
          !features.contains(AdioFeature.LIST_IO)
              && runs.size() >= MANY_RUNS
              && (runs.end() - runs.offset(0)) / runs.size() <= PITCH;
    };
  }

  /** What to read so that all of {@code needed} is there. */
  static FileRuns toRead(Toggle dsRead, FileRuns needed) {
    long gap =
        switch (dsRead) {
          case ENABLE -> Long.MAX_VALUE;
          case DISABLE -> 0;
          case AUTOMATIC -> GAP;
        };
    if (gap == 0 || needed.size() < 2) {
      return needed;
    }
    FileRuns merged = new FileRuns(needed.size());
    for (int i = 0; i < needed.size(); i++) {
      long hole = i == 0 ? 0 : needed.offset(i) - merged.end();
      if (i > 0 && hole <= gap) {
        merged.add(merged.end(), hole);
      }
      merged.add(needed.offset(i), needed.length(i));
    }
    return merged;
  }
}
