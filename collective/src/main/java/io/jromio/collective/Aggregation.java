package io.jromio.collective;

import io.jromio.adio.AdioFile;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessCursor;
import io.jromio.adio.view.AccessList;
import io.jromio.comm.Request;
import io.jromio.hints.JromioHints;
import io.jromio.hints.RomioHints;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a plan what one rank has to do, and does it: legs to the keepers of its node for its own
 * request, a keeper for the file domain that it owns, and on the leader of a node another one for
 * the windows that go to owners elsewhere.
 *
 * <p>Keeps staging memory from call to call.
 */
final class Aggregation implements AutoCloseable {
  private final AdioFile file;
  private final AggregatorList aggregators;
  private final Counters counters;
  private final StagingArea staging = new StagingArea();
  private final StagingArea[] arrivals = areas();
  private final StagingArea[] departures = areas();
  private final StagingArea[] relayed = areas();
  private final Coverage coverage = new Coverage();
  private final Coverage relayCoverage = new Coverage();
  private @Nullable FileWorker worker;

  Aggregation(AdioFile file, AggregatorList aggregators, Counters counters) {
    this.file = file;
    this.aggregators = aggregators;
    this.counters = counters;
  }

  private static StagingArea[] areas() {
    StagingArea[] areas = new StagingArea[DepotSpace.DEPTH];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = new StagingArea();
    }
    return areas;
  }

  /**
   * Collective: moves everything. What went wrong is in the call afterwards.
   *
   * @return for a write, from where on this rank's domain was not written; else a large number
   */
  long run(TwoPhaseCall call, boolean writes, CollectiveLinks links) {
    Lists lists = exchangeLists(call, links);
    List<Leg> legs = legs(call, links);
    List<Keeper> keepers = new ArrayList<>();
    FileOutlet outlet = null;
    int domain = call.plan().domainOf(links.nodes().all().rank());
    List<Source> sources = domain < 0 ? List.of() : sources(call, links, domain, lists);
    boolean alone = links.isCached() && sources.size() == 1 && call.isOwn(sources.getFirst());
    if (!sources.isEmpty() && !alone) {
      WindowSequence windows = new WindowSequence(lists.leaders);
      WindowGrid grid = call.plan().windows(domain);
      windows.add(domain, new Incoming(domain, grid, sources, coverage), own(call, domain));
      Depot[] depots = links.depots().of(call.localRank());
      FileWorker io = worker(call);
      if (writes) {
        outlet = new FileOutlet(call, writer(call), staging, io);
        keepers.add(new FillKeeper(call, windows, depots, outlet, arrivals));
      } else {
        FileInlet inlet = new FileInlet(call, reader(call), windows, staging, io);
        keepers.add(new DrainKeeper(call, windows, depots, inlet, departures));
      }
    }
    if (lists.relays.length > 0) {
      keepers.add(relay(call, links, lists, writes));
    }
    new TwoPhase(call, writes, legs, keepers).run();
    lists.sends.forEach(Request::await);
    if (alone) {
      return moveOwn(call, writes, own(call, domain));
    }
    return outlet == null ? Long.MAX_VALUE : outlet.failedFrom();
  }

  /**
   * Moves what is in this rank's domain if nobody else has anything there: no exchange, no windows.
   */
  private long moveOwn(TwoPhaseCall call, boolean writes, AccessList part) {
    CollectiveRequest request = call.request();
    try {
      counters.fileRequests(1);
      if (writes) {
        IndependentIo.write(file, part, request.buffer(), request.hints());
      } else {
        call.read(IndependentIo.read(file, part, request.buffer(), request.hints()));
      }
      return Long.MAX_VALUE;
    } catch (MpiIoException | RuntimeException e) {
      call.fail(e);
      long moved = e instanceof MpiIoException known ? known.transferred() : 0;
      if (!writes) {
        call.read(moved);
      }
      return offsetAfter(part, moved);
    }
  }

  /** Where the byte after the first {@code bytes} of a list lies. */
  private static long offsetAfter(AccessList list, long bytes) {
    long left = bytes;
    AccessCursor cursor = list.cursor();
    while (cursor.hasPiece() && left >= cursor.length()) {
      long blocks = Math.min(cursor.blocks(), left / cursor.length());
      left -= blocks * cursor.length();
      cursor.nextBlocks(blocks);
    }
    return cursor.hasPiece() ? cursor.offset() + left : list.end();
  }

  private @Nullable FileWorker worker(TwoPhaseCall call) {
    RankNodes nodes = call.nodes();
    boolean wanted =
        switch (call.request().hints().get(JromioHints.CB_IO_THREAD)) {
          case ENABLE -> true;
          case DISABLE -> false;
          case AUTOMATIC -> nodes.local().size() < Runtime.getRuntime().availableProcessors();
        };
    if (wanted && worker == null) {
      worker = new FileWorker("jromio-io-" + nodes.all().rank());
    }
    return wanted ? worker : null;
  }

  private WindowWriter writer(TwoPhaseCall call) {
    return new WindowWriter(file, call.request().hints().get(RomioHints.DS_WRITE), counters);
  }

  private WindowReader reader(TwoPhaseCall call) {
    return new WindowReader(file, call.request().hints().get(RomioHints.DS_READ), counters);
  }

  private static AccessList own(TwoPhaseCall call, int domain) {
    return call.plan().part(call.request().list(), domain);
  }

  private Keeper relay(TwoPhaseCall call, CollectiveLinks links, Lists lists, boolean writes) {
    WindowSequence windows = new WindowSequence(lists.leaders);
    for (int domain : lists.relays) {
      List<Source> sources = localSources(call, links, domain);
      WindowGrid grid = call.plan().windows(domain);
      Incoming incoming = new Incoming(domain, grid, sources, relayCoverage);
      windows.add(domain, incoming, own(call, domain));
    }
    Depot[] depots = links.depots().ofLeader();
    return writes
        ? new FillKeeper(call, windows, depots, new PeerOutlet(call, relayed), areas())
        : new DrainKeeper(call, windows, depots, new PeerInlet(call, relayed), areas());
  }

  /** What this rank has in file domains whose keeper on this node is another. */
  private List<Leg> legs(TwoPhaseCall call, CollectiveLinks links) {
    List<Leg> legs = new ArrayList<>();
    AccessList list = call.request().list();
    ExchangePlan plan = call.plan();
    if (list.isEmpty()) {
      return legs;
    }
    int first = plan.domains().indexOf(list.start());
    int last = plan.domains().indexOf(list.end() - 1);
    for (int domain = first; domain <= last; domain++) {
      int owner = links.nodes().localRank(aggregators.rank(domain));
      int keeper = Math.max(owner, 0);
      AccessList part = plan.part(list, domain);
      if (keeper == call.localRank() || part.isEmpty()) {
        continue;
      }
      Depot[] depots = owner >= 0 ? links.depots().of(owner) : links.depots().ofLeader();
      legs.add(new Leg(plan, domain, part, depots, keeper));
    }
    return legs;
  }

  /** Who has data in a domain, in the order in which later ones overwrite earlier ones. */
  private List<Source> sources(TwoPhaseCall call, CollectiveLinks links, int domain, Lists lists) {
    List<Source> sources = new ArrayList<>();
    int here = links.nodes().index();
    for (int node = 0; node < links.nodes().count(); node++) {
      if (node == here) {
        sources.addAll(localSources(call, links, domain));
      } else if (!lists.ofNodes.get(node).isEmpty()) {
        List<AccessList> parts = new ArrayList<>();
        for (AccessList list : lists.ofNodes.get(node)) {
          AccessList part = call.plan().part(list, domain);
          if (!part.isEmpty()) {
            parts.add(part);
          }
        }
        if (!parts.isEmpty()) {
          sources.add(new Source.OfNode(node, parts));
        }
      }
    }
    return sources;
  }

  private static List<Source> localSources(TwoPhaseCall call, CollectiveLinks links, int domain) {
    List<Source> sources = new ArrayList<>();
    CallExchange entries = links.exchange();
    for (int rank = 0; rank < links.nodes().local().size(); rank++) {
      long start = entries.value(rank, CallEntry.START);
      long end = entries.value(rank, CallEntry.END);
      if (call.plan().touches(start, end, domain)) {
        AccessList part = call.plan().part(links.patterns().list(entries, rank), domain);
        if (!part.isEmpty()) {
          sources.add(new Source.OfRank(rank, part));
        }
      }
    }
    return sources;
  }

  /**
   * What this rank has learnt of other nodes; nothing if there are none.
   *
   * @param leaders of all nodes, where known
   * @param ofNodes by node, on the owner of a file domain: lists that reach into it
   * @param relays on a leader: domains with owners elsewhere that its node reaches into
   * @param sends under way
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Lists(
      long[] leaders, List<List<AccessList>> ofNodes, int[] relays, List<Request> sends) {}

  private Lists exchangeLists(TwoPhaseCall call, CollectiveLinks links) {
    RankNodes nodes = links.nodes();
    List<List<AccessList>> ofNodes = new ArrayList<>();
    List<Request> sends = new ArrayList<>();
    if (nodes.count() == 1) {
      return new Lists(new long[0], ofNodes, new int[0], sends);
    }
    NodeTable table = NodeTable.known(nodes, links.exchange().ofNodes(), aggregators);
    int[] relays = new int[0];
    if (nodes.local().rank() == 0) {
      relays = relays(call, nodes, table);
      for (int domain : relays) {
        sends.addAll(links.lists().tell(aggregators.rank(domain), links.exchange()));
      }
    }
    int mine = call.plan().domainOf(nodes.all().rank());
    for (int node = 0; mine >= 0 && node < nodes.count(); node++) {
      boolean tells =
          node != nodes.index() && call.plan().touches(table.start(node), table.end(node), mine);
      ofNodes.add(tells ? links.lists().hear(node, (int) table.leaders()[node]) : List.of());
    }
    return new Lists(table.leaders(), ofNodes, relays, sends);
  }

  private int[] relays(TwoPhaseCall call, RankNodes nodes, NodeTable table) {
    long start = table.start(nodes.index());
    long end = table.end(nodes.index());
    List<Integer> relays = new ArrayList<>();
    for (int domain = 0; domain < aggregators.size(); domain++) {
      if (nodes.localRank(aggregators.rank(domain)) < 0
          && call.plan().touches(start, end, domain)) {
        relays.add(domain);
      }
    }
    return relays.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Gives the memory back; may be used again. */
  @Override
  public void close() {
    if (worker != null) {
      worker.close();
      worker = null;
    }
    staging.close();
    for (int i = 0; i < DepotSpace.DEPTH; i++) {
      arrivals[i].close();
      departures[i].close();
      relayed[i].close();
    }
  }
}
