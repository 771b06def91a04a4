package io.jromio.dfs.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every link must do. */
@Timeout(60)
abstract class EngineLinkContract {
  private static final int QUEUE = 4;

  private final SmallHandler handler = new SmallHandler(QUEUE);
  private AutoCloseable server = () -> {};
  private EngineLink link = new LoopbackLink(handler, "none");

  /** A link, and what is to be closed after it. */
  record Way(EngineLink link, AutoCloseable server) {}

  /** Makes the link to the handler. */
  abstract Way open(SmallHandler to) throws Exception;

  @BeforeEach
  void begin() throws Exception {
    Way way = open(handler);
    link = way.link();
    server = way.server();
  }

  @AfterEach
  void finish() throws Exception {
    handler.goOn();
    link.close();
    server.close();
    handler.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 8192, 8193, 65_537, 1 << 20, 7_000_003, 20_000_003})
  void shouldReadWhatWasWrittenWhenBulkHasThisLength(int length) throws Exception {
    byte[] bytes = Calls.random(new Random(length), length);
    assertInstanceOf(Reply.Done.class, Calls.get(link.call(Calls.write(1, Calls.whole(bytes)))));
    byte[] found = new byte[length];
    assertInstanceOf(Reply.Fetches.class, Calls.get(link.call(Calls.read(1, Calls.whole(found)))));
    assertArrayEquals(bytes, found);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 20_000})
  void shouldLeaveMemoryBehindTheEndWhenArrayIsShorter(int length) throws Exception {
    byte[] bytes = Calls.random(new Random(length), length);
    Calls.get(link.call(Calls.write(1, Calls.whole(bytes))));
    byte[] found = new byte[2 * length];
    Arrays.fill(found, (byte) 77);
    Calls.get(link.call(Calls.read(1, Calls.whole(found))));
    byte[] expected = Arrays.copyOf(bytes, 2 * length);
    Arrays.fill(expected, length, 2 * length, (byte) 77);
    assertArrayEquals(expected, found);
  }

  @Test
  void shouldMoveEveryPieceToItsPlaceWhenListsAreScattered() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed=" + seed);
    Random random = new Random(seed);
    int pieces = 5000;
    long[] offsets = new long[pieces];
    long[] lengths = new long[pieces];
    long[] places = new long[pieces];
    for (int i = 0; i < pieces; i++) {
      offsets[i] = i * 16L;
      lengths[i] = random.nextInt(17);
      places[i] = (pieces - 1 - i) * 16L;
    }
    MemorySegment from = MemorySegment.ofArray(Calls.random(random, pieces * 16));
    MemorySegment to = MemorySegment.ofArray(new byte[pieces * 16]);
    Calls.get(link.call(Calls.write(1, new ByteRanges(offsets, lengths, from, places))));
    // All is there up to the end.
    Calls.get(link.call(Calls.write(1, ByteRanges.of(pieces * 16L, to.asSlice(0, 1)))));
    Calls.get(link.call(Calls.read(1, new ByteRanges(offsets, lengths, to, places))));
    for (int i = 0; i < pieces; i++) {
      assertEquals(
          -1,
          from.asSlice(places[i], lengths[i]).mismatch(to.asSlice(places[i], lengths[i])),
          "piece=" + i);
    }
  }

  @Test
  void shouldKeepTheOrderOfOneThreadWhenQueueIsFull() throws Exception {
    handler.hold();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 500; i++) {
                byte[] bytes = {(byte) i, (byte) (i >> 8)};
                var unused = link.call(Calls.write(9, Calls.whole(bytes)));
              }
            });
    writer.start();
    Calls.await("queue is full", () -> handler.refused.get() > 0);
    handler.goOn();
    writer.join();
    byte[] found = new byte[2];
    Calls.get(link.call(Calls.read(9, Calls.whole(found))));
    assertArrayEquals(new byte[] {(byte) 499, (byte) (499 >> 8)}, found);
  }

  @Test
  void shouldServeAllWhenManyThreadsCall() throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<CompletableFuture<Boolean>> results = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      int number = t;
      CompletableFuture<Boolean> result = new CompletableFuture<>();
      results.add(result);
      Thread thread = new Thread(() -> result.complete(writeAndRead(number)));
      thread.start();
      threads.add(thread);
    }
    for (CompletableFuture<Boolean> result : results) {
      assertTrue(result.get(60, TimeUnit.SECONDS));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private boolean writeAndRead(int number) {
    try {
      Random random = new Random(number);
      for (int i = 0; i < 40; i++) {
        byte[] bytes = Calls.random(random, 1 + random.nextInt(600_000));
        byte[] found = new byte[bytes.length];
        CompletableFuture<Reply> writing =
            link.call(Calls.write(100L + number, Calls.whole(bytes)));
        CompletableFuture<Reply> reading = link.call(Calls.read(100L + number, Calls.whole(found)));
        Calls.get(writing);
        Calls.get(reading);
        if (!Arrays.equals(bytes, found)) {
          return false;
        }
      }
      return true;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void shouldEndCallsWithAnErrorWhenClosed() throws Exception {
    handler.hold();
    CompletableFuture<Reply> waiting =
        link.call(new Request.AllocateIds(new java.util.UUID(1, 2), 1));
    link.close();
    handler.goOn();
    ExecutionException e = assertThrows(ExecutionException.class, () -> Calls.get(waiting));
    assertInstanceOf(StoreException.class, e.getCause());
    ExecutionException later =
        assertThrows(
            ExecutionException.class, () -> Calls.get(link.call(new Request.GetCounters())));
    assertInstanceOf(StoreException.class, later.getCause());
  }

  @Test
  void shouldReportWhenTheHandlerBreaks() throws Exception {
    // 3 GiB is no length of a Java array.
    ByteRanges far = ByteRanges.of(3L << 30, MemorySegment.ofArray(new byte[1]));
    CompletableFuture<Reply> broken = link.call(Calls.write(1, far));
    try {
      assertInstanceOf(Reply.Failed.class, Calls.get(broken));
    } catch (ExecutionException e) {
      assertInstanceOf(StoreException.class, e.getCause());
    }
    assertInstanceOf(Reply.Counters.class, Calls.get(link.call(new Request.GetCounters())));
  }
}
