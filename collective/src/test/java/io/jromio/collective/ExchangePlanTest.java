package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ExchangePlanTest {

  private static CallSummary summary(AccessList... lists) {
    long[] entries = new long[lists.length * CallEntry.WORDS];
    int[] ranks = new int[lists.length];
    for (int rank = 0; rank < lists.length; rank++) {
      long[] entry = CallEntry.request(lists[rank], 0);
      System.arraycopy(entry, 0, entries, rank * CallEntry.WORDS, CallEntry.WORDS);
      ranks[rank] = rank;
    }
    return CallSummary.of(entries, ranks);
  }

  private static ExchangePlan plan(AccessList[] lists, int[] aggregators, PlanLimits limits) {
    AggregatorList owners = new AggregatorList(aggregators, lists.length);
    return new ExchangePlan(summary(lists), owners, limits, null);
  }

  private static List<Source> sources(ExchangePlan plan, AccessList[] lists, int domain) {
    List<Source> sources = new ArrayList<>();
    for (int rank = 0; rank < lists.length; rank++) {
      AccessList part = plan.part(lists[rank], domain);
      if (!part.isEmpty()) {
        sources.add(new Source.OfRank(rank, part));
      }
    }
    return sources;
  }

  /** Bytes by rank and window, as keepers work them out. */
  private static Map<String, Long> kept(ExchangePlan plan, AccessList[] lists, PlanLimits limits) {
    Map<String, Long> shares = new TreeMap<>();
    for (int domain = 0; domain < plan.domains().count(); domain++) {
      Incoming incoming =
          new Incoming(domain, plan.windows(domain), sources(plan, lists, domain), new Coverage());
      long before = -1;
      for (PlannedWindow w = incoming.next(); w.size() > 0; w = incoming.next()) {
        assertTrue(w.end() - w.start() <= limits.windowBytes(), "long window");
        assertTrue(w.number() > before, "not ascending: " + w.number());
        before = w.number();
        for (int i = 0; i < w.size(); i++) {
          int rank = ((Source.OfRank) w.source(i)).localRank();
          shares.put(rank + " in " + plan.key(domain, w.number()), w.bytes(i));
        }
      }
    }
    return shares;
  }

  /** Bytes by rank and window, as guests work them out. */
  private static Map<String, Long> brought(ExchangePlan plan, AccessList[] lists) {
    Map<String, Long> shares = new TreeMap<>();
    for (int rank = 0; rank < lists.length; rank++) {
      for (int domain = 0; domain < plan.domains().count(); domain++) {
        WindowGrid windows = plan.windows(domain);
        PieceWalk walk = new PieceWalk(plan.part(lists[rank], domain));
        while (walk.hasPiece()) {
          long number = windows.indexOf(walk.offset());
          long bytes = walk.below(windows.end(number), (at, length, apart, blocks, data) -> {});
          shares.put(rank + " in " + plan.key(domain, number), bytes);
        }
      }
    }
    return shares;
  }

  @Test
  void shouldGiveKeeperAndGuestTheSameWindowsAndSizes() throws MpiIoException {
    long seed = System.nanoTime();
    System.out.println("ExchangePlanTest seed=" + seed);
    for (int number = 0; number < 400; number++) {
      int ranks = 1 + number % 9;
      Scenario scenario = new Scenario(seed, number, ranks, number % 2 == 0);
      AccessList[] lists = new AccessList[ranks];
      for (int rank = 0; rank < ranks; rank++) {
        lists[rank] = scenario.parts[rank].list();
      }
      PlanLimits limits = PlanLimits.of(scenario.hints, 0);
      ExchangePlan plan = plan(lists, scenario.aggregators, limits);
      assertEquals(brought(plan, lists), kept(plan, lists, limits), scenario.label);
    }
  }

  @Test
  void shouldNotLetEmptyRanksMoveDomains() {
    AccessList[] lists = {
      AccessList.empty(0), AccessList.contiguous(1000, 500), AccessList.contiguous(1500, 500)
    };
    ExchangePlan plan = plan(lists, new int[] {0, 2}, new PlanLimits(4096, 0, 0));
    assertEquals(1000, plan.domains().start(0));
    assertEquals(1500, plan.domains().end(0));
    assertEquals(2000, plan.domains().end(1));
  }

  @Test
  void shouldSplitByDataWhenMuchOfTheRangeIsNotAskedFor() {
    // Nearly all data lies in the last sixteenth of the range.
    AccessList[] lists = {AccessList.contiguous(0, 100), AccessList.contiguous(15L << 20, 1 << 20)};
    CallSummary summary = summary(lists);
    PlanLimits limits = new PlanLimits(1 << 20, 4096, 0);
    assertTrue(ExchangePlan.needsProfile(summary, 4, limits));
    long[] bytes = new long[VolumeProfile.BINS];
    for (AccessList list : lists) {
      long[] one = VolumeProfile.of(list, summary.start(), summary.end());
      for (int bin = 0; bin < bytes.length; bin++) {
        bytes[bin] += one[bin];
      }
    }
    assertEquals(summary.bytes(), Arrays.stream(bytes).sum());
    VolumeProfile profile = new VolumeProfile(summary.start(), summary.end(), bytes);
    AggregatorList four = new AggregatorList(new int[] {3, 0, 1, 2}, 4);
    FileDomains domains = new ExchangePlan(summary, four, limits, profile).domains();
    long least = Long.MAX_VALUE;
    for (int domain = 0; domain < 4; domain++) {
      long in = 0;
      for (AccessList list : lists) {
        in += list.clip(domains.start(domain), domains.end(domain)).bytes();
      }
      least = Math.min(least, in);
      assertEquals(0, domain == 0 ? 0 : domains.start(domain) % 4096);
    }
    assertTrue(least > summary.bytes() / 4 * 9 / 10, "least=" + least + " " + domains);
    // Where ranges leave no room between them, an even split is one of the data.
    AccessList[] dense = {AccessList.contiguous(0, 1 << 20), AccessList.contiguous(1 << 20, 99)};
    assertFalse(ExchangePlan.needsProfile(summary(dense), 4, limits));
  }

  @Test
  void shouldPlanOneRoundPerTouchedWindowWhenDataIsSparse() throws MpiIoException {
    Datatype oneInAGib = Datatype.resized(Datatype.BYTE, 0, 1L << 30);
    AccessList[] lists = new AccessList[2];
    for (int rank = 0; rank < 2; rank++) {
      lists[rank] = new FileView(rank, Datatype.BYTE, oneInAGib).access(0, 1024);
    }
    PlanLimits limits = new PlanLimits(1 << 10, 0, 0);
    ExchangePlan plan = plan(lists, new int[] {0}, limits);
    assertEquals(2 * 1024, kept(plan, lists, limits).size());
  }

  @Test
  void shouldDescribeItself() {
    AccessList[] lists = {AccessList.contiguous(0, 1000), AccessList.contiguous(1000, 1000)};
    ExchangePlan plan = plan(lists, new int[] {1}, new PlanLimits(512, 0, 0));
    String text = plan.describe();
    assertTrue(text.contains("2 ranks move 2000 bytes in 2 pieces"), text);
    assertTrue(text.contains("rank 1: [0, 2000) in 4 windows"), text);
  }
}
