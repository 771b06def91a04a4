package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.engine.Extent.Place;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds half done: made by hand, where a kill hits once in a million. */
final class RestartTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Metadata metadata() throws Exception {
    Metadata metadata = Metadata.open(folder.resolve("meta"), 1);
    metadata.load(new Clock(InstantSource.system()));
    return metadata;
  }

  @Test
  void shouldFinishTransactionWhenItIsOnRecord() throws Exception {
    EngineUser user = EngineUser.create(folder, 2, Map.of("cksum", "off"));
    user.close();
    byte[] bytes = {1, 2, 3, 4};
    try (Metadata metadata = metadata()) {
      UUID container = metadata.container(EngineUser.POOL, "ckpt").uuid();
      Map<Integer, byte[]> batches = new TreeMap<>();
      for (int target = 0; target < 2; target++) {
        DkeyState state = new DkeyState();
        AkeyState.Array array = new AkeyState.Array();
        array.map().load(new Extent(0, 4, 5, Place.of(bytes), new int[0]));
        state.akeys().put(EngineUser.AKEY, array);
        ByteWriter value = new ByteWriter(64);
        DkeyCodec.write(value, state);
        IndexBatch batch = new IndexBatch();
        batch.put(IndexKeys.dkey(new DkeyId(container, EngineUser.FILE, Key.of(1))), value);
        batches.put(target, batch.toBytes());
      }
      metadata.begin(batches, null, true);
    }
    user.reopen();
    assertEquals(1, user.counter("replayed"));
    for (int target = 0; target < 2; target++) {
      assertArrayEquals(bytes, user.read(target, Key.of(1), 0, 4));
    }
    user.reopen();
    assertEquals(0, user.counter("replayed"));
    user.close();
  }

  @Test
  void shouldRemoveContentsWhenRemovalWasBegun() throws Exception {
    EngineUser user = EngineUser.create(folder, 2, Map.of());
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    user.write(0, Key.of(1), 0, bytes);
    user.write(1, Key.of(1), 0, bytes);
    ContainerSpec other = new ContainerSpec("other", Map.of(), List.of());
    user.call(new Request.CreateContainer(EngineUser.POOL, other, new int[0], List.of()));
    user.close();
    try (Metadata metadata = metadata()) {
      metadata.remove(metadata.container(EngineUser.POOL, "ckpt"));
    }
    try (Engine engine = Engine.open(new EngineConfig(folder, 1, 8))) {
      assertEquals(0, bulkUsed(engine));
      Request open = new Request.OpenContainer(EngineUser.POOL, "ckpt", OpenMode.READ_WRITE);
      Reply reply = engine.handle(open).join();
      assertEquals(Der.NONEXIST, assertInstanceOf(Reply.Failed.class, reply).der());
    }
    try (Metadata metadata = metadata()) {
      assertEquals(List.of(), metadata.removals());
    }
  }

  private static long bulkUsed(Engine engine) throws Exception {
    Reply reply = EngineUser.reply(engine, new Request.QueryPool(EngineUser.POOL));
    long used = 0;
    PoolInfo pool = assertInstanceOf(Reply.Pools.class, reply).pools().getFirst();
    for (PoolInfo.TargetSpace space : pool.targets()) {
      used += space.bulkTotal() - space.bulkFree();
    }
    return used;
  }

  @Test
  void shouldUseSpaceAgainWhenOpenedAgain() throws Exception {
    EngineUser user = EngineUser.create(folder, 1, Map.of());
    byte[] bytes = new byte[1 << 20];
    for (int round = 0; round < 4; round++) {
      for (int chunk = 1; chunk <= 20; chunk++) {
        user.write(0, Key.of(chunk), 0, bytes);
      }
      user.reopen();
    }
    long size = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("target-0/bulk"))) {
      for (Path file : files) {
        size += Files.size(file);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertTrue(size <= 64L << 20, "size=" + size);
    user.close();
  }
}
