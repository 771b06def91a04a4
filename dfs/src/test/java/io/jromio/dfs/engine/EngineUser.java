package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An engine and one open container of it, as tests use them: requests straight to a target. */
final class EngineUser implements AutoCloseable {
  static final String POOL = "tank";
  static final Key AKEY = Key.of("0");
  static final ObjectId FILE = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 1, 7, 1);

  private final Path folder;
  private final String container;
  private final Checksums checksums;
  private Engine engine;
  private UUID handle;

  private EngineUser(Path folder, String container, Engine engine, long chunk) throws Exception {
    this.folder = folder;
    this.container = container;
    this.engine = engine;
    this.checksums = new Checksums(chunk);
    this.handle = open(OpenMode.READ_WRITE);
  }

  /** Makes a store with a pool and a container. */
  static EngineUser create(Path folder, int targets, Map<String, String> properties)
      throws Exception {
    Engine engine = Engine.open(new EngineConfig(folder, targets, 64));
    reply(engine, new Request.CreatePool(POOL, 0));
    ContainerSpec spec = new ContainerSpec("ckpt", properties, List.of());
    reply(engine, new Request.CreateContainer(POOL, spec, new int[0], List.of()));
    long chunk = Long.parseLong(properties.getOrDefault("cksum_size", "32768"));
    return new EngineUser(folder, "ckpt", engine, chunk);
  }

  static Reply reply(Engine engine, Request request) throws StoreException {
    Reply reply = engine.handle(request).join();
    if (reply instanceof Reply.Failed failed) {
      throw new StoreException(failed.der(), failed.message());
    }
    return reply;
  }

  Reply call(Request request) throws StoreException {
    return reply(engine, request);
  }

  Der failure(Request request) {
    return assertInstanceOf(Reply.Failed.class, engine.handle(request).join()).der();
  }

  String message(Request request) {
    return assertInstanceOf(Reply.Failed.class, engine.handle(request).join()).message();
  }

  UUID open(OpenMode mode) throws StoreException {
    Request request = new Request.OpenContainer(POOL, container, mode);
    return assertInstanceOf(Reply.Opened.class, call(request)).handle();
  }

  UUID handle() {
    return handle;
  }

  Engine engine() {
    return engine;
  }

  Checksums checksums() {
    return checksums;
  }

  /** Closes the engine and opens it again. */
  void reopen() throws StoreException {
    engine.close();
    engine = Engine.open(new EngineConfig(folder, 1, 64));
    handle = open(OpenMode.READ_WRITE);
  }

  long counter(String name) throws StoreException {
    Reply reply = call(new Request.GetCounters());
    Long count = assertInstanceOf(Reply.Counters.class, reply).counters().get(name);
    return count == null ? -1 : count;
  }

  Request update(int target, ObjectId object, DkeyUpdate... updates) {
    return new Request.Update(handle, target, object, List.of(updates), sums(List.of(updates)));
  }

  List<int[]> sums(List<DkeyUpdate> updates) {
    List<int[]> sums = new ArrayList<>();
    for (DkeyUpdate update : updates) {
      for (AkeyUpdate akey : update.akeys()) {
        if (akey instanceof AkeyUpdate.Write write) {
          sums.add(checksums.of(write.ranges()));
        } else if (akey instanceof AkeyUpdate.Value value) {
          sums.add(new int[] {Checksums.of(value.value())});
        }
      }
    }
    return sums;
  }

  static DkeyUpdate writing(Key dkey, long offset, byte[] bytes) {
    ByteRanges ranges = ByteRanges.of(offset, MemorySegment.ofArray(bytes));
    return DkeyUpdate.of(dkey, Condition.NONE, new AkeyUpdate.Write(AKEY, Condition.NONE, ranges));
  }

  void write(int target, Key dkey, long offset, byte[] bytes) throws StoreException {
    call(update(target, FILE, writing(dkey, offset, bytes)));
  }

  Request fetching(int target, Key dkey, ByteRanges ranges) {
    return new Request.Fetch(
        handle,
        target,
        FILE,
        List.of(DkeyFetch.of(dkey, Condition.NONE, new AkeyFetch.Read(AKEY, ranges))));
  }

  /** The bytes of an array, with zeros for holes; its checksums are compared. */
  byte[] read(int target, Key dkey, long offset, int length) throws StoreException {
    byte[] bytes = new byte[length];
    ByteRanges ranges = ByteRanges.of(offset, MemorySegment.ofArray(bytes));
    Reply.Fetches reply =
        assertInstanceOf(Reply.Fetches.class, call(fetching(target, dkey, ranges)));
    Fetched.Array array =
        assertInstanceOf(Fetched.Array.class, reply.fetched().getFirst().akeys().getFirst());
    if (!reply.sums().isEmpty() && array.end() >= offset + length) {
      int[] expected = checksums.of(ranges);
      assertEquals(List.of(boxed(expected)), List.of(boxed(reply.sums().getFirst())));
    }
    return bytes;
  }

  private static List<Integer> boxed(int[] sums) {
    List<Integer> list = new ArrayList<>();
    for (int sum : sums) {
      list.add(sum);
    }
    return list;
  }

  @Override
  public void close() {
    engine.close();
  }
}
