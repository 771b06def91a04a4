package io.jromio.comm;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.jromio.comm.CommunicatorContract.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The contract under {@link RankThreads}. */
class ThreadsContractTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TestFactory
  List<DynamicTest> shouldKeepContractWhenRanksAreThreads() {
    long seed = System.nanoTime();
    List<DynamicTest> tests = new ArrayList<>();
    for (int ranks : CommunicatorContract.RANKS) {
      for (Check check : CommunicatorContract.checks()) {
        String name = "%s, ranks=%d seed=%d".formatted(check.name(), ranks, seed);
        tests.add(DynamicTest.dynamicTest(name, () -> run(ranks, check, seed, name)));
      }
    }
    return tests;
  }

  private static void run(int ranks, Check check, long seed, String name) {
    assertTimeoutPreemptively(
        LIMIT, () -> RankThreads.run(ranks, world -> check.body().run(world, seed)), name);
  }

  @TestFactory
  List<DynamicTest> shouldKeepContractWhenCommunicatorIsASplit() {
    long seed = System.nanoTime();
    String name = "reversed half of 7 ranks, seed=" + seed;
    return List.of(
        DynamicTest.dynamicTest(
            name,
            () ->
                assertTimeoutPreemptively(
                    LIMIT,
                    () ->
                        RankThreads.run(
                            7,
                            world -> {
                              try (Communicator half =
                                  world.split(world.rank() % 2, -world.rank())) {
                                CommunicatorContract.runAll(half, seed);
                              }
                            }),
                    name)));
  }
}
