package io.jromio.collective;

import io.jromio.adio.view.AccessList;
import org.jspecify.annotations.Nullable;

/**
 * Who moves which part of the file in one two-phase call, and in which windows. Pure: made from
 * sums over the ranks and the hints, without a file or a message, and therefore equal on all ranks.
 *
 * <p>Takes the same memory for any number of ranks, rounds and pieces: what passes between a rank
 * and an aggregator both find, window after window, from the rank's access list.
 *
 * @source Thakur, Gropp, Lusk: Data Sieving and Collective I/O in ROMIO, 1999, section 5
 */
final class ExchangePlan {
  private final CallSummary summary;
  private final AggregatorList aggregators;
  private final FileDomains domains;
  private final PlanLimits limits;

  /**
   * @param aggregators the owner of each file domain
   * @param profile how the data is spread; null if evenly
   */
  ExchangePlan(
      CallSummary summary,
      AggregatorList aggregators,
      PlanLimits limits,
      @Nullable VolumeProfile profile) {
    this.summary = summary;
    this.aggregators = aggregators;
    this.limits = limits;
    this.domains =
        profile == null
            ? new FileDomains(
                summary.start(),
                summary.end(),
                aggregators.size(),
                limits.alignment(),
                limits.smallestDomain())
            : new FileDomains(profile, aggregators.size(), limits.alignment());
  }

  /**
   * Whether domains should follow the data, which costs an exchange: an even split of the range
   * would leave aggregators idle only if much of the range is not asked for.
   */
  static boolean needsProfile(CallSummary summary, int aggregators, PlanLimits limits) {
    long range = summary.end() - summary.start();
    return aggregators > 1
        && limits.smallestDomain() == 0
        && summary.bytes() < range - range / 4
        && range / aggregators > limits.alignment();
  }

  FileDomains domains() {
    return domains;
  }

  int aggregator(int domain) {
    return aggregators.rank(domain);
  }

  /** The domain that {@code rank} owns, or -1. */
  int domainOf(int rank) {
    return aggregators.domainOf(rank);
  }

  /** Whether a range of the file reaches into a domain. */
  boolean touches(long start, long end, int domain) {
    return start < end
        && start < domains.end(domain)
        && end > domains.start(domain)
        && domains.start(domain) < domains.end(domain);
  }

  WindowGrid windows(int domain) {
    return WindowGrid.over(
        domains.start(domain), domains.end(domain), limits.windowBytes(), limits.alignment());
  }

  /** What tells a window of one domain from all others of this call. */
  long key(int domain, long window) {
    return window * domains.count() + domain;
  }

  /** Bytes of the longest window of any domain. */
  long longestWindow() {
    long longest = 0;
    for (int domain = 0; domain < domains.count() && longest < limits.windowBytes(); domain++) {
      longest = Math.max(longest, domains.end(domain) - domains.start(domain));
    }
    return Math.min(longest, limits.windowBytes());
  }

  /** The part of a list that lies in a domain. */
  AccessList part(AccessList list, int domain) {
    return list.clip(domains.start(domain), domains.end(domain));
  }

  /**
   * How much of a list did not reach the file.
   *
   * @param failedFrom by rank, from where on its domain was not written
   */
  long bytesNotWritten(AccessList list, long[] failedFrom) {
    long bytes = 0;
    for (int domain = 0; domain < domains.count(); domain++) {
      long from = failedFrom[aggregators.rank(domain)];
      if (from < domains.end(domain)) {
        bytes += list.bytesBelow(domains.end(domain)) - list.bytesBelow(from);
      }
    }
    return bytes;
  }

  /** The plan as text, one line per aggregator: for people and for dry runs. */
  String describe() {
    StringBuilder text =
        new StringBuilder(
            "%d ranks move %d bytes in %d pieces; %s; %s%n"
                .formatted(
                    summary.dataRanks(), summary.bytes(), summary.pieces(), domains, limits));
    for (int domain = 0; domain < domains.count(); domain++) {
      text.append(
          "rank %d: [%d, %d) in %d windows%n"
              .formatted(
                  aggregators.rank(domain),
                  domains.start(domain),
                  domains.end(domain),
                  windows(domain).count()));
    }
    return text.toString();
  }
}
