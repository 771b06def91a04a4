package io.jromio.dfs.client;

import io.jromio.dfs.object.ContainerInfo;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * An open container as its client knows it, and as other processes get to know it: all that a call
 * needs, so that nobody has to ask. Whoever has the bytes has the access.
 *
 * <pre>
 * 0       4   5      6                                                                 n-4     n
 * +-------+---+------+----------+--------+------+-----------+---------+-------+-----+---------+
 * | magic | 1 | read | endpoint | handle | pool | container | targets | label | use | number  |
 * |       |   | only | (text)   | UUID   | UUID | UUID      | 32 bits | (text)|     | of prop.|
 * +-------+---+------+----------+--------+------+-----------+---------+-------+-----+---------+
 * | name, value (texts) of each property ...                                        | CRC-32C |
 * +---------------------------------------------------------------------------------+---------+
 * </pre>
 *
 * Numbers are most significant byte first; a text is its length in 16 bits and modified UTF-8.
 *
 * @param endpoint of the engine that gave the handle
 * @param targets of the pool
 */
record Handle(String endpoint, UUID uuid, boolean readOnly, int targets, ContainerInfo info) {
  private static final int MAGIC = 0x6a646873;
  private static final int VERSION = 1;
  private static final int MAX_PROPERTIES = 1024;

  /** The bytes to share. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeByte(VERSION);
      out.writeBoolean(readOnly);
      out.writeUTF(endpoint);
      write(out, uuid);
      write(out, info.pool());
      write(out, info.uuid());
      out.writeInt(targets);
      out.writeUTF(info.label());
      out.writeInt(info.use().handles());
      out.writeLong(info.use().openedHlc());
      out.writeLong(info.use().modifiedHlc());
      out.writeInt(info.properties().size());
      for (Map.Entry<String, String> property : new TreeMap<>(info.properties()).entrySet()) {
        out.writeUTF(property.getKey());
        out.writeUTF(property.getValue());
      }
      out.writeInt(sum(bytes.toByteArray(), bytes.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws StoreException {@link Der#INVAL} if it is anything else
   */
  static Handle decode(byte[] bytes) throws StoreException {
    int length = bytes.length - Integer.BYTES;
    if (length <= 0) {
      throw new StoreException(Der.INVAL, "no shared handle: length=%d".formatted(bytes.length));
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
        DataInputStream end =
            new DataInputStream(new ByteArrayInputStream(bytes, length, Integer.BYTES))) {
      if (end.readInt() != sum(bytes, length)) {
        throw new StoreException(
            Der.INVAL, "shared handle is damaged: length=%d".formatted(bytes.length));
      }
      int magic = in.readInt();
      int version = in.readUnsignedByte();
      if (magic != MAGIC || version != VERSION) {
        throw new StoreException(
            Der.INVAL, "no shared handle: magic=%x version=%d".formatted(magic, version));
      }
      Handle handle = read(in);
      if (in.available() > 0) {
        throw new StoreException(
            Der.INVAL, "shared handle is too long: rest=%d".formatted(in.available()));
      }
      return handle;
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(
          Der.INVAL, "shared handle is cut off: length=%d".formatted(bytes.length), e);
    }
  }

  private static Handle read(DataInputStream in) throws IOException {
    boolean readOnly = in.readBoolean();
    String endpoint = in.readUTF();
    UUID uuid = readUuid(in);
    UUID pool = readUuid(in);
    UUID container = readUuid(in);
    int targets = in.readInt();
    String label = in.readUTF();
    int handles = in.readInt();
    long opened = in.readLong();
    ContainerInfo.Use use = new ContainerInfo.Use(handles, opened, in.readLong());
    int count = in.readInt();
    if (targets < 1 || count < 0 || count > MAX_PROPERTIES) {
      throw new StoreException(
          Der.INVAL, "no shared handle: targets=%d properties=%d".formatted(targets, count));
    }
    Map<String, String> properties = HashMap.newHashMap(count);
    for (int i = 0; i < count; i++) {
      String name = in.readUTF();
      properties.put(name, in.readUTF());
    }
    ContainerInfo info = new ContainerInfo(pool, container, label, properties, use);
    return new Handle(endpoint, uuid, readOnly, targets, info);
  }

  private static int sum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void write(DataOutputStream out, UUID uuid) throws IOException {
    out.writeLong(uuid.getMostSignificantBits());
    out.writeLong(uuid.getLeastSignificantBits());
  }

  private static UUID readUuid(DataInputStream in) throws IOException {
    long most = in.readLong();
    return new UUID(most, in.readLong());
  }

  /** For messages. */
  @Override
  public String toString() {
    return "container=%s pool=%s"
        .formatted(info.label().isEmpty() ? info.uuid() : info.label(), info.pool());
  }
}
