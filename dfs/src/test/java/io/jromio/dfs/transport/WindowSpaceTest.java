package io.jromio.dfs.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WindowSpaceTest {

  @Test
  void shouldNeverOverlapAndBecomeWholeWhenPartsComeAndGo() throws InterruptedException {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    WindowSpace space = new WindowSpace(1 << 20);
    List<long[]> parts = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (parts.size() == 8 || (!parts.isEmpty() && random.nextBoolean())) {
        long[] part = parts.remove(random.nextInt(parts.size()));
        space.give(part[0], part[1]);
      } else {
        long length = random.nextLong(1, 60_001);
        long place = space.take(length);
        for (long[] part : parts) {
          assertTrue(place + length <= part[0] || part[0] + part[1] <= place);
        }
        assertTrue(place >= 0 && place + length <= 1 << 20);
        parts.add(new long[] {place, length});
      }
    }
    for (long[] part : parts) {
      space.give(part[0], part[1]);
    }
    assertTrue(space.isWhole());
  }

  @Test
  void shouldLetALargePartHaveItsTurnWhenSmallOnesKeepComing() throws Exception {
    WindowSpace space = new WindowSpace(64 << 10);
    long first = space.take(40 << 10);
    CompletableFuture<Long> large = new CompletableFuture<>();
    Thread waiter = new Thread(() -> take(space, 60 << 10, large));
    waiter.start();
    Calls.await("it waits", () -> waiter.getState() == Thread.State.WAITING);
    CompletableFuture<Long> small = new CompletableFuture<>();
    Thread next = new Thread(() -> take(space, 4 << 10, small));
    next.start();
    Calls.await("the next one waits behind it", () -> next.getState() == Thread.State.WAITING);
    assertFalse(small.isDone());
    space.give(first, 40 << 10);
    assertEquals(0, large.get(30, TimeUnit.SECONDS));
    assertEquals(60 << 10, small.get(30, TimeUnit.SECONDS));
    waiter.join();
    next.join();
  }

  private static void take(WindowSpace space, long length, CompletableFuture<Long> to) {
    try {
      to.complete(space.take(length));
    } catch (InterruptedException e) {
      to.completeExceptionally(e);
    }
  }
}
