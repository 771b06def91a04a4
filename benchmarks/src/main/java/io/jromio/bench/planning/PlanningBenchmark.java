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
import java.util.Locale;

/**
 * Runs the planning of collective calls for simulated ranks, without I/O, and tells what it takes:
 * seconds to add up all requests and split the file, and for some ranks and aggregators, evenly
 * spread over the job, microseconds and bytes of heap that each allocates.
 */
public final class PlanningBenchmark {
  private static final int SAMPLES = 64;
  private static final int WARMUPS = 3;

  /** Above so many ranks fewer samples are taken: making their requests takes long. */
  private static final int MANY = 1 << 16;

  private static final int FEW_SAMPLES = 8;

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

  /** Adds up the time and the heap that planning takes. */
  private static final class Costs implements PlanningDryRun.Meter {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long bytesBefore;
    private long beganNs;
    private long bytes;
    private long ns;

    @Override
    public void begin() {
      bytesBefore = threads.getCurrentThreadAllocatedBytes();
      beganNs = System.nanoTime();
    }

    @Override
    public void end() {
      ns += System.nanoTime() - beganNs;
      bytes += threads.getCurrentThreadAllocatedBytes() - bytesBefore;
    }

    private void reset() {
      bytes = 0;
      ns = 0;
    }
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
    int samples = ranks > MANY ? FEW_SAMPLES : SAMPLES;
    Costs ofRank = new Costs();
    Costs ofOwner = new Costs();
    AggregatorPlan last = null;
    for (int i = -WARMUPS; i < samples; i++) {
      if (i == 0) {
        ofRank.reset();
        ofOwner.reset();
      }
      long place = Math.max(i, 0);
      // The last rank of a node does not aggregate.
      int node = (int) (place * (ranks / perNode) / samples);
      dryRun.planOfRank((node + 1) * perNode - 1, ofRank);
      last = dryRun.planOfAggregator((int) (place * dryRun.domains() / samples), ofOwner);
    }
    if (last == null) {
      throw new IllegalStateException("nothing planned: samples=" + samples);
    }
    out.printf(
        "%-8s %9d %8d %12.3f | %10.1f %10.0f | %10.1f %12.0f %9d %9d%n",
        view.name().toLowerCase(Locale.ROOT),
        ranks,
        dryRun.domains(),
        seconds,
        ofRank.ns / 1e3 / samples,
        (double) ofRank.bytes / samples,
        ofOwner.ns / 1e3 / samples,
        (double) ofOwner.bytes / samples,
        last.sources(),
        last.windows());
    out.flush();
  }
}
