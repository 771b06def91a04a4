package io.jromio.dfs.wire;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectPage;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** At least one request and one reply of every kind. */
public final class Samples {
  public static final UUID HANDLE = new UUID(0x0123456789abcdefL, -2);
  public static final ObjectId OBJECT = new ObjectId(0x0d00_0001_0000_0007L, -9);
  private static final Key AKEY = Key.of("0");

  private Samples() {}

  /** Three pieces of 5, 0 and 11 bytes that lie apart in memory. */
  public static ByteRanges pieces() {
    byte[] memory = new byte[40];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = (byte) (i + 1);
    }
    return new ByteRanges(
        new long[] {1L << 40, 3, 7},
        new long[] {5, 0, 11},
        MemorySegment.ofArray(memory),
        new long[] {20, 40, 2});
  }

  private static DkeyUpdate update() {
    return new DkeyUpdate(
        Key.of(1),
        Condition.INSERT,
        true,
        List.of(
            new AkeyUpdate.Write(AKEY, Condition.NONE, pieces()),
            new AkeyUpdate.PunchRange(AKEY, 4, 1L << 50),
            new AkeyUpdate.Value(Key.of("x:ü"), Condition.EXISTS, new byte[] {1, 2, 3}),
            new AkeyUpdate.Punch(Key.of("DFS_SLINK"), Condition.NONE)));
  }

  public static Request.Update updateRequest() {
    return new Request.Update(
        HANDLE,
        3,
        OBJECT,
        List.of(update(), DkeyUpdate.punch(Key.of("name"), Condition.EXISTS)),
        List.of(new int[] {7, -1, 0}, new int[0]));
  }

  public static Request.Fetch fetchRequest() {
    return new Request.Fetch(
        HANDLE,
        0,
        OBJECT,
        List.of(
            DkeyFetch.of(
                Key.of(2),
                Condition.EXISTS,
                new AkeyFetch.Read(AKEY, pieces()),
                new AkeyFetch.Value(Key.of("v"))),
            DkeyFetch.of(Key.of(3), Condition.NONE, new AkeyFetch.Read(AKEY, pieces()))));
  }

  public static List<Request> requests() {
    Request.Shard shard = new Request.Shard(HANDLE, 1, OBJECT);
    return List.of(
        updateRequest(),
        fetchRequest(),
        new Request.PunchObject(HANDLE, 1, OBJECT),
        new Request.QueryMax(HANDLE, 1, OBJECT, AKEY),
        new Request.QueryEpoch(HANDLE, 1, OBJECT),
        new Request.ListDkeys(HANDLE, 1, OBJECT, Anchor.start(), 5),
        new Request.ListAkeys(shard, Key.of("d"), Anchor.at(new byte[] {9}), 1),
        new Request.ListObjects(HANDLE, 1, Anchor.end(), Integer.MAX_VALUE),
        new Request.Commit(
            HANDLE,
            List.of(
                new ObjectChange.Update(OBJECT, update()),
                new ObjectChange.PunchObject(OBJECT),
                new ObjectChange.ExpectBytes(OBJECT, AKEY, AKEY, new byte[] {4}),
                new ObjectChange.ExpectBytes(OBJECT, AKEY, AKEY, null),
                new ObjectChange.ExpectEmpty(OBJECT)),
            new int[] {0, 1, 2, 3, 4},
            List.of(new int[] {1})),
        new Request.AllocateIds(HANDLE, 1L << 33),
        new Request.OpenContainer("tank", "ckpt", OpenMode.EXCLUSIVE),
        new Request.CloseContainer(HANDLE),
        new Request.CreatePool("tank", 1L << 40),
        new Request.ListPools(),
        new Request.QueryPool("tank"),
        new Request.CreateContainer(
            "tank",
            new ContainerSpec(
                "ckpt",
                Map.of("cksum", "crc32", "label", ""),
                List.of(new ObjectChange.Update(OBJECT, update()))),
            new int[] {1},
            List.of()),
        new Request.ListContainers("tank"),
        new Request.QueryContainer("tank", "ckpt"),
        new Request.DestroyContainer("tank", "ckpt", true),
        new Request.SetProperties("tank", "ckpt", Map.of("a", "b")),
        new Request.GetAttributes("tank", "ckpt"),
        new Request.SetAttributes("tank", "ckpt", Map.of("a", new byte[] {0, 1})),
        new Request.DeleteAttributes("tank", "ckpt", List.of("a", "b")),
        new Request.GetCounters());
  }

  public static List<Reply> replies() {
    ContainerInfo container =
        new ContainerInfo(HANDLE, HANDLE, "ckpt", Map.of("k", "v"), new ContainerInfo.Use(1, 2, 3));
    PoolInfo pool = new PoolInfo(HANDLE, "tank", 4, List.of(new PoolInfo.TargetSpace(1, 2, 3, 4)));
    return List.of(
        new Reply.Done(-1),
        new Reply.Failed(Der.CSUM, "wrong sum: dkey=1"),
        new Reply.Fetches(
            List.of(
                new Fetched(
                    true,
                    List.of(
                        new Fetched.Array(18, new long[] {0, 1, 2}),
                        new Fetched.Value(new byte[] {5}))),
                new Fetched(false, List.of(new Fetched.Array(0, new long[0]))),
                new Fetched(false, List.of(new Fetched.Value(null)))),
            List.of(new int[] {1, 2}, new int[0])),
        new Reply.Keys(new KeyPage(List.of(AKEY, Key.of(7)), Anchor.at(new byte[] {1, 2}))),
        new Reply.Objects(new ObjectPage(List.of(OBJECT, OBJECT), Anchor.end())),
        new Reply.Max(new MaxExtent(true, 5, 6, 7)),
        new Reply.Opened(HANDLE, 8, container),
        new Reply.Pools(List.of(pool, pool)),
        new Reply.Containers(List.of(container)),
        new Reply.Attributes(Map.of("a", new byte[] {3})),
        new Reply.Counters(Map.of("opens", 1L, "updates", 1L << 40)));
  }
}
