package io.jromio.bench.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.bench.planning.PlannedView.Shape;
import io.jromio.bench.planning.PlanningBenchmark.Settings;
import io.jromio.collective.PlanningDryRun;
import io.jromio.collective.PlanningDryRun.AggregatorPlan;
import io.jromio.collective.PlanningDryRun.Job;
import io.jromio.hints.Hints;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class PlanningBenchmarkTest {

  private static final PlanningDryRun.Meter NOTHING =
      new PlanningDryRun.Meter() {
        @Override
        public void begin() {}

        @Override
        public void end() {}
      };

  private static PlanningDryRun dryRun(PlannedView view, int ranks) throws Exception {
    Job job = new Job(ranks, 16, 2, Hints.defaults());
    Shape shape = new Shape(ranks, 512, 8);
    return new PlanningDryRun(job, rank -> view.of(rank, shape));
  }

  private static List<String> lines(int... ranks) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Settings settings = new Settings(ranks, 16, 1, 4096, 16);
    new PlanningBenchmark(settings, new PrintStream(out, true, StandardCharsets.UTF_8)).run();
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveEveryDomainSourcesAndWindows(PlannedView view) throws Exception {
    PlanningDryRun dryRun = dryRun(view, 64);
    assertEquals(8, dryRun.domains());
    for (int domain = 0; domain < 8; domain++) {
      AggregatorPlan plan = dryRun.planOfAggregator(domain, NOTHING);
      assertTrue(plan.sources() > 0, "domain=" + domain);
      assertEquals(1, plan.windows(), "domain=" + domain);
    }
  }

  @Test
  void shouldNeedNoMoreMemoryPerRankWhenThereAreMoreRanks() throws Exception {
    List<String> lines = lines(1 << 10, 1 << 14);
    for (int view = 0; view < 2; view++) { // block, strided
      long few = bytes(lines.get(1 + 2 * view));
      long many = bytes(lines.get(2 + 2 * view));
      assertTrue(many <= few + few / 4, lines.get(2 + 2 * view));
    }
  }

  private static long bytes(String line) {
    String[] words = line.trim().split("\\s+");
    return Long.parseLong(words[6]);
  }

  @Test
  void shouldPrintOneLinePerViewAndNumberOfRanks() throws Exception {
    List<String> lines = lines(16, 32);
    assertEquals(7, lines.size(), lines.toString());
    assertTrue(lines.get(1).startsWith("block "), lines.get(1));
    assertTrue(lines.get(6).startsWith("random "), lines.get(6));
  }
}
