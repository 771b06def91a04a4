package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineTest {
  private static final Key DKEY = Key.of(1);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @SuppressWarnings("NullAway.Init")
  private EngineUser user;

  @BeforeEach
  void create() throws Exception {
    user = EngineUser.create(folder, 2, Map.of());
  }

  @AfterEach
  void close() {
    user.close();
  }

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private long bulkUsed() throws StoreException {
    Reply reply = user.call(new Request.QueryPool(EngineUser.POOL));
    long used = 0;
    PoolInfo pool = assertInstanceOf(Reply.Pools.class, reply).pools().getFirst();
    for (PoolInfo.TargetSpace space : pool.targets()) {
      used += space.bulkTotal() - space.bulkFree();
    }
    return used;
  }

  private long segmentFiles() throws IOException {
    long count = 0;
    for (int target = 0; target < 2; target++) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(folder.resolve("target-" + target + "/bulk"))) {
        for (Path file : files) {
          count += Files.size(file);
        }
      }
    }
    return count;
  }

  @Test
  void shouldRefuseSecondEngineWhenFolderIsLocked() {
    StoreException refused =
        assertThrows(StoreException.class, () -> Engine.open(new EngineConfig(folder, 2, 64)));
    assertEquals(Der.BUSY, refused.der());
    assertTrue(String.valueOf(refused.getMessage()).endsWith(folder.toString()));
  }

  @Test
  void shouldNameObjectAndOffsetWhenStoredByteChanged() throws Exception {
    byte[] pattern = bytes(300_000, 1);
    user.write(0, DKEY, 0, pattern);
    user.write(1, DKEY, 0, pattern);
    user.close();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("target-0/bulk"))) {
      for (Path file : files) {
        flip(file, pattern, 100_000);
      }
    }
    user.reopen();
    // Whole pieces come with the sums of what was written, for the client to compare.
    ByteRanges ranges = ByteRanges.of(0, MemorySegment.ofArray(new byte[300_000]));
    Reply.Fetches whole =
        assertInstanceOf(Reply.Fetches.class, user.call(user.fetching(0, DKEY, ranges)));
    int[] sums = new Checksums(32768).of(ranges);
    for (int i = 0; i < sums.length; i++) {
      assertEquals(i != 3, sums[i] == whole.sums().getFirst()[i], "piece=" + i);
    }
    // A part of a piece does not, so the engine looks at it.
    ByteRanges part = ByteRanges.of(98_310, MemorySegment.ofArray(new byte[10]));
    Request fetch = user.fetching(0, DKEY, part);
    assertEquals(Der.CSUM, user.failure(fetch));
    String message = user.message(fetch);
    assertTrue(message.contains("offset=98304"), message);
    assertTrue(message.contains("object=" + EngineUser.FILE), message);
    assertTrue(message.contains("dkey=#1"), message);
    assertArrayEquals(Arrays.copyOf(pattern, 98304), user.read(0, DKEY, 0, 98304));
    assertArrayEquals(pattern, user.read(1, DKEY, 0, 300_000));
    assertTrue(user.counter("checksum_errors") >= 2);
  }

  /** Flips a bit of the byte that the pattern has at an index. */
  private static void flip(Path file, byte[] pattern, int index) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer all = ByteBuffer.allocate((int) channel.size());
      channel.read(all, 0);
      for (int start = 0; start + pattern.length <= all.capacity(); start++) {
        if (Arrays.equals(all.array(), start, start + pattern.length, pattern, 0, pattern.length)) {
          byte changed = (byte) (pattern[index] ^ 4);
          channel.write(ByteBuffer.wrap(new byte[] {changed}), start + index);
          return;
        }
      }
    }
    throw new IOException("pattern not found, file=" + file);
  }

  @Test
  void shouldRefuseUpdateWhenChecksumIsAnother() throws Exception {
    byte[] bytes = bytes(70_000, 2);
    DkeyUpdate update = EngineUser.writing(DKEY, 10, bytes);
    int[] sums = user.sums(List.of(update)).getFirst().clone();
    sums[1] ^= 1;
    Request request =
        new Request.Update(user.handle(), 0, EngineUser.FILE, List.of(update), List.of(sums));
    assertEquals(Der.CSUM, user.failure(request));
    assertTrue(user.message(request).contains("offset=32768"));
    assertEquals(0, bulkUsed());
    assertArrayEquals(new byte[100], user.read(0, DKEY, 0, 100));
  }

  @Test
  void shouldStayFlatWhenBytesAreWrittenOverAndOver() throws Exception {
    byte[] bytes = bytes(1 << 20, 3);
    for (int round = 0; round < 5; round++) {
      for (int chunk = 1; chunk <= 16; chunk++) {
        user.write(0, Key.of(chunk), 0, bytes);
      }
      assertEquals(16L << 20, bulkUsed());
    }
    assertTrue(segmentFiles() <= 64L << 20, "files=" + segmentFiles());
    user.call(new Request.PunchObject(user.handle(), 0, EngineUser.FILE));
    assertEquals(0, bulkUsed());
    user.reopen();
    assertEquals(0, bulkUsed());
  }

  @Test
  void shouldGiveHigherEpochsWhenOpenedAgain() throws Exception {
    long before = epoch(user.update(0, EngineUser.FILE, EngineUser.writing(DKEY, 0, bytes(9, 4))));
    assertEquals(before, epoch(new Request.QueryEpoch(user.handle(), 0, EngineUser.FILE)));
    user.reopen();
    assertEquals(before, epoch(new Request.QueryEpoch(user.handle(), 0, EngineUser.FILE)));
    long punch = epoch(new Request.PunchObject(user.handle(), 0, EngineUser.FILE));
    assertTrue(Long.compareUnsigned(punch, before) > 0);
    assertEquals(punch, epoch(new Request.QueryEpoch(user.handle(), 0, EngineUser.FILE)));
  }

  private long epoch(Request request) throws StoreException {
    return assertInstanceOf(Reply.Done.class, user.call(request)).epoch();
  }

  @Test
  void shouldNeverGiveAnIdTwiceWhenOpenedAgain() throws Exception {
    long first = epoch(new Request.AllocateIds(user.handle(), 100));
    long second = epoch(new Request.AllocateIds(user.handle(), 1_000_000));
    assertTrue(second >= first + 100);
    user.reopen();
    assertTrue(epoch(new Request.AllocateIds(user.handle(), 1)) >= second + 1_000_000);
  }

  @Test
  void shouldDoNothingAtAllWhenOneConditionOfACommitFails() throws Exception {
    ObjectId other = ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 7, 2);
    user.write(1, DKEY, 0, bytes(10, 5));
    DkeyUpdate insert =
        DkeyUpdate.of(
            DKEY,
            Condition.INSERT,
            new AkeyUpdate.Value(Key.of("v"), Condition.NONE, bytes(10, 6)));
    List<ObjectChange> changes =
        List.of(
            new ObjectChange.Update(other, insert),
            new ObjectChange.Update(EngineUser.FILE, insert));
    Request commit =
        new Request.Commit(
            user.handle(), changes, new int[] {0, 1}, user.sums(List.of(insert, insert)));
    assertEquals(Der.EXIST, user.failure(commit));
    assertEquals(0, epoch(new Request.QueryEpoch(user.handle(), 0, other)));
    user.call(new Request.PunchObject(user.handle(), 1, EngineUser.FILE));
    user.call(commit);
    assertEquals(Der.EXIST, user.failure(commit));
    user.reopen();
    assertTrue(epoch(new Request.QueryEpoch(user.handle(), 0, other)) != 0);
  }

  @Test
  void shouldAnswerAgainWhenQueueIsFull() throws Exception {
    user.close();
    try (Engine engine = Engine.open(new EngineConfig(folder, 2, 1))) {
      UUID handle =
          assertInstanceOf(
                  Reply.Opened.class,
                  EngineUser.reply(
                      engine,
                      new Request.OpenContainer(EngineUser.POOL, "ckpt", OpenMode.READ_WRITE)))
              .handle();
      DkeyUpdate update = EngineUser.writing(DKEY, 0, bytes(1 << 20, 7));
      Request request =
          new Request.Update(
              handle, 0, EngineUser.FILE, List.of(update), user.sums(List.of(update)));
      boolean full = false;
      for (int i = 0; i < 10_000 && !full; i++) {
        full =
            engine.handle(request).getNow(new Reply.Done(0)) instanceof Reply.Failed failed
                && failed.der() == Der.AGAIN;
      }
      assertTrue(full);
    }
  }

  @Test
  void shouldFreeAllWhenContainerIsDestroyed() throws Exception {
    user.write(0, DKEY, 0, bytes(5_000_000, 8));
    user.write(1, DKEY, 0, bytes(5_000_000, 8));
    Request destroy = new Request.DestroyContainer(EngineUser.POOL, "ckpt", false);
    assertEquals(Der.BUSY, user.failure(destroy));
    user.call(new Request.DestroyContainer(EngineUser.POOL, "ckpt", true));
    assertEquals(0, bulkUsed());
    assertEquals(Der.NO_HDL, user.failure(new Request.CloseContainer(user.handle())));
    assertEquals(Der.NONEXIST, user.failure(destroy));
  }

  @Test
  void shouldRefuseWithNameWhenPropertyCannotBeHad() {
    assertEquals(Der.NOTSUPPORTED, refusal("compression", "lz4"));
    assertEquals(Der.NOTSUPPORTED, refusal("rd_fac", "2"));
    assertEquals(Der.NOTSUPPORTED, refusal("oclass", "EC_4P2G1"));
    assertEquals(Der.NOTSUPPORTED, refusal("cksum", "sha256"));
    assertEquals(Der.INVAL, refusal("cksum", "md5"));
    assertEquals(Der.INVAL, refusal("colour", "red"));
    assertEquals(
        Der.NO_PERM,
        user.failure(
            new Request.SetProperties(EngineUser.POOL, "ckpt", Map.of("cksum_size", "4096"))));
  }

  private Der refusal(String name, String value) {
    ContainerSpec spec = new ContainerSpec("other", Map.of(name, value), List.of());
    Request request = new Request.CreateContainer(EngineUser.POOL, spec, new int[0], List.of());
    assertTrue(user.message(request).contains("property=" + name), user.message(request));
    return user.failure(request);
  }

  @Test
  void shouldRefuseUpdateWhenPoolIsFull() throws Exception {
    user.call(new Request.CreatePool("small", 4 << 20));
    ContainerSpec spec = new ContainerSpec("c", Map.of(), List.of());
    user.call(new Request.CreateContainer("small", spec, new int[0], List.of()));
    UUID handle =
        assertInstanceOf(
                Reply.Opened.class,
                user.call(new Request.OpenContainer("small", "c", OpenMode.READ_WRITE)))
            .handle();
    DkeyUpdate half = EngineUser.writing(DKEY, 0, bytes(1 << 20, 9));
    DkeyUpdate more = EngineUser.writing(Key.of(2), 0, bytes(1 << 20, 9));
    user.call(
        new Request.Update(handle, 0, EngineUser.FILE, List.of(half), user.sums(List.of(half))));
    Request second =
        new Request.Update(handle, 0, EngineUser.FILE, List.of(more), user.sums(List.of(more)));
    assertEquals(Der.NOSPACE, user.failure(second));
    user.call(new Request.PunchObject(handle, 0, EngineUser.FILE));
    user.call(second);
  }
}
