package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExchangePlanTest {

  private static ExchangePlan plan(AccessList[] lists, int[] aggregators, PlanLimits limits) {
    long[] all = new long[lists.length * CallExtents.FIELDS];
    for (int rank = 0; rank < lists.length; rank++) {
      AccessList list = lists[rank];
      long[] extent = {list.start(), list.end(), list.bytes(), list.pieces()};
      long[] entry = CallExtents.entry(extent, false, false, 0);
      System.arraycopy(entry, 0, all, rank * CallExtents.FIELDS, CallExtents.FIELDS);
    }
    return new ExchangePlan(new CallExtents(all), aggregators, limits);
  }

  private static String key(int rank, int aggregator, Round round) {
    return "%d -> %d in %s".formatted(rank, aggregator, round);
  }

  /** Bytes by message, as those who send work them out. */
  private static Map<String, Long> sent(ExchangePlan plan, AccessList[] lists) {
    Map<String, Long> messages = new TreeMap<>();
    for (int rank = 0; rank < lists.length; rank++) {
      for (Outgoing leg : plan.outgoing(rank, lists[rank])) {
        Round before = new Round(-1, 0);
        while (!leg.round().equals(Round.NONE)) {
          Round round = leg.round();
          assertTrue(before.compareTo(round) < 0, "not ascending: " + round);
          messages.put(key(rank, leg.aggregator(), round), leg.take().bytes());
          before = round;
        }
      }
    }
    return messages;
  }

  /** Bytes by message, as those who receive work them out. */
  private static Map<String, Long> received(
      ExchangePlan plan, AccessList[] lists, PlanLimits limits) {
    Map<String, Long> messages = new TreeMap<>();
    for (int domain = 0; domain < plan.domains().count(); domain++) {
      int aggregator = plan.aggregator(domain);
      @Nullable AccessList[] seen = new @Nullable AccessList[lists.length];
      for (int rank = 0; rank < lists.length; rank++) {
        seen[rank] = plan.touches(rank, domain) ? lists[rank] : null;
      }
      Incoming incoming = plan.incoming(domain, seen, new Coverage());
      for (PlannedWindow w = incoming.next(); w.size() > 0; w = incoming.next()) {
        assertTrue(w.end() - w.start() <= limits.windowBytes(), "long window");
        for (int i = 0; i < w.size(); i++) {
          if (w.source(i).rank() != aggregator) {
            messages.put(key(w.source(i).rank(), aggregator, w.round(i)), w.bytes(i));
          }
        }
      }
    }
    return messages;
  }

  @Test
  void shouldGiveBothSidesOfEveryMessageTheSameRoundAndSize() throws MpiIoException {
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
      assertEquals(sent(plan, lists), received(plan, lists, limits), scenario.label);
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
    assertEquals(1, plan.touched(1).length);
    assertEquals(0, plan.touched(0).length);
  }

  @Test
  void shouldSplitRanksIntoWavesWhenTheyWantTheSameBytes() {
    AccessList[] lists = new AccessList[16];
    for (int rank = 0; rank < lists.length; rank++) {
      lists[rank] = AccessList.contiguous(0, 1000);
    }
    ExchangePlan plan = plan(lists, new int[] {0}, new PlanLimits(100, 0, 0));
    assertEquals(16, plan.waves());
    for (int rank = 0; rank < lists.length; rank++) {
      assertEquals(rank, plan.wave(rank));
    }
    AccessList[] apart = {AccessList.contiguous(0, 500), AccessList.contiguous(500, 500)};
    assertEquals(1, plan(apart, new int[] {0}, new PlanLimits(100, 0, 0)).waves());
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
    assertEquals(1024, received(plan, lists, limits).size());
  }

  @Test
  void shouldDescribeItself() {
    AccessList[] lists = {AccessList.contiguous(0, 1000), AccessList.contiguous(1000, 1000)};
    ExchangePlan plan = plan(lists, new int[] {1}, new PlanLimits(512, 0, 0));
    String text = plan.describe();
    assertTrue(text.contains("2 of 2 ranks move 2000 bytes in 2 pieces"), text);
    assertTrue(text.contains("rank 1: [0, 2000) in 4 windows from 2 ranks"), text);
  }
}
