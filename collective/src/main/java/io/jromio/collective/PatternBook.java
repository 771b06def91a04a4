package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.AccessPattern;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of the ranks of one node. A rank writes its pattern down when it has changed, that
 * is, when requests go through another view; in between, entries alone make the lists of all ranks.
 *
 * <p>Each rank has a page of {@link #PAGE} bytes in shared memory; the longer code of an irregular
 * view is broadcast on the node, once.
 */
final class PatternBook {
  static final int PAGE = 4096;

  private final RankNodes nodes;
  private final MemorySegment pages;
  private final long[] noted;
  private final @Nullable AccessPattern[] patterns;
  private AccessPattern mine = AccessList.empty(0).pattern();
  private byte[] code;
  private long version;

  /**
   * @param pages {@link #length} bytes that the ranks of the node share
   */
  PatternBook(RankNodes nodes, MemorySegment pages) {
    this.nodes = nodes;
    this.pages = pages;
    this.noted = new long[nodes.local().size()];
    this.patterns = new @Nullable AccessPattern[noted.length];
    this.code = mine.encode();
    Arrays.fill(patterns, mine);
  }

  /** Bytes of memory that the ranks of a node need. */
  static long length(RankNodes nodes) {
    int size = nodes.local().size();
    return size == 1 ? 0 : (long) size * PAGE;
  }

  /** Notes the pattern of this rank's request in its entry, before that is put up. */
  void note(AccessList list, long[] entry) {
    AccessPattern pattern = list.pattern();
    if (!pattern.isSame(mine)) {
      mine = pattern;
      byte[] changed = pattern.encode();
      if (!Arrays.equals(changed, code)) {
        code = changed;
        version++;
        if (pages.byteSize() > 0 && code.length <= PAGE) {
          long page = (long) nodes.local().rank() * PAGE;
          MemorySegment.copy(code, 0, pages, ValueLayout.JAVA_BYTE, page, code.length);
        }
      }
    }
    entry[CallEntry.PATTERN] = version;
    entry[CallEntry.PATTERN_BYTES] = code.length;
  }

  /** Collective on the node, after entries were put up: learns what has changed. */
  void read(CallExchange entries) {
    for (int rank = 0; rank < noted.length; rank++) {
      long now = entries.value(rank, CallEntry.PATTERN);
      if (now == noted[rank]) {
        continue;
      }
      noted[rank] = now;
      int length = (int) entries.value(rank, CallEntry.PATTERN_BYTES);
      if (rank == nodes.local().rank()) {
        patterns[rank] = mine;
        if (noted.length > 1 && length > PAGE) {
          nodes.local().bcast(code, rank);
        }
      } else {
        patterns[rank] = AccessPattern.decode(fetch(rank, length));
      }
    }
  }

  private byte[] fetch(int rank, int length) {
    if (length > PAGE) {
      return nodes.local().bcast(new byte[0], rank);
    }
    byte[] told = new byte[length];
    long page = (long) rank * PAGE;
    MemorySegment.copy(pages, ValueLayout.JAVA_BYTE, page, told, 0, length);
    return told;
  }

  /** What a rank of this node touches in this call. */
  AccessList list(CallExchange entries, int localRank) {
    AccessPattern pattern = localRank == nodes.local().rank() ? mine : patterns[localRank];
    if (pattern == null || entries.value(localRank, CallEntry.BYTES) == 0) {
      return AccessList.empty(entries.value(localRank, CallEntry.START));
    }
    long[] place = new long[3];
    for (int i = 0; i < place.length; i++) {
      place[i] = entries.value(localRank, CallEntry.PLACE + i);
    }
    return pattern.at(place);
  }

  /** The code of a rank's pattern, for another node. */
  byte[] code(int localRank) {
    AccessPattern pattern = patterns[localRank];
    return localRank == nodes.local().rank() || pattern == null ? code : pattern.encode();
  }
}
