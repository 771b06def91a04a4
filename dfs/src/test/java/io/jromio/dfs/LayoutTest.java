package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.MemorySystem;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreUnderTest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What lies in the store, read without the file system.
 *
 * @source DAOS src/client/dfs/README.md
 */
final class LayoutTest extends DfsOnStore {
  @Override
  protected StoreUnderTest newStore(int targets) {
    return MemorySystem.store(targets);
  }

  private byte[] value(ObjectId object, String dkey, String akey) throws Exception {
    Fetched answer =
        store
            .fetch(
                object,
                List.of(
                    DkeyFetch.of(
                        Key.of(dkey), Condition.EXISTS, new AkeyFetch.Value(Key.of(akey)))))
            .getFirst();
    byte[] value = ((Fetched.Value) answer.akeys().getFirst()).value();
    return value == null ? new byte[0] : value;
  }

  @Test
  void shouldPutFieldsAtTheirOffsets() {
    Inode inode =
        new Inode()
            .mode(Mode.FILE | 0644)
            .id(new ObjectId(0x1112131415161718L, 0x2122232425262728L))
            .modified(Instant.ofEpochSecond(0x31, 0x32))
            .changed(Instant.ofEpochSecond(0x41, 0x42))
            .chunk(0x51)
            .classId(0x61626364)
            .owner(new Stat.Owner(0x71, 0x72))
            .size(0x81)
            .objectHlc(0x91);
    String expected =
        "a4810000"
            + "2827262524232221"
            + "1817161514131211"
            + "3100000000000000"
            + "4100000000000000"
            + "5100000000000000"
            + "64636261"
            + "3200000000000000"
            + "4200000000000000"
            + "71000000"
            + "72000000"
            + "8100000000000000"
            + "9100000000000000";
    assertEquals(expected, HexFormat.of().formatHex(inode.bytes()));
    assertEquals(88, inode.bytes().length);
  }

  @Test
  void shouldHaveSuperblockAndRoot() throws Exception {
    ObjectId superblock = ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 0, 0);
    ByteBuffer magic =
        ByteBuffer.wrap(value(superblock, "DFS_SB_METADATA", "DFS_MAGIC"))
            .order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(0xda05df50da05df50L, magic.getLong());
    assertArrayEquals(new byte[] {2, 0}, value(superblock, "DFS_SB_METADATA", "DFS_SB_VERSION"));
    assertArrayEquals(
        new byte[] {3, 0}, value(superblock, "DFS_SB_METADATA", "DFS_LAYOUT_VERSION"));
    assertArrayEquals(
        new byte[] {0, 0, 16, 0, 0, 0, 0, 0},
        value(superblock, "DFS_SB_METADATA", "DFS_CHUNK_SIZE"));
    ObjectId root = root().id();
    assertEquals(ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 1, 0), root);
    assertEquals(root, new Entries(store).get(superblock, "/").inode().id());
  }

  @Test
  void shouldKeepChunksFromDkeyOneOn() throws Exception {
    DfsObject file = create("f", 10);
    write(file, 25, bytes(10));
    assertEquals(ObjectType.ARRAY_BYTE, file.id().type());
    assertEquals(
        List.of(Key.of(3), Key.of(4)), store.listDkeys(file.id(), Anchor.start(), 10).keys());
    dfs.setXattr(file, "user.a", new byte[] {5}, Optional.empty());
    assertArrayEquals(new byte[] {5}, value(root().id(), "f", "x:user.a"));
    link("l", "target");
    assertEquals(
        "target", new String(value(root().id(), "l", "DFS_SLINK"), StandardCharsets.UTF_8));
  }

  @Test
  void shouldSpreadIdsWhenManyAreMade() throws Exception {
    ObjectId first = create("a").id();
    ObjectId second = create("b").id();
    assertEquals(first.lo(), second.lo(), "one number for one mount");
    assertNotEquals(0, first.lo());
    long step = (second.hi() - first.hi()) & 0xffff_ffffL;
    assertEquals(999_999_937, step);
    DfsObject other = mount(CONTAINER, false).open(null, "c", FILE, CREATE, Creation.DEFAULTS);
    assertTrue(other.id().lo() != first.lo());
  }
}
