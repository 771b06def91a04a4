package io.jromio.dfs;

import io.jromio.dfs.object.ObjectId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The opaque bytes that carry a mount or an open object to another process. Little endian.
 *
 * <pre>
 * all     0 magic(4)  4 version(2)  6 kind(2)  8 container(16)  24 ...  CRC-32C of it all(4)
 * mount  24 chunk(8)  32 class(4) 36 of directories(4) 40 of files(4)  44 root inode(88)
 *       132 length(2) 134 hints
 * object 24 inode(88) 112 place hi(8) 120 place lo(8)  128 length(2) 130 name
 * </pre>
 *
 * @source DAOS src/client/dfs/mnt.c, struct dfs_glob; obj.c, struct dfs_obj_glob
 */
final class Shares {
  private static final int MAGIC = 0xda05df50;
  private static final short VERSION = 1;
  private static final short MOUNT = 1;
  private static final short OBJECT = 2;
  private static final int CONTAINER = 8;
  private static final int BODY = CONTAINER + 2 * Long.BYTES;
  private static final int LONGEST = 1024;

  /** What was shared of an object. */
  record Shared(Inode inode, ObjectId place, String name) {}

  private Shares() {}

  static byte[] mount(UUID container, Superblock superblock) {
    DfsAttributes attributes = superblock.attributes();
    ByteBuffer to = begin(container, MOUNT);
    to.putLong(attributes.chunkSize())
        .putInt(Superblock.id(attributes.objectClass()))
        .putInt(Superblock.id(attributes.directoryClass()))
        .putInt(Superblock.id(attributes.fileClass()))
        .put(superblock.root().inode().bytes());
    putText(to, attributes.hints());
    return end(to);
  }

  static Superblock mount(UUID container, byte[] shared) throws DfsException {
    try {
      ByteBuffer from = check(container, shared, MOUNT);
      long chunk = from.getLong();
      int[] classes = {from.getInt(), from.getInt(), from.getInt()};
      Inode root = inode(from);
      return new Superblock(
          new DfsAttributes(
              chunk,
              Superblock.objectClass(classes[0]),
              Superblock.objectClass(classes[1]),
              Superblock.objectClass(classes[2]),
              text(from)),
          new Entry(root, null));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw broken("mount", shared, container);
    }
  }

  static byte[] object(UUID container, OpenObject object) {
    ByteBuffer to = begin(container, OBJECT);
    to.put(object.inode().bytes()).putLong(object.place().hi()).putLong(object.place().lo());
    putText(to, object.name());
    return end(to);
  }

  static Shared object(UUID container, byte[] shared) throws DfsException {
    try {
      ByteBuffer from = check(container, shared, OBJECT);
      Inode inode = inode(from);
      ObjectId place = new ObjectId(from.getLong(), from.getLong());
      return new Shared(inode, place, text(from));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw broken("object", shared, container);
    }
  }

  private static ByteBuffer begin(UUID container, short kind) {
    return ByteBuffer.allocate(LONGEST)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(MAGIC)
        .putShort(VERSION)
        .putShort(kind)
        .putLong(container.getMostSignificantBits())
        .putLong(container.getLeastSignificantBits());
  }

  private static void putText(ByteBuffer to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.putShort((short) bytes.length).put(bytes);
  }

  private static String text(ByteBuffer from) {
    byte[] bytes = new byte[from.getShort() & 0xffff];
    from.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Inode inode(ByteBuffer from) {
    byte[] bytes = new byte[DfsLayout.INODE_LENGTH];
    from.get(bytes);
    return new Inode(bytes);
  }

  private static byte[] end(ByteBuffer to) {
    byte[] shared = new byte[to.position() + Integer.BYTES];
    to.flip().get(shared, 0, to.limit());
    ByteBuffer.wrap(shared)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(to.limit(), sum(shared, to.limit()));
    return shared;
  }

  private static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  private static ByteBuffer check(UUID container, byte[] shared, short kind) throws DfsException {
    String what = kind == MOUNT ? "mount" : "object";
    int length = shared.length - Integer.BYTES;
    if (length < BODY) {
      throw broken(what, shared, container);
    }
    ByteBuffer from = ByteBuffer.wrap(shared).order(ByteOrder.LITTLE_ENDIAN);
    if (from.getInt(length) != sum(shared, length)
        || from.getInt() != MAGIC
        || from.getShort() != VERSION
        || from.getShort() != kind) {
      throw broken(what, shared, container);
    }
    UUID other = new UUID(from.getLong(), from.getLong());
    if (!other.equals(container)) {
      throw new DfsException(
          Errno.EINVAL,
          "shared %s of another container: shared=%s container=%s"
              .formatted(what, other, container));
    }
    return from;
  }

  private static DfsException broken(String what, byte[] shared, UUID container) {
    return new DfsException(
        Errno.EINVAL,
        "no shared %s: length=%d container=%s".formatted(what, shared.length, container));
  }
}
