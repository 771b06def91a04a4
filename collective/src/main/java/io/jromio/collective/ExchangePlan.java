package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who sends what to whom in one two-phase call, and in which rounds. Pure: made from the gathered
 * extents and the hints, without a file or a message, and therefore equal on all ranks.
 *
 * <p>Nothing here grows with the number of rounds or pieces: {@link Outgoing} and {@link Incoming}
 * find round after round from the access lists, and both sides of a message find its size.
 *
 * @source Thakur, Gropp, Lusk: Data Sieving and Collective I/O in ROMIO, 1999, section 5
 */
final class ExchangePlan {
  private final CallExtents extents;
  private final int[] aggregators;
  private final FileDomains domains;
  private final PlanLimits limits;
  private final int waves;

  /**
   * @param aggregators the owner of each file domain
   */
  ExchangePlan(CallExtents extents, int[] aggregators, PlanLimits limits) {
    this.extents = extents;
    this.aggregators = aggregators;
    this.limits = limits;
    this.domains =
        new FileDomains(
            extents.dataStart(),
            extents.dataEnd(),
            aggregators.length,
            limits.alignment(),
            limits.smallestDomain());
    long range = Math.max(extents.dataEnd() - extents.dataStart(), 1);
    this.waves = Math.clamp(extents.totalBytes() / range, 1, Math.max(extents.ranks(), 1));
  }

  PlanLimits limits() {
    return limits;
  }

  /** Whether a rank has to pack its data into staging memory. */
  boolean anyScatteredMemory() {
    return extents.anyScatteredMemory();
  }

  FileDomains domains() {
    return domains;
  }

  int aggregator(int domain) {
    return aggregators[domain];
  }

  /** The domain that {@code rank} owns, or -1. */
  int domainOf(int rank) {
    for (int domain = 0; domain < aggregators.length; domain++) {
      if (aggregators[domain] == rank) {
        return domain;
      }
    }
    return -1;
  }

  /**
   * Whether the range of a rank reaches into a domain. If not, nothing passes between them; if so,
   * they may still find that the rank has only a hole there.
   */
  boolean touches(int rank, int domain) {
    return extents.bytes(rank) > 0
        && extents.start(rank) < domains.end(domain)
        && extents.end(rank) > domains.start(domain)
        && domains.start(domain) < domains.end(domain);
  }

  /** Whether the extent alone tells which bytes the rank touches, so that no list has to travel. */
  boolean isContiguous(int rank) {
    return extents.pieces(rank) == 1;
  }

  /** The bytes of a rank that {@link #isContiguous}. */
  AccessList contiguous(int rank) {
    return AccessList.contiguous(extents.start(rank), extents.bytes(rank));
  }

  /** How many rounds a window takes. */
  int waves() {
    return waves;
  }

  /** The wave of a rank; ascends with the rank, so that later waves overwrite earlier ones. */
  int wave(int rank) {
    return (int) ((long) rank * waves / extents.ranks());
  }

  WindowGrid windows(int domain) {
    return WindowGrid.over(
        domains.start(domain), domains.end(domain), limits.windowBytes(), limits.alignment());
  }

  /** Bytes of the longest window of any domain. */
  long longestWindow() {
    long longest = 0;
    for (int domain = 0; domain < domains.count(); domain++) {
      longest = Math.max(longest, domains.end(domain) - domains.start(domain));
    }
    return Math.min(longest, limits.windowBytes());
  }

  /** The domains that the range of a rank reaches into, ascending. */
  int[] touched(int rank) {
    if (extents.bytes(rank) == 0) {
      return new int[0];
    }
    int first = domains.indexOf(extents.start(rank));
    int last = domains.indexOf(extents.end(rank) - 1);
    return IntStream.rangeClosed(first, last).filter(domain -> touches(rank, domain)).toArray();
  }

  /**
   * How much of a list did not reach the file.
   *
   * @param failedFrom by rank, from where on its domain was not written
   */
  long bytesNotWritten(AccessList list, long[] failedFrom) {
    long bytes = 0;
    for (int domain = 0; domain < domains.count(); domain++) {
      long from = failedFrom[aggregators[domain]];
      if (from < domains.end(domain)) {
        bytes += list.bytesBelow(domains.end(domain)) - list.bytesBelow(from);
      }
    }
    return bytes;
  }

  /** What {@code rank} has to exchange with the aggregators other than itself. */
  List<Outgoing> outgoing(int rank, AccessList list) {
    List<Outgoing> legs = new ArrayList<>();
    for (int domain : touched(rank)) {
      if (aggregators[domain] != rank) {
        AccessList part = list.clip(domains.start(domain), domains.end(domain));
        if (!part.isEmpty()) {
          legs.add(new Outgoing(aggregators[domain], windows(domain), wave(rank), part));
        }
      }
    }
    return legs;
  }

  /**
   * What the owner of {@code domain} has to exchange with all ranks.
   *
   * @param lists what each rank touches, by rank, at least inside the domain; null for nothing
   * @param coverage to work with; serves one plan at a time
   */
  Incoming incoming(int domain, @Nullable AccessList[] lists, Coverage coverage) {
    List<Incoming.Source> sources = new ArrayList<>();
    for (int rank = 0; rank < lists.length; rank++) {
      AccessList list = lists[rank];
      if (list != null) {
        AccessList part = list.clip(domains.start(domain), domains.end(domain));
        if (!part.isEmpty()) {
          sources.add(new Incoming.Source(rank, wave(rank), part));
        }
      }
    }
    return new Incoming(windows(domain), sources, coverage);
  }

  /** The plan as text, one line per aggregator: for people and for dry runs. */
  String describe() {
    StringBuilder text =
        new StringBuilder(
            "%d of %d ranks move %d bytes in %d pieces; %s; %s; waves=%d%n"
                .formatted(
                    extents.dataRanks(),
                    extents.ranks(),
                    extents.totalBytes(),
                    extents.totalPieces(),
                    domains,
                    limits,
                    waves));
    for (int domain = 0; domain < domains.count(); domain++) {
      int sources = 0;
      for (int rank = 0; rank < extents.ranks(); rank++) {
        sources += touches(rank, domain) ? 1 : 0;
      }
      text.append(
          "rank %d: [%d, %d) in %d windows from %d ranks%n"
              .formatted(
                  aggregators[domain],
                  domains.start(domain),
                  domains.end(domain),
                  windows(domain).count(),
                  sources));
    }
    return text.toString();
  }
}
