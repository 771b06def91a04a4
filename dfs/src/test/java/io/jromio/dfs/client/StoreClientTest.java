package io.jromio.dfs.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.transport.EngineLink;
import io.jromio.dfs.transport.LoopbackLink;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the client sends, and what it makes of a link and an engine that fail. */
class StoreClientTest {
  private static final int TARGETS = 3;
  private static final int MIB = 1 << 20;
  private static final Key AKEY = Key.of("0");
  private static final ObjectId FILE = ObjectId.of(ObjectType.ARRAY_BYTE, 1, TARGETS, 0, 17);

  private final Random random = new Random(20210101);

  @SuppressWarnings("NullAway.Init")
  private EngineUnderTest under;

  @SuppressWarnings("NullAway.Init")
  private TappedLink tap;

  @SuppressWarnings("NullAway.Init")
  private StoreClient client;

  @SuppressWarnings("NullAway.Init")
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    under =
        new EngineUnderTest(TARGETS) {
          @Override
          EngineLink link() {
            return new LoopbackLink(engine, "loopback:" + folder);
          }
        };
    tap = new TappedLink(under.link());
    client = new StoreClient(tap);
    client.createPool("tank", 0);
    store = make("ckpt", Map.of());
  }

  private ObjectStore make(String label, Map<String, String> properties) throws StoreException {
    client.createContainer("tank", new ContainerSpec(label, properties, List.of()));
    return client.open("tank", label, OpenMode.READ_WRITE);
  }

  @AfterEach
  void close() throws IOException {
    tap.incoming = (request, reply) -> reply;
    client.close();
    under.close();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static DkeyUpdate write(long dkey, long offset, MemorySegment memory) {
    return DkeyUpdate.of(
        Key.of(dkey),
        Condition.NONE,
        new AkeyUpdate.Write(AKEY, Condition.NONE, ByteRanges.of(offset, memory)));
  }

  private static DkeyFetch read(long dkey, long offset, MemorySegment memory) {
    return DkeyFetch.of(
        Key.of(dkey), Condition.NONE, new AkeyFetch.Read(AKEY, ByteRanges.of(offset, memory)));
  }

  private static StoreException failure(Der der, Executable call) {
    StoreException e = assertThrows(StoreException.class, call);
    assertEquals(der, e.der(), e.toString());
    return e;
  }

  /** A flipped bit in a copy of what an update carries. */
  private static Request flipped(Request request) {
    if (!(request instanceof Request.Update update)) {
      return request;
    }
    AkeyUpdate.Write write = (AkeyUpdate.Write) update.updates().getFirst().akeys().getFirst();
    MemorySegment copy = Arena.ofAuto().allocate(write.ranges().memory().byteSize());
    copy.copyFrom(write.ranges().memory());
    flip(copy, copy.byteSize() / 2);
    ByteRanges ranges =
        new ByteRanges(
            write.ranges().offsets(), write.ranges().lengths(), copy, write.ranges().places());
    DkeyUpdate damaged =
        DkeyUpdate.of(
            update.updates().getFirst().dkey(),
            Condition.NONE,
            new AkeyUpdate.Write(write.akey(), write.condition(), ranges));
    return new Request.Update(
        update.handle(), update.target(), update.object(), List.of(damaged), update.sums());
  }

  private static void flip(MemorySegment memory, long at) {
    byte old = memory.get(ValueLayout.JAVA_BYTE, at);
    memory.set(ValueLayout.JAVA_BYTE, at, (byte) (old ^ 4));
  }

  /** Damages what a fetch brought, if {@code wanted}. */
  private void damageFetches(AtomicBoolean once, boolean always) {
    tap.incoming =
        (request, reply) ->
            request instanceof Request.Fetch fetch
                ? reply.thenApply(
                    answer -> {
                      if (always || once.getAndSet(false)) {
                        AkeyFetch.Read read =
                            (AkeyFetch.Read) fetch.fetches().getFirst().akeys().getFirst();
                        flip(read.ranges().memory(), read.ranges().places()[0] + 40_000);
                      }
                      return answer;
                    })
                : reply;
  }

  @Test
  void shouldReportDamageOnTheWayToTheEngine() throws Exception {
    store.update(FILE, List.of(write(1, 0, MemorySegment.ofArray(new byte[100_000]))));
    tap.outgoing = StoreClientTest::flipped;
    MemorySegment source = MemorySegment.ofArray(bytes(100_000));
    failure(Der.CSUM, () -> store.update(FILE, List.of(write(1, 0, source))));
    byte[] back = new byte[100_000];
    store.fetch(FILE, List.of(read(1, 0, MemorySegment.ofArray(back))));
    assertArrayEquals(new byte[100_000], back, "nothing of it was written");
  }

  @Test
  void shouldFetchOnceMoreWhenBytesWereDamagedOnTheWayBack() throws Exception {
    byte[] bytes = bytes(100_000);
    store.update(FILE, List.of(write(1, 0, MemorySegment.ofArray(bytes))));
    damageFetches(new AtomicBoolean(true), false);
    byte[] back = new byte[bytes.length];
    store.fetch(FILE, List.of(read(1, 0, MemorySegment.ofArray(back))));
    assertArrayEquals(bytes, back);
    assertEquals(1, client.checksumRetries());
    assertEquals(2, tap.passed(Request.Fetch.class).size());
  }

  @Test
  void shouldNameTheDamageThatStays() throws Exception {
    store.update(FILE, List.of(write(1, 5, MemorySegment.ofArray(bytes(100_000)))));
    damageFetches(new AtomicBoolean(), true);
    StoreException e =
        failure(
            Der.CSUM,
            () -> store.fetch(FILE, List.of(read(1, 5, MemorySegment.ofArray(new byte[100_000])))));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("offset=32768"), message);
    assertTrue(message.contains("dkey=#1") && message.contains("object=" + FILE), message);
    assertEquals(2, tap.passed(Request.Fetch.class).size());
  }

  @Test
  void shouldMakeSumsAsTheContainerSays() throws Exception {
    byte[] bytes = bytes(10_000);
    ObjectStore fine = make("fine", Map.of("cksum", "crc32", "cksum_size", "4096"));
    ObjectStore off = make("off", Map.of("cksum", "off"));
    byte[] back = new byte[bytes.length];
    for (ObjectStore each : List.of(fine, off)) {
      each.update(FILE, List.of(write(1, 4000, MemorySegment.ofArray(bytes))));
      each.fetch(FILE, List.of(read(1, 4000, MemorySegment.ofArray(back))));
      assertArrayEquals(bytes, back);
    }
    List<Request.Update> updates = tap.passed(Request.Update.class);
    assertArrayEquals(
        new Checksums(4096).of(ByteRanges.of(4000, MemorySegment.ofArray(bytes))),
        updates.get(0).sums().getFirst());
    assertEquals(List.of(), updates.get(1).sums());
  }

  @Test
  void shouldSendBoundedRequestsOfWholeDkeys() throws Exception {
    List<DkeyUpdate> updates = new ArrayList<>();
    MemorySegment source = MemorySegment.ofArray(bytes(MIB));
    for (int i = 1; i <= 30; i++) {
      updates.add(write(i, 0, source));
    }
    store.update(FILE, updates);
    List<Request.Update> sent = tap.passed(Request.Update.class);
    int dkeys = 0;
    for (Request.Update update : sent) {
      assertTrue(update.updates().size() <= 4);
      dkeys += update.updates().size();
      for (DkeyUpdate dkey : update.updates()) {
        MemorySegment memory = ((AkeyUpdate.Write) dkey.akeys().getFirst()).ranges().memory();
        assertTrue(memory.isNative() && memory.isAccessibleBy(new Thread()));
      }
    }
    assertEquals(30, dkeys);
    assertTrue(sent.size() <= 30 / 4 + TARGETS);
    try (Arena arena = Arena.ofConfined()) {
      store.update(FILE, List.of(write(99, 0, arena.allocate(9 * MIB))));
    }
    assertEquals(1, tap.passed(Request.Update.class).getLast().updates().size());
  }

  @Test
  void shouldRefuseWhatIsTooLargeBeforeAnythingIsSent() {
    int before = tap.passed(Request.class).size();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment large = arena.allocate(ObjectStore.MAX_BYTES + 1);
      failure(
          Der.REC2BIG,
          () -> store.update(FILE, List.of(write(1, 0, large.asSlice(0, 1)), write(2, 0, large))));
      failure(Der.REC2BIG, () -> store.fetch(FILE, List.of(read(2, 0, large))));
    }
    byte[] value = new byte[MIB + 1];
    failure(
        Der.REC2BIG,
        () ->
            store.update(
                FILE,
                List.of(
                    DkeyUpdate.of(
                        Key.of(1),
                        Condition.NONE,
                        new AkeyUpdate.Value(AKEY, Condition.NONE, value)))));
    int many = ObjectStore.MAX_RANGES + 1;
    ByteRanges ranges =
        new ByteRanges(
            new long[many], new long[many], MemorySegment.ofArray(new byte[1]), new long[many]);
    failure(
        Der.REC2BIG,
        () ->
            store.fetch(
                FILE,
                List.of(
                    DkeyFetch.of(Key.of(1), Condition.NONE, new AkeyFetch.Read(AKEY, ranges)))));
    assertEquals(before, tap.passed(Request.class).size());
  }

  @Test
  void shouldRefuseObjectsThatCannotBePlaced() {
    ObjectId names = ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 0, 1);
    ObjectId replicated =
        ObjectId.of(
            ObjectType.ARRAY_BYTE, ObjectClass.parse("RP_2G1").orElseThrow().redundancy(), 1, 0, 1);
    failure(Der.INVAL, () -> store.queryMax(names, AKEY));
    failure(
        Der.INVAL,
        () -> store.update(FILE, List.of(DkeyUpdate.punch(Key.of("x"), Condition.NONE))));
    failure(Der.NOTSUPPORTED, () -> store.queryEpoch(replicated));
    failure(Der.INVAL, () -> store.queryEpoch(new ObjectId(0, 0)));
    assertThrows(
        StoreException.class,
        () -> ObjectIds.of(ObjectClass.of(replicated), ObjectType.ARRAY_BYTE, 3, 0, 1));
  }

  @Test
  void shouldWaitForAllRequestsWhenOneFails() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    AtomicBoolean first = new AtomicBoolean(true);
    CompletableFuture<Reply> late = new CompletableFuture<>();
    tap.incoming =
        (request, reply) -> {
          if (!(request instanceof Request.Update)) {
            return reply;
          }
          if (first.getAndSet(false)) {
            var _ = reply.thenAccept(_ -> held.countDown());
            return late;
          }
          return CompletableFuture.completedFuture(new Reply.Failed(Der.NOSPACE, "full"));
        };
    AtomicBoolean returned = new AtomicBoolean();
    CompletableFuture<StoreException> caller =
        CompletableFuture.supplyAsync(
            () -> {
              List<DkeyUpdate> updates = new ArrayList<>();
              for (int i = 1; i <= 12; i++) {
                updates.add(write(i, 0, MemorySegment.ofArray(new byte[10])));
              }
              StoreException e = failure(Der.NOSPACE, () -> store.update(FILE, updates));
              returned.set(true);
              return e;
            });
    assertTrue(held.await(30, TimeUnit.SECONDS));
    assertFalse(returned.get(), "memory of a request is still in use");
    late.complete(new Reply.Done(1));
    assertEquals("full", caller.get(30, TimeUnit.SECONDS).getMessage());
  }

  @Test
  void shouldSayThatTheEngineIsGone() throws Exception {
    tap.incoming =
        (request, reply) ->
            CompletableFuture.failedFuture(new StoreException(Der.CANCELED, "lost"));
    failure(Der.UNREACH, () -> store.queryEpoch(FILE));
    failure(Der.UNREACH, () -> client.pools());
    failure(Der.UNREACH, () -> store.close());
    client.close();
    failure(Der.NO_HDL, () -> store.queryEpoch(FILE));
  }

  @Test
  void shouldAskNothingWhenHandlesAreShared() throws Exception {
    int before = tap.passed(Request.class).size();
    ObjectStore attached = client.attach(store.share());
    assertEquals(TARGETS, attached.targets());
    assertEquals(store.info(), attached.info());
    attached.close();
    assertEquals(before, tap.passed(Request.class).size());
    try (StoreClient elsewhere = new StoreClient(new LoopbackLink(under.engine, "elsewhere"))) {
      byte[] shared = store.share();
      assertTrue(shared.length < 2048, "shared=" + shared.length);
      failure(Der.INVAL, () -> elsewhere.attach(shared));
    }
  }

  @Test
  void shouldRefuseMemoryThatCannotBeUsed() {
    Arena arena = Arena.ofConfined();
    MemorySegment memory = arena.allocate(10);
    assertThrows(
        StoreException.class, () -> store.fetch(FILE, List.of(read(1, 0, memory.asReadOnly()))));
    arena.close();
    failure(Der.INVAL, () -> store.update(FILE, List.of(write(1, 0, memory))));
  }
}
