package io.jromio.comm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RankThreadsTest {

  @Test
  void shouldGiveEveryRankItsWorldWhenAttached() {
    boolean[] seen = new boolean[4];
    RankThreads.run(
        4,
        new String[] {"-x"},
        world -> {
          assertSame(world, Comms.attach(new String[0]));
          assertEquals("threads", world.provider());
          assertArrayEquals(new String[] {"-x"}, world.args());
          assertEquals("rank-" + world.rank(), Thread.currentThread().getName());
          AtomicReference<World> inherited = new AtomicReference<>();
          Thread child = new Thread(() -> inherited.set(Comms.attach(new String[0])));
          child.start();
          child.join();
          assertSame(world, inherited.get());
          seen[world.rank()] = true;
        });
    assertArrayEquals(new boolean[] {true, true, true, true}, seen);
  }

  @Test
  void shouldNameFirstRankAndSuppressOthersWhenOneThrows() {
    IllegalStateException mine = new IllegalStateException("disk on fire");
    RankFailure failure =
        failure(
            4,
            world -> {
              if (world.rank() == 2) {
                throw mine;
              }
              world.barrier();
            });
    assertEquals(2, failure.rank());
    assertSame(mine, failure.getCause());
    assertTrue(failure.toString().contains("rank 2 of 4: "), failure.getMessage());
    assertEquals(3, failure.getSuppressed().length);
    for (Throwable other : failure.getSuppressed()) {
      assertInstanceOf(CommException.class, other.getCause());
    }
  }

  @Test
  void shouldFailWhenPeerFinishedWithoutSending() {
    RankFailure failure =
        failure(
            2,
            world -> {
              if (world.rank() == 0) {
                world.recv(MemorySegment.ofArray(new byte[5]), 1, 7);
              }
            });
    assertEquals(0, failure.rank());
    assertInstanceOf(CommException.class, failure.getCause());
    assertTrue(failure.toString().contains("rank 1 of 2 has finished"), failure.getMessage());
    assertTrue(failure.toString().contains("tag 7"), failure.getMessage());
  }

  @Test
  void shouldAttachToSelfWhenNoLauncherStartedUs() {
    try (World world = Comms.attach(new String[] {"a", "b"})) {
      assertEquals("self", world.provider());
      assertEquals(1, world.size());
      assertArrayEquals(new String[] {"a", "b"}, world.args());
    }
  }

  @Test
  void shouldRefuseWhenSizeIsOutOfRange() {
    assertThrows(IllegalArgumentException.class, () -> RankThreads.run(0, world -> {}));
    assertThrows(IllegalArgumentException.class, () -> RankThreads.run(513, world -> {}));
  }

  /** Runs ranks of which one must fail. */
  static RankFailure failure(int ranks, RankBody body) {
    return assertThrows(RankFailure.class, () -> RankThreads.run(ranks, body));
  }
}
