package io.jromio.dfs.transport;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import io.jromio.dfs.wire.Samples;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Small requests, and waiting for what must come. */
final class Calls {
  private static final Key AKEY = Key.of("0");
  private static final long DEADLINE_SECONDS = 30;

  private Calls() {}

  static Request.Update write(long dkey, ByteRanges ranges) {
    AkeyUpdate akey = new AkeyUpdate.Write(AKEY, Condition.NONE, ranges);
    return new Request.Update(
        Samples.HANDLE,
        0,
        Samples.OBJECT,
        List.of(DkeyUpdate.of(Key.of(dkey), Condition.NONE, akey)),
        List.of());
  }

  static Request.Fetch read(long dkey, ByteRanges ranges) {
    AkeyFetch akey = new AkeyFetch.Read(AKEY, ranges);
    return new Request.Fetch(
        Samples.HANDLE,
        0,
        Samples.OBJECT,
        List.of(DkeyFetch.of(Key.of(dkey), Condition.NONE, akey)));
  }

  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  static ByteRanges whole(byte[] bytes) {
    return ByteRanges.of(0, MemorySegment.ofArray(bytes));
  }

  static Reply get(CompletableFuture<Reply> reply) throws Exception {
    Reply answer = reply.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    if (answer instanceof Reply.Fetches fetches) {
      fetches.arrival().land();
    }
    return answer;
  }

  /** Looks until it is so. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("did not happen: " + what);
      }
      Thread.onSpinWait();
    }
  }
}
