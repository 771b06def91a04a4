package io.jromio.dfs.transport;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.RequestHandler;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps one array per dkey in memory, on one thread with a short queue; full queues say AGAIN. It
 * can be held, so that everything waits.
 */
final class SmallHandler implements RequestHandler, AutoCloseable {
  private final ThreadPoolExecutor target;
  private final Map<Key, byte[]> arrays = new HashMap<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  final Set<UUID> open = ConcurrentHashMap.newKeySet();
  final AtomicLong refused = new AtomicLong();

  SmallHandler(int queueLength) {
    target =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueLength),
            Thread.ofPlatform().daemon().factory());
  }

  /** Lets nothing be done until {@link #goOn}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void goOn() {
    gate.countDown();
  }

  @Override
  public CompletableFuture<Reply> handle(Request request) {
    CompletableFuture<Reply> reply = new CompletableFuture<>();
    try {
      target.execute(
          () -> {
            try {
              gate.await();
              reply.complete(carryOut(request));
            } catch (RuntimeException | InterruptedException e) {
              reply.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      refused.incrementAndGet();
      reply.complete(new Reply.Failed(Der.AGAIN, "queue is full"));
    }
    return reply;
  }

  private Reply carryOut(Request request) {
    return switch (request) {
      case Request.Update update -> write(update);
      case Request.Fetch fetch -> read(fetch);
      case Request.OpenContainer opening -> {
        UUID handle = UUID.randomUUID();
        open.add(handle);
        ContainerInfo info =
            new ContainerInfo(
                handle, handle, opening.container(), Map.of(), new ContainerInfo.Use(1, 0, 0));
        yield new Reply.Opened(handle, 1, info);
      }
      case Request.CloseContainer closing -> {
        open.remove(closing.handle());
        yield new Reply.Done(0);
      }
      case Request.AllocateIds ids -> new Reply.Done(ids.count());
      case Request.GetCounters _ -> new Reply.Counters(Map.of("open", (long) open.size()));
      default -> new Reply.Failed(Der.NOSYS, "not here: " + request.getClass());
    };
  }

  private Reply write(Request.Update request) {
    for (DkeyUpdate update : request.updates()) {
      for (AkeyUpdate akey : update.akeys()) {
        if (akey instanceof AkeyUpdate.Write write) {
          ByteRanges ranges = write.ranges();
          for (int i = 0; i < ranges.count(); i++) {
            int end = Math.toIntExact(ranges.offsets()[i] + ranges.lengths()[i]);
            byte[] array = arrays.getOrDefault(update.dkey(), new byte[0]);
            if (array.length < end) {
              array = Arrays.copyOf(array, end);
              arrays.put(update.dkey(), array);
            }
            MemorySegment.ofArray(array)
                .asSlice(ranges.offsets()[i], ranges.lengths()[i])
                .copyFrom(ranges.memory(i));
          }
        }
      }
    }
    return new Reply.Done(1);
  }

  private Reply read(Request.Fetch request) {
    List<Fetched> fetched = new ArrayList<>();
    for (DkeyFetch fetch : request.fetches()) {
      byte[] array = arrays.getOrDefault(fetch.dkey(), new byte[0]);
      List<Fetched.Akey> akeys = new ArrayList<>();
      for (AkeyFetch akey : fetch.akeys()) {
        if (akey instanceof AkeyFetch.Read(Key _, ByteRanges ranges)) {
          for (int i = 0; i < ranges.count(); i++) {
            long from = Math.min(ranges.offsets()[i], array.length);
            long length = Math.min(ranges.lengths()[i], array.length - from);
            ranges
                .memory(i)
                .asSlice(0, length)
                .copyFrom(MemorySegment.ofArray(array).asSlice(from, length));
          }
          akeys.add(new Fetched.Array(array.length, new long[0]));
        } else {
          akeys.add(new Fetched.Value(null));
        }
      }
      fetched.add(new Fetched(array.length > 0, akeys));
    }
    return new Reply.Fetches(fetched, List.of());
  }

  @Override
  public void close() {
    goOn();
    target.shutdown();
  }
}
