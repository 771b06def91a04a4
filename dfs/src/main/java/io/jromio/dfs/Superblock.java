package io.jromio.dfs;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a POSIX container says about itself, and the entry of its root.
 *
 * @source DAOS src/client/dfs/mnt.c, cont.c
 */
record Superblock(DfsAttributes attributes, Entry root) {
  private static final List<Key> AKEYS =
      List.of(
          DfsLayout.MAGIC_AKEY,
          DfsLayout.SUPERBLOCK_VERSION_AKEY,
          DfsLayout.LAYOUT_VERSION_AKEY,
          DfsLayout.CHUNK_AKEY,
          DfsLayout.CLASS_AKEY,
          DfsLayout.DIRECTORY_CLASS_AKEY,
          DfsLayout.FILE_CLASS_AKEY,
          DfsLayout.MODE_AKEY,
          DfsLayout.HINTS_AKEY);
  private static final int[] LENGTHS = {8, 2, 2, 8, 4, 4, 4, 4, DfsLayout.HINTS_LENGTH};
  private static final int LENGTH = 36 + DfsLayout.HINTS_LENGTH;

  /** The dkeys of the superblock object. */
  List<DkeyUpdate> updates() {
    byte[] all = new byte[LENGTH];
    ByteBuffer.wrap(all)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(DfsLayout.MAGIC)
        .putShort((short) DfsLayout.SUPERBLOCK_VERSION)
        .putShort((short) DfsLayout.LAYOUT_VERSION)
        .putLong(attributes.chunkSize())
        .putInt(id(attributes.objectClass()))
        .putInt(id(attributes.directoryClass()))
        .putInt(id(attributes.fileClass()))
        .putInt(0)
        .put(attributes.hints().getBytes(StandardCharsets.UTF_8));
    List<AkeyUpdate> values = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < LENGTHS.length; i++) {
      byte[] value = Arrays.copyOfRange(all, at, at + LENGTHS[i]);
      values.add(new AkeyUpdate.Value(AKEYS.get(i), Condition.NONE, value));
      at += LENGTHS[i];
    }
    return List.of(
        new DkeyUpdate(DfsLayout.SUPERBLOCK_DKEY, Condition.INSERT, false, values),
        Entries.creation(DfsLayout.ROOT_NAME, Condition.INSERT, root));
  }

  /** Reads the superblock and the root's entry, in one request. */
  static Superblock fetch(ObjectStore store) throws StoreException, DfsException {
    Inode root = new Inode();
    List<AkeyFetch> values = new ArrayList<>();
    for (Key akey : AKEYS) {
      values.add(new AkeyFetch.Value(akey));
    }
    List<Fetched> answers =
        store.fetch(
            DfsLayout.SUPERBLOCK,
            List.of(
                new DkeyFetch(DfsLayout.SUPERBLOCK_DKEY, Condition.NONE, values),
                DkeyFetch.of(
                    Key.of(DfsLayout.ROOT_NAME),
                    Condition.NONE,
                    new AkeyFetch.Read(DfsLayout.INODE_AKEY, root.whole()))));
    String container = "container=" + store.info().label();
    if (!answers.getFirst().exists() || !answers.get(1).exists()) {
      throw new DfsException(Errno.ENOENT, "no superblock, " + container);
    }
    byte[] hints = new byte[0];
    ByteBuffer[] fields = new ByteBuffer[LENGTHS.length];
    for (int i = 0; i < LENGTHS.length; i++) {
      byte[] value = ((Fetched.Value) answers.getFirst().akeys().get(i)).value();
      if (value == null || value.length != LENGTHS[i]) {
        throw new DfsException(
            Errno.EINVAL, "superblock without %s, %s".formatted(AKEYS.get(i), container));
      }
      hints = value;
      fields[i] = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    }
    checkVersions(fields, container);
    DfsAttributes attributes =
        new DfsAttributes(
            fields[3].getLong(),
            objectClass(fields[4].getInt()),
            objectClass(fields[5].getInt()),
            objectClass(fields[6].getInt()),
            new String(hints, StandardCharsets.UTF_8).replace("\0", ""));
    return new Superblock(attributes, new Entry(root, null));
  }

  private static void checkVersions(ByteBuffer[] fields, String container) throws DfsException {
    long magic = fields[0].getLong();
    int version = fields[1].getShort();
    int layout = fields[2].getShort();
    if (magic != DfsLayout.MAGIC
        || version > DfsLayout.SUPERBLOCK_VERSION
        || layout != DfsLayout.LAYOUT_VERSION) {
      throw new DfsException(
          Errno.EINVAL,
          "not a layout of ours: magic=%x superblock=%d layout=%d, %s"
              .formatted(magic, version, layout, container));
    }
  }

  static int id(@Nullable ObjectClass objectClass) {
    return objectClass == null ? 0 : objectClass.id();
  }

  static @Nullable ObjectClass objectClass(int id) {
    return id == 0 ? null : ObjectClass.of(id);
  }
}
