package io.jromio.bench.planning;

import com.sun.management.ThreadMXBean;
import io.jromio.adio.MpiIoException;
import io.jromio.bench.planning.PlannedView.Shape;
import io.jromio.collective.PlanningDryRun;
import io.jromio.collective.PlanningDryRun.AggregatorPlan;
import io.jromio.collective.PlanningDryRun.Job;
import io.jromio.hints.Hints;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;

/**
 * Runs the planning of collective calls for simulated ranks, without I/O, and tells what it takes:
 * seconds to add up all requests and split the file, and for some ranks and aggregators, evenly
 * spread over the job, microseconds and bytes of heap that each allocates.
 */
public final class PlanningBenchmark {
  private static final int SAMPLES = 64;
  private static final int WARMUPS = 3;

  private final Settings settings;
  private final PrintStream out;

  /**
   * What is planned.
   *
   * @param ranks numbers of ranks, one line of the report each
   * @param ranksPerNode at most the ranks there are
   * @param aggregatorsPerNode first ranks of each node
   * @param piece bytes of a piece of a rank's request
   * @param pieces of a rank's request
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Settings(
      int[] ranks, int ranksPerNode, int aggregatorsPerNode, long piece, int pieces) {}

  /** What planning took for one rank or aggregator, on average. */
  private record Cost(double microseconds, double bytes) {}

  private interface Plan {
    Object make(int i) throws MpiIoException;
  }

  public PlanningBenchmark(Settings settings, PrintStream out) {
    this.settings = settings;
    this.out = out;
  }

  /** Prints one line for each view and number of ranks. */
  public void run() throws MpiIoException {
    out.printf(
        "%-8s %9s %8s %12s | %10s %10s | %10s %12s %9s %9s%n",
        "view",
        "ranks",
        "domains",
        "sums+split s",
        "rank us",
        "rank B",
        "owner us",
        "owner B",
        "sources",
        "windows");
    for (PlannedView view : PlannedView.values()) {
      for (int ranks : settings.ranks) {
        line(view, ranks);
      }
    }
  }

  private void line(PlannedView view, int ranks) throws MpiIoException {
    int perNode = Math.min(settings.ranksPerNode, ranks);
    Shape shape = new Shape(ranks, settings.piece, settings.pieces);
    int aggregators = Math.min(settings.aggregatorsPerNode, perNode);
    Job job = new Job(ranks, perNode, aggregators, Hints.defaults());
    long startNs = System.nanoTime();
    PlanningDryRun dryRun = new PlanningDryRun(job, rank -> view.of(rank, shape));
    double seconds = (System.nanoTime() - startNs) / 1e9;
    // Ranks that do not aggregate: the last of their nodes.
    Cost rank =
        measure(
            i ->
                dryRun.planOfRank(
                    (int) (i * (long) (ranks - 1) / SAMPLES) / perNode * perNode + perNode - 1));
    int domains = dryRun.domains();
    AggregatorPlan[] last = new AggregatorPlan[1];
    Cost owner =
        measure(i -> last[0] = dryRun.planOfAggregator((int) (i * (long) domains / SAMPLES)));
    out.printf(
        "%-8s %9d %8d %12.3f | %10.1f %10.0f | %10.1f %12.0f %9d %9d%n",
        view.name().toLowerCase(java.util.Locale.ROOT),
        ranks,
        domains,
        seconds,
        rank.microseconds,
        rank.bytes,
        owner.microseconds,
        owner.bytes,
        last[0].sources(),
        last[0].windows());
    out.flush();
  }

  private static Cost measure(Plan plan) throws MpiIoException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    long ns = 0;
    Object kept = null;
    for (int i = -WARMUPS; i < SAMPLES; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      long startNs = System.nanoTime();
      kept = plan.make(Math.max(i, 0));
      if (i >= 0) {
        ns += System.nanoTime() - startNs;
        bytes += threads.getCurrentThreadAllocatedBytes() - before;
      }
    }
    if (kept == null) {
      throw new IllegalStateException("nothing planned");
    }
    return new Cost(ns / 1e3 / SAMPLES, (double) bytes / SAMPLES);
  }
}
