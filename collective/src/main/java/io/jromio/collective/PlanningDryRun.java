package io.jromio.collective;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.view.AccessList;
import io.jromio.hints.Hints;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans one collective call of ranks that do not exist, without files and messages, by the code
 * that plans real ones: to see what planning takes when there are very many of them.
 *
 * <p>Ranks are placed on nodes in blocks, and the first ranks of each node aggregate.
 */
public final class PlanningDryRun {
  private final Job job;
  private final Requests requests;
  private final CallSummary[] ofNodes;
  private final CallSummary summary;
  private final PlanLimits limits;
  private final AggregatorList aggregators;
  private final @Nullable VolumeProfile profile;
  private final ExchangePlan plan;

  /**
   * The size of a job.
   *
   * @param aggregatorsPerNode at most as many as ranks
   * @param hints as for a real file
   */
  public record Job(int ranks, int ranksPerNode, int aggregatorsPerNode, Hints hints) {
    public Job {
      if (ranksPerNode < 1
          || ranks < ranksPerNode
          || ranks % ranksPerNode != 0
          || aggregatorsPerNode < 1
          || aggregatorsPerNode > ranksPerNode) {
        throw new IllegalArgumentException(
            "no job: ranks=%d ranksPerNode=%d aggregatorsPerNode=%d"
                .formatted(ranks, ranksPerNode, aggregatorsPerNode));
      }
    }

    int nodes() {
      return ranks / ranksPerNode;
    }
  }

  /** What each rank asks for. */
  public interface Requests {
    AccessList of(int rank) throws MpiIoException;
  }

  /** Is told when planning begins and ends: between, nothing else is done. */
  public interface Meter {
    void begin();

    void end();
  }

  /**
   * What an aggregator has planned.
   *
   * @param sources ranks of its node and other nodes that have data in its domain
   * @param windows that it would move
   * @param kept what it holds while it does
   */
  public record AggregatorPlan(int sources, long windows, Object kept) {}

  /**
   * Adds up all ranks' requests, node by node as ranks do, and splits the file into domains.
   *
   * @throws MpiIoException if a rank's request cannot be
   */
  public PlanningDryRun(Job job, Requests requests) throws MpiIoException {
    this.job = job;
    this.requests = requests;
    int perNode = job.ranksPerNode;
    ofNodes = new CallSummary[job.nodes()];
    long[] entries = new long[perNode * CallEntry.WORDS];
    int[] ranks = new int[perNode];
    for (int node = 0; node < ofNodes.length; node++) {
      for (int i = 0; i < perNode; i++) {
        ranks[i] = node * perNode + i;
        long[] entry = CallEntry.request(requests.of(ranks[i]), 0);
        System.arraycopy(entry, 0, entries, i * CallEntry.WORDS, CallEntry.WORDS);
      }
      ofNodes[node] = CallSummary.of(entries, ranks);
    }
    summary = CallSummary.merged(ofNodes);
    limits = PlanLimits.of(job.hints, 0);
    aggregators = aggregators();
    profile = profile();
    plan = newPlan();
  }

  private AggregatorList aggregators() {
    int[] aggregators = new int[job.nodes() * job.aggregatorsPerNode];
    for (int i = 0; i < aggregators.length; i++) {
      int node = i / job.aggregatorsPerNode;
      aggregators[i] = node * job.ranksPerNode + i % job.aggregatorsPerNode;
    }
    return new AggregatorList(aggregators, job.ranks);
  }

  private @Nullable VolumeProfile profile() throws MpiIoException {
    if (!ExchangePlan.needsProfile(summary, aggregators.size(), limits)) {
      return null;
    }
    long[] all = new long[VolumeProfile.BINS];
    for (int rank = 0; rank < job.ranks; rank++) {
      long[] one = VolumeProfile.of(requests.of(rank), summary.start(), summary.end());
      for (int bin = 0; bin < all.length; bin++) {
        all[bin] += one[bin];
      }
    }
    return new VolumeProfile(summary.start(), summary.end(), all);
  }

  private ExchangePlan newPlan() {
    return new ExchangePlan(summary, aggregators, limits, profile);
  }

  /** The number of file domains. */
  public int domains() {
    return plan.domains().count();
  }

  /** Plans what a rank that does not aggregate has to do, and returns all that it holds for it. */
  public Object planOfRank(int rank, Meter meter) throws MpiIoException {
    AccessList list = requests.of(rank);
    meter.begin();
    Object plan = planOfRank(rank, list);
    meter.end();
    return plan;
  }

  private Object planOfRank(int rank, AccessList list) {
    int node = rank / job.ranksPerNode;
    List<Object> kept = new ArrayList<>();
    kept.add(newPlan());
    if (list.isEmpty()) {
      return kept;
    }
    for (int i = 0; i < job.aggregatorsPerNode; i++) {
      int domain = node * job.aggregatorsPerNode + i;
      AccessList part = plan.part(list, domain);
      if (!part.isEmpty()) {
        kept.add(new DomainLeg(plan, domain, part, new Depot[0], i));
      }
    }
    RelayOrder order = new RelayOrder(plan, domain -> isOn(node, domain), List.of(list));
    kept.add(new RelayLeg(plan, list, order, new Depot[0]));
    return kept;
  }

  private boolean isOn(int node, int domain) {
    return domain / job.aggregatorsPerNode == node;
  }

  /** Plans what the owner of a domain has to do, up to the last window. */
  public AggregatorPlan planOfAggregator(int domain, Meter meter) throws MpiIoException {
    meter.begin();
    List<Source> sources = new ArrayList<>();
    Coverage scratch = new Coverage();
    meter.end();
    for (int node = 0; node < ofNodes.length; node++) {
      if (!plan.touches(ofNodes[node].start(), ofNodes[node].end(), domain)) {
        continue;
      }
      List<AccessList> parts = new ArrayList<>();
      for (int i = 0; i < job.ranksPerNode; i++) {
        AccessList list = requests.of(node * job.ranksPerNode + i);
        meter.begin();
        AccessList part = plan.part(list, domain);
        if (!part.isEmpty() && isOn(node, domain)) {
          sources.add(new Source.OfRank(i, part));
        } else if (!part.isEmpty()) {
          parts.add(part);
        }
        meter.end();
      }
      if (!parts.isEmpty()) {
        meter.begin();
        sources.add(new Source.OfNode(node, parts, scratch));
        meter.end();
      }
    }
    meter.begin();
    Incoming incoming = new Incoming(domain, plan.windows(domain), sources, new Coverage());
    long windows = 0;
    while (incoming.next() != PlannedWindow.NONE) {
      windows++;
    }
    meter.end();
    return new AggregatorPlan(sources.size(), windows, incoming);
  }

  /** The plan as text. */
  public String describe() {
    return plan.describe();
  }
}
