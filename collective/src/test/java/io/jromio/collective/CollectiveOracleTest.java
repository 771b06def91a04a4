package io.jromio.collective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.mem.MemDriver;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.hints.Hints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is asked for, a collective call does what naive independent calls do. */
@Timeout(120)
final class CollectiveOracleTest {
  private static final Set<AccessMode> BOTH = EnumSet.of(AccessMode.RDWR, AccessMode.CREATE);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMatchNaiveCallsInMemory(int ranks) {
    run(ranks, 120, new MemDriver(Long.MAX_VALUE), "");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMatchNaiveCallsOnDisk(int ranks, @TempDir Path directory) throws Exception {
    AdioDriver ufs = AdioDrivers.resolve("ufs:" + directory).driver();
    run(ranks, 30, ufs, directory + "/");
  }

  @Test
  void shouldMatchNaiveCallsWhenManyRanksWantTheSameBytes() {
    run(13, 30, new MemDriver(Long.MAX_VALUE), "");
  }

  private static void run(int ranks, int scenarios, AdioDriver driver, String prefix) {
    long seed = System.nanoTime();
    System.out.printf("CollectiveOracleTest seed=%d ranks=%d%n", seed, ranks);
    RankThreads.run(
        ranks,
        world -> {
          for (int number = 0; number < scenarios; number++) {
            Scenario scenario = new Scenario(seed, number, ranks, number % 2 == 0);
            try {
              int[] nodes = nodes(number, ranks);
              Communicator comm = FakeNodes.over(world, nodes);
              writeAndRead(comm, scenario, driver, prefix + number);
            } catch (Exception | AssertionError e) {
              String where = " nodes=" + Arrays.toString(nodes(number, ranks));
              throw new AssertionError(scenario.label + where, e);
            }
          }
        });
  }

  /**
   * Half of the scenarios on one node, the others on several. Even ones overlap, and then the
   * highest node wins, so theirs have neighbouring ranks.
   */
  private static int[] nodes(int number, int ranks) {
    return switch (number % 8) {
      case 1 -> FakeNodes.cyclic(ranks, 2);
      case 3 -> FakeNodes.cyclic(ranks, 3);
      case 2, 5 -> FakeNodes.blocks(ranks, 2);
      case 4 -> FakeNodes.blocks(ranks, 1);
      default -> FakeNodes.one(ranks);
    };
  }

  private static void writeAndRead(
      Communicator world, Scenario scenario, AdioDriver driver, String name) throws Exception {
    if (world.rank() == 0) {
      try (AdioFile expected = driver.open(name + "-expected", BOTH, Hints.defaults());
          AdioFile file = driver.open(name, BOTH, Hints.defaults())) {
        scenario.writeNaively(expected);
        file.writeAt(0, MemorySegment.ofArray(scenario.before));
      }
    }
    world.barrier();
    try (Arena arena = Arena.ofShared();
        AdioFile file = driver.open(name, BOTH, Hints.defaults());
        AdioFile expected = driver.open(name + "-expected", BOTH, Hints.defaults());
        CollectiveIo io = new CollectiveIo(world, file, scenario.aggregators)) {
      Scenario.Part part = scenario.parts[world.rank()];
      TypedBuffer buffer = Scenario.typed(part, Scenario.memory(part, arena));
      buffer.unpack(0, part.data());
      CollectiveRequest write = new CollectiveRequest(part.list(), buffer, scenario.hints, false);
      assertEquals(part.data().byteSize(), io.writeAll(write));
      if (world.rank() == 0) {
        assertArrayEquals(Scenario.content(expected), Scenario.content(file));
        file.setSize(file.size() * 3 / 4);
        expected.setSize(file.size());
      }
      world.barrier();
      MemorySegment memory = Scenario.memory(part, arena);
      MemorySegment wanted = Scenario.memory(part, arena);
      long there = Scenario.readNaively(expected, part, Scenario.typed(part, wanted));
      TypedBuffer into = Scenario.typed(part, memory);
      CollectiveRequest read = new CollectiveRequest(part.list(), into, scenario.hints, false);
      assertEquals(there, io.readAll(read));
      assertArrayEquals(
          wanted.toArray(ValueLayout.JAVA_BYTE), memory.toArray(ValueLayout.JAVA_BYTE));
      world.barrier();
    }
    if (world.rank() == 0) {
      driver.delete(name);
      driver.delete(name + "-expected");
    }
  }
}
