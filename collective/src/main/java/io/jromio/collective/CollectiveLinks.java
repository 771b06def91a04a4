package io.jromio.collective;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.comm.SharedWindow;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What the ranks of one open file have set up between them for collective calls: nodes, the board
 * and the patterns of each, and depots. Set up by the first call that needs it.
 *
 * <p>If a node has no shared memory to give, all ranks go on as if each were a node of its own: by
 * messages alone.
 */
final class CollectiveLinks implements AutoCloseable {
  private static final long NOT_MAPPABLE = -1;
  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final @Nullable SharedWindow window;
  private final RankNodes nodes;
  private final CallExchange exchange;
  private final PatternBook patterns;
  private final NodeLists lists;
  private final DepotSpace depots;
  private final long mappedStride;

  private CollectiveLinks(
      @Nullable SharedWindow window,
      CallExchange exchange,
      PatternBook patterns,
      DepotSpace depots,
      long mappedStride) {
    this.window = window;
    this.nodes = exchange.nodes();
    this.exchange = exchange;
    this.patterns = patterns;
    this.lists = new NodeLists(nodes, patterns);
    this.depots = depots;
    this.mappedStride = nodes.count() == 1 ? mappedStride : NOT_MAPPABLE;
  }

  /**
   * Collective.
   *
   * @param shares whether memory may be shared at all
   */
  static CollectiveLinks of(
      Communicator all, AdioFile file, AggregatorList aggregators, boolean shares) {
    boolean mappable =
        file.features().contains(AdioFeature.NODE_CACHE)
            && file.features().contains(AdioFeature.MAPPING);
    long mappedStride = mappable ? file.mappedStride(true) : NOT_MAPPABLE;
    CollectiveLinks links = null;
    if (shares) {
      links = tryOver(RankNodes.of(all), aggregators, mappedStride);
      if (links == null && all.rank() == 0) {
        warn("no shared memory to compare requests in", file);
      }
    }
    return links == null
        ? orThrow(tryOver(RankNodes.apart(all), aggregators, NOT_MAPPABLE))
        : links;
  }

  /** Tells the user once in the life of this process that ranks do without shared memory. */
  static void warn(String reason, AdioFile file) {
    if (!WARNED.getAndSet(true)) {
      System.err.printf("jromio: %s: ranks exchange messages, file=%s%n", reason, file.path());
    }
  }

  private static CollectiveLinks orThrow(@Nullable CollectiveLinks links) {
    if (links == null) {
      throw new CommException("no memory to exchange anything");
    }
    return links;
  }

  /** Collective; null on all ranks if one node has no memory to share. */
  private static @Nullable CollectiveLinks tryOver(
      RankNodes nodes, AggregatorList aggregators, long mappedStride) {
    long entries = CallExchange.length(nodes);
    long bytes = entries + PatternBook.length(nodes);
    SharedWindow window = null;
    try {
      window = bytes == 0 ? null : SharedWindow.allocate(nodes.local(), bytes);
    } catch (CommException e) {
      // What it means is agreed on below; if the job is broken, that throws.
    }
    boolean failed = bytes > 0 && window == null;
    long[] everywhere = nodes.all().allreduce(ReduceOp.MIN, failed ? 0 : 1, mappedStride);
    if (everywhere[0] == 1) {
      MemorySegment memory = window == null ? MemorySegment.NULL : window.segment();
      return new CollectiveLinks(
          window,
          CallExchange.over(nodes, memory.asSlice(0, entries)),
          new PatternBook(nodes, memory.asSlice(entries)),
          new DepotSpace(nodes, aggregators),
          everywhere[1]);
    }
    if (window != null) {
      window.close();
    }
    nodes.close();
    return null;
  }

  RankNodes nodes() {
    return nodes;
  }

  CallExchange exchange() {
    return exchange;
  }

  PatternBook patterns() {
    return patterns;
  }

  NodeLists lists() {
    return lists;
  }

  DepotSpace depots() {
    return depots;
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

  /** Gives back what this rank holds; local. */
  @Override
  public void close() {
    depots.close();
    if (window != null) {
      window.close();
    }
    nodes.close();
  }
}
