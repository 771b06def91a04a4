package io.jromio.collective;

import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import io.jromio.comm.ReduceOp;
import io.jromio.comm.SharedWindow;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What the ranks of one communicator have set up between them for collective calls: nodes, the
 * board and the patterns of each, and depots. It belongs to no file: what is there when one is
 * closed serves the next one that is opened over the same communicator.
 */
final class RankLinks implements AutoCloseable {
  private final @Nullable SharedWindow window;
  private final CallExchange exchange;
  private final PatternBook patterns;
  private final NodeLists lists;
  private final DepotSpace depots;

  private RankLinks(@Nullable SharedWindow window, CallExchange exchange, PatternBook patterns) {
    this.window = window;
    this.exchange = exchange;
    this.patterns = patterns;
    this.lists = new NodeLists(exchange.nodes(), patterns);
    this.depots = new DepotSpace(exchange.nodes());
  }

  /** What a communicator keeps: nothing before the first call that wants it. */
  private static final class Kept implements AutoCloseable {
    private @Nullable RankLinks links;

    @Override
    public void close() {
      if (links != null) {
        links.close();
      }
    }
  }

  /**
   * Collective if the communicator keeps none yet: links over shared memory, which stay with it.
   *
   * @return null on all ranks if a node has no memory to share
   */
  static @Nullable RankLinks over(Communicator all) {
    Kept kept = all.kept(Kept.class, Kept::new);
    if (kept.links == null) {
      kept.links = tryOver(RankNodes.of(all));
    }
    return kept.links;
  }

  /** Collective: links by messages alone, for the caller to close. */
  static RankLinks apart(Communicator all) {
    RankLinks links = tryOver(RankNodes.apart(all));
    if (links == null) {
      throw new CommException("no memory to exchange anything");
    }
    return links;
  }

  private static @Nullable RankLinks tryOver(RankNodes nodes) {
    long entries = CallExchange.length(nodes);
    long bytes = entries + PatternBook.length(nodes);
    SharedWindow window = null;
    try {
      window = bytes == 0 ? null : SharedWindow.allocate(nodes.local(), bytes);
    } catch (CommException e) {
      // What it means is agreed on below; if the job is broken, that throws.
    }
    boolean failed = bytes > 0 && window == null;
    if (nodes.all().allreduce(ReduceOp.MIN, failed ? 0 : 1)[0] == 1) {
      MemorySegment memory = window == null ? MemorySegment.NULL : window.segment();
      return new RankLinks(
          window,
          CallExchange.over(nodes, memory.asSlice(0, entries)),
          new PatternBook(nodes, memory.asSlice(entries)));
    }
    if (window != null) {
      window.close();
    }
    nodes.close();
    return null;
  }

  RankNodes nodes() {
    return exchange.nodes();
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

  /** Gives back what this rank holds; local. */
  @Override
  public void close() {
    depots.close();
    if (window != null) {
      window.close();
    }
    nodes().close();
  }
}
