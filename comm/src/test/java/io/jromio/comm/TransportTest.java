package io.jromio.comm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.shm.JobSegment;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not ask of every provider: threads, broken jobs, more than one node. */
@Timeout(30)
class TransportTest {
  private static final int BIG = (1 << 20) + 5;

  private final Path directory;

  TransportTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static RingTransport transport(JobSegment job, int rank, LauncherWatch watch) {
    assertTrue(job.begin(rank));
    return new RingTransport(job, rank, watch, () -> {});
  }

  /** The second thread waits for its own message behind one that only the first may touch. */
  @Test
  void shouldDeliverToConfinedBufferWhenOtherThreadMakesProgress() {
    RankThreads.run(
        2,
        world -> {
          byte[] big = CommunicatorContract.content(1, 0, 1, BIG);
          if (world.rank() == 0) {
            Request first = world.isend(MemorySegment.ofArray(big), 1, 1);
            Request second = world.isend(MemorySegment.ofArray(new byte[] {9}), 1, 2);
            first.await();
            second.await();
            return;
          }
          try (Arena confined = Arena.ofConfined()) {
            MemorySegment buffer = confined.allocate(BIG);
            Request mine = world.irecv(buffer, 0, 1);
            byte[] small = new byte[1];
            Thread other = new Thread(() -> world.recv(MemorySegment.ofArray(small), 0, 2));
            other.start();
            other.join();
            assertArrayEquals(new byte[] {9}, small);
            mine.await();
            assertArrayEquals(big, buffer.toArray(ValueLayout.JAVA_BYTE));
          }
        });
  }

  @Test
  void shouldFailWhenBufferIsClosedBeforeItsRequestIsComplete() {
    RankFailure failure =
        RankThreadsTest.failure(
            2,
            world -> {
              if (world.rank() == 0) {
                Arena arena = Arena.ofShared();
                Request send = world.isend(arena.allocate(BIG), 1, 1);
                arena.close();
                world.send(MemorySegment.ofArray(new byte[1]), 1, 2);
                send.await();
              } else {
                world.recv(MemorySegment.ofArray(new byte[1]), 0, 2);
              }
            });
    assertInstanceOf(CommException.class, failure.getCause());
  }

  @Test
  void shouldFailOnAllRanksWhenOneAborts() {
    RankFailure failure =
        RankThreadsTest.failure(
            4,
            world -> {
              if (world.rank() == 3) {
                world.abort(99);
              }
              world.barrier();
              world.barrier();
            });
    assertEquals(3, failure.getSuppressed().length);
    assertTrue(
        failure.toString().contains("rank 3 of 4 aborted the job with code 99"),
        failure.toString());
  }

  @Test
  void shouldFailWhenLauncherIsGone() {
    try (Arena arena = Arena.ofShared()) {
      JobSegment job = JobSegment.allocate(arena, 2);
      long[] asked = {0};
      Transport transport = transport(job, 0, nowNs -> ++asked[0] > 3);
      try (World world = Comms.world(transport, "test", new String[0])) {
        CommException e = assertThrows(CommException.class, world::barrier);
        assertTrue(e.toString().contains("launcher"), e.toString());
        assertThrows(CommException.class, () -> world.allgather(1));
      }
    }
  }

  @Test
  void shouldSeeLauncherWhileItLives() throws Exception {
    Process sleeper = new ProcessBuilder("sleep", "60").start();
    LauncherWatch watch = LauncherWatch.of(sleeper.pid());
    long quarterNs = 250_000_000;
    assertFalse(watch.isGone(0));
    sleeper.destroyForcibly();
    sleeper.waitFor();
    assertFalse(watch.isGone(quarterNs - 1), "not looked at so soon again");
    assertTrue(watch.isGone(quarterNs));
    assertTrue(LauncherWatch.of(sleeper.pid()).isGone(0));
  }

  /** Ranks that fail while others are past them must not leave the others without an answer. */
  @Test
  void shouldFailSendWhenReceiverFinishedWithoutTakingIt() {
    RankFailure failure =
        RankThreadsTest.failure(
            2,
            world -> {
              if (world.rank() == 1) {
                world.send(MemorySegment.ofArray(new byte[BIG]), 0, 8);
              }
            });
    assertTrue(failure.toString().contains("rank 0 of 2 has finished"), failure.toString());
  }

  @Test
  void shouldDeliverWhatWasSentWhenSenderHasFinished() {
    CompletableFuture<Thread> sender = new CompletableFuture<>();
    RankThreads.run(
        2,
        world -> {
          if (world.rank() == 0) {
            sender.complete(Thread.currentThread());
            world.send(MemorySegment.ofArray(new byte[] {1, 2, 3}), 1, 0);
            return;
          }
          sender.join().join();
          byte[] buffer = new byte[3];
          world.recv(MemorySegment.ofArray(buffer), 0, 0);
          assertArrayEquals(new byte[] {1, 2, 3}, buffer);
        });
  }

  /** Two ranks per node, by a transport that says so. */
  @Test
  void shouldSplitByNodeWhenThereAreSeveral() throws InterruptedException {
    AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
    try (Arena arena = Arena.ofShared()) {
      JobSegment job = JobSegment.allocate(arena, 5);
      Thread[] threads = new Thread[5];
      for (int r = 0; r < 5; r++) {
        RingTransport ring = transport(job, r, LauncherWatch.NONE);
        Transport onNode = new NodeTransport(ring, "node" + r % 2);
        threads[r] =
            new Thread(
                () -> {
                  try (World world = Comms.world(onNode, "test", new String[0]);
                      Communicator node = world.splitShared()) {
                    assertEquals(world.rank() % 2 == 0 ? 3 : 2, node.size());
                    assertFalse(world.sharesMemory());
                    assertTrue(node.sharesMemory());
                    assertEquals(world.rank() / 2, node.rank());
                    assertEquals("node" + world.rank() % 2, node.processorName());
                  } catch (Throwable t) {
                    failed.set(t);
                  }
                });
        threads[r].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertEquals(null, failed.get());
  }

  /** A transport whose node is chosen by the test. */
  private record NodeTransport(Transport delegate, String processorName) implements Transport {
    @Override
    public String nodeKey() {
      return processorName;
    }

    @Override
    public int rank() {
      return delegate.rank();
    }

    @Override
    public int size() {
      return delegate.size();
    }

    @Override
    public Request isend(MemorySegment data, int peer, int context, int tag) {
      return delegate.isend(data, peer, context, tag);
    }

    @Override
    public Request irecv(MemorySegment buffer, int peer, int context, int tag) {
      return delegate.irecv(buffer, peer, context, tag);
    }

    @Override
    public void await(BooleanSupplier holds, IntSupplier awaited) {
      delegate.await(holds, awaited);
    }

    @Override
    public void release(int context) {
      delegate.release(context);
    }

    @Override
    public void abort(int code) {
      delegate.abort(code);
    }

    @Override
    public void close() {
      delegate.close();
    }
  }

  @Test
  void shouldRefuseWhenEnvironmentIsWrong() throws IOException {
    Path noJob = Files.write(directory.resolve("no-job"), new byte[100_000]);
    for (Map<String, String> environment :
        java.util.List.of(
            Map.of("JROMIO_JOB", "/does/not/exist", "JROMIO_RANK", "0", "JROMIO_SIZE", "1"),
            Map.of("JROMIO_JOB", noJob.toString(), "JROMIO_RANK", "0", "JROMIO_SIZE", "1"),
            Map.of("JROMIO_JOB", noJob.toString(), "JROMIO_RANK", "x", "JROMIO_SIZE", "1"),
            Map.of("JROMIO_JOB", noJob.toString()))) {
      LocalProvider provider = new LocalProvider(environment);
      assertTrue(provider.started(new String[0]));
      assertThrows(CommException.class, () -> provider.attach(new String[0]));
    }
    assertFalse(new LocalProvider(Map.of()).started(new String[0]));
  }

  @Test
  void shouldRefuseWhenRankIsTakenOrOutOfRange() throws IOException {
    try (var job = io.jromio.comm.shm.LocalJob.create(2)) {
      LocalProvider first = new LocalProvider(job.environment(0));
      try (World world = first.attach(new String[] {"a"})) {
        assertEquals("local", world.provider());
        assertThrows(CommException.class, () -> first.attach(new String[0]));
        Map<String, String> third =
            Map.of("JROMIO_JOB", job.path().toString(), "JROMIO_RANK", "2", "JROMIO_SIZE", "2");
        assertThrows(CommException.class, () -> new LocalProvider(third).attach(new String[0]));
      }
    }
  }

  /** One rank has no memory left: every rank hears of it, and no file stays. */
  @Test
  void shouldFailOnAllRanksWhenWindowDoesNotFit() throws IOException {
    RankThreads.run(
        3,
        world -> {
          assertThrows(
              CommException.class, () -> SharedWindow.allocate(world, 1L << 56, directory));
          Path missing = directory.resolve("missing");
          assertThrows(CommException.class, () -> SharedWindow.allocate(world, 8, missing));
          try (SharedWindow window = SharedWindow.allocate(world, 8, directory)) {
            assertEquals(8, window.segment().byteSize());
            world.barrier();
          }
        });
    try (var files = Files.list(directory)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void shouldFailOnAllRanksWhenWindowSizesDiffer() {
    RankThreads.run(
        3,
        world -> {
          long bytes = world.rank() == 1 ? 9 : 8;
          CommException e =
              assertThrows(CommException.class, () -> SharedWindow.allocate(world, bytes));
          assertTrue(e.toString().contains("rank 1"), e.toString());
        });
  }
}
