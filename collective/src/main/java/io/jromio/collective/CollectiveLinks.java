package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The {@link RankLinks} that one open file uses, and what all its ranks know of where it lies. Made
 * by the first call that needs them.
 *
 * <p>If a node has no shared memory to give, all ranks go on as if each were a node of its own: by
 * messages alone.
 */
final class CollectiveLinks implements AutoCloseable {
  private static final long NOT_MAPPABLE = -1;
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final RankLinks ranks;
  private final boolean kept;
  private final long mappedStride;

  /**
   * @param kept whether the communicator keeps the links of its ranks when the file is closed
   */
  private CollectiveLinks(RankLinks ranks, boolean kept, long mappedStride) {
    this.ranks = ranks;
    this.kept = kept;
    this.mappedStride = ranks.nodes().count() == 1 ? mappedStride : NOT_MAPPABLE;
  }

  /**
   * Collective.
   *
   * @param shares whether memory may be shared at all
   */
  static CollectiveLinks of(Communicator all, AdioFile file, boolean shares) {
    RankLinks ranks = shares ? RankLinks.over(all) : null;
    if (shares && ranks == null && all.rank() == 0) {
      warn("no shared memory to compare requests in", file);
    }
    if (ranks == null) {
      return new CollectiveLinks(RankLinks.apart(all), false, NOT_MAPPABLE);
    }
    boolean mappable =
        file.features().contains(AdioFeature.NODE_CACHE)
            && file.features().contains(AdioFeature.MAPPING);
    long here = mappable ? file.mappedStride(true) : NOT_MAPPABLE;
    return new CollectiveLinks(ranks, true, all.allreduce(ReduceOp.MIN, here)[0]);
  }

  /** Tells the user once in the life of this process that ranks do without shared memory. */
  static void warn(String reason, AdioFile file) {
    if (!WARNED.getAndSet(true)) {
      System.err.printf("jromio: %s: ranks exchange messages, file=%s%n", reason, file.path());
    }
  }

  RankNodes nodes() {
    return ranks.nodes();
  }

  CallExchange exchange() {
    return ranks.exchange();
  }

  PatternBook patterns() {
    return ranks.patterns();
  }

  NodeLists lists() {
    return ranks.lists();
  }

  DepotSpace depots() {
    return ranks.depots();
  }

  /** Whether all ranks are on one node whose page cache holds the file, mappable. */
  boolean isCached() {
    return mappedStride != NOT_MAPPABLE;
  }

  /**
   * Bytes from piece to piece up to which writing through a mapping pays, if it {@link #isCached}.
   */
  long mappedStride() {
    return mappedStride;
  }

  /** Gives back what no other file will use; local. */
  @Override
  public void close() {
    if (kept) {
      ranks.depots().trim();
    } else {
      ranks.close();
    }
  }
}
