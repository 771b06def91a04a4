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
import java.util.function.IntPredicate;
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
  private final Coverage nodeCoverage = new Coverage();
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
      WindowGrid grid = call.plan().windows(domain);
      WindowSequence windows = new Incoming(domain, grid, sources, coverage);
      Depot[] depots = links.depots().of(call.localRank());
      FileWorker io = worker(call);
      if (writes) {
        outlet = new FileOutlet(call, writer(call), staging, io);
        keepers.add(new FillKeeper(call, windows, depots, outlet, arrivals));
      } else {
        FileInlet inlet = new FileInlet(call, reader(call), staging, io);
        keepers.add(new DrainKeeper(call, windows, depots, inlet, departures));
      }
    }
    if (links.nodes().count() > 1 && call.localRank() == 0) {
      Keeper relay = relay(call, links, writes);
      if (!relay.isOver()) {
        keepers.add(relay);
      }
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
        IndependentIo.write(file, part, request.buffer(), request.hints(), request.atomic());
      } else {
        call.read(
            IndependentIo.read(file, part, request.buffer(), request.hints(), request.atomic()));
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

  private Keeper relay(TwoPhaseCall call, CollectiveLinks links, boolean writes) {
    List<AccessList> lists = new ArrayList<>();
    for (int rank = 0; rank < links.nodes().local().size(); rank++) {
      lists.add(links.patterns().list(links.exchange(), rank));
    }
    WindowSequence windows =
        new WindowSequence.Relayed(call.plan(), isHere(links.nodes()), lists, relayCoverage);
    Depot[] depots = links.depots().ofLeader();
    return writes
        ? new FillKeeper(call, windows, depots, new PeerOutlet(call, relayed), areas())
        : new DrainKeeper(call, windows, depots, new PeerInlet(call, relayed), areas());
  }

  private IntPredicate isHere(RankNodes nodes) {
    return domain -> nodes.localRank(aggregators.rank(domain)) >= 0;
  }

  /** What this rank has where others on its node keep the depots. */
  private List<Leg> legs(TwoPhaseCall call, CollectiveLinks links) {
    List<Leg> legs = new ArrayList<>();
    AccessList list = call.request().list();
    RankNodes nodes = links.nodes();
    for (int owner = 0; owner < nodes.local().size(); owner++) {
      int domain = aggregators.domainOf(nodes.rank(owner));
      if (domain >= 0 && owner != call.localRank()) {
        AccessList part = own(call, domain);
        if (!part.isEmpty()) {
          legs.add(new DomainLeg(call.plan(), domain, part, links.depots().of(owner), owner));
        }
      }
    }
    if (nodes.count() > 1 && call.localRank() > 0 && !list.isEmpty()) {
      RelayOrder order = new RelayOrder(call.plan(), isHere(nodes), List.of(list));
      Leg relay = new RelayLeg(call.plan(), list, order, links.depots().ofLeader());
      if (!relay.isOver()) {
        legs.add(relay);
      }
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
          sources.add(new Source.OfNode(node, parts, nodeCoverage));
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
   * @param ofNodes by node, on the owner of a file domain: lists that reach into it
   * @param sends under way
   */
  private record Lists(List<List<AccessList>> ofNodes, List<Request> sends) {}

  private Lists exchangeLists(TwoPhaseCall call, CollectiveLinks links) {
    RankNodes nodes = links.nodes();
    List<List<AccessList>> ofNodes = new ArrayList<>();
    List<Request> sends = new ArrayList<>();
    if (nodes.count() == 1) {
      return new Lists(ofNodes, sends);
    }
    NodeTable table = NodeTable.known(nodes, links.exchange().ofNodes(), aggregators);
    call.leaders(table.leaders());
    if (nodes.local().rank() == 0) {
      IntPredicate isHere = isHere(nodes);
      long start = table.start(nodes.index());
      long end = table.end(nodes.index());
      for (int domain = 0; domain < aggregators.size(); domain++) {
        if (!isHere.test(domain) && call.plan().touches(start, end, domain)) {
          sends.addAll(links.lists().tell(aggregators.rank(domain), links.exchange()));
        }
      }
    }
    int mine = call.plan().domainOf(nodes.all().rank());
    for (int node = 0; mine >= 0 && node < nodes.count(); node++) {
      boolean tells =
          node != nodes.index() && call.plan().touches(table.start(node), table.end(node), mine);
      ofNodes.add(tells ? links.lists().hear(node, call.leader(node)) : List.of());
    }
    return new Lists(ofNodes, sends);
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
