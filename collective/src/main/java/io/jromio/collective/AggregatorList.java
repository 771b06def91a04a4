package io.jromio.collective;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ranks that aggregate, in the order of their file domains. Equal steps are kept as one, so
 * that the usual lists take the same memory for any number of ranks.
 */
final class AggregatorList {
  /** By run of equal steps: the number of its first domain; one entry more for all. */
  private final int[] firsts;

  private final int[] ranks;
  private final int[] steps;

  /**
   * @throws IllegalArgumentException if there are none, or one twice, or one that is no rank
   */
  AggregatorList(int[] aggregators, int size) {
    int different = (int) Arrays.stream(aggregators).distinct().count();
    boolean valid = Arrays.stream(aggregators).allMatch(a -> a >= 0 && a < size);
    if (aggregators.length == 0 || different < aggregators.length || !valid) {
      throw new IllegalArgumentException(
          "not different ranks: aggregators=%s size=%d"
              .formatted(Arrays.toString(aggregators), size));
    }
    int[] first = new int[aggregators.length + 1];
    int[] rank = new int[aggregators.length];
    int[] step = new int[aggregators.length];
    int runs = 0;
    for (int i = 0; i < aggregators.length; runs++) {
      first[runs] = i;
      rank[runs] = aggregators[i];
      step[runs] = i + 1 < aggregators.length ? aggregators[i + 1] - aggregators[i] : 1;
      int end = i + 1;
      while (end < aggregators.length && aggregators[end] - aggregators[end - 1] == step[runs]) {
        end++;
      }
      i = end;
    }
    first[runs] = aggregators.length;
    firsts = Arrays.copyOf(first, runs + 1);
    ranks = Arrays.copyOf(rank, runs);
    steps = Arrays.copyOf(step, runs);
  }

  /** The number of aggregators, which is that of file domains. */
  int size() {
    return firsts[ranks.length];
  }

  /** The owner of a file domain. */
  int rank(int domain) {
    int run = Arrays.binarySearch(firsts, domain);
    run = run < 0 ? -run - 2 : run;
    return ranks[run] + (domain - firsts[run]) * steps[run];
  }

  /** The domain that a rank owns, or -1. */
  int domainOf(int rank) {
    for (int run = 0; run < ranks.length; run++) {
      int distance = rank - ranks[run];
      int number = distance / steps[run];
      if (distance % steps[run] == 0 && number >= 0 && number < firsts[run + 1] - firsts[run]) {
        return firsts[run] + number;
      }
    }
    return -1;
  }

  /** A number that differs for nearly all lists that differ. */
  @Override
  public int hashCode() {
    return Arrays.hashCode(firsts) * 961 + Arrays.hashCode(ranks) * 31 + Arrays.hashCode(steps);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AggregatorList list
        && Arrays.equals(firsts, list.firsts)
        && Arrays.equals(ranks, list.ranks)
        && Arrays.equals(steps, list.steps);
  }
}
