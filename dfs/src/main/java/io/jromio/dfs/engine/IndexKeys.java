package io.jromio.dfs.engine;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import java.util.Arrays;
import java.util.UUID;

/**
 * The keys of a target's index. They stand in the order of container, object, dkey, akey, offset,
 * so that an enumeration, the largest dkey and a range are one seek each.
 *
 * <pre>
 * object  'o' | container 16 | object 16                                   epoch of the latest change
 * dkey    'd' | container 16 | object 16 | dkey 00 01                      its akeys
 * extent  's' | container 16 | object 16 | dkey 00 01 | akey 00 01 | offset 8
 * </pre>
 *
 * A byte 00 within a key is written 00 FF, so that no key is the beginning of another.
 */
final class IndexKeys {
  static final byte OBJECT = 'o';
  static final byte DKEY = 'd';
  static final byte EXTENT = 's';

  /** Bytes in front of a dkey. */
  static final int OBJECT_PREFIX = 33;

  private static final int CONTAINER_PREFIX = 17;
  private static final byte ESCAPED = (byte) 0xff;
  private static final byte END = 1;

  private IndexKeys() {}

  static byte[] container(byte kind, UUID container) {
    return head(kind, container, CONTAINER_PREFIX).toBytes();
  }

  static byte[] object(byte kind, UUID container, ObjectId object) {
    return head(kind, container, OBJECT_PREFIX).put64(object.hi()).put64(object.lo()).toBytes();
  }

  static byte[] dkey(DkeyId id) {
    return dkey(DKEY, id).toBytes();
  }

  static byte[] extent(DkeyId id, Key akey, long offset) {
    ByteWriter key = dkey(EXTENT, id);
    putKey(key, akey.bytes());
    return key.put64(offset).toBytes();
  }

  /** What is in front of all extents of an akey. */
  static byte[] extents(DkeyId id, Key akey) {
    ByteWriter key = dkey(EXTENT, id);
    putKey(key, akey.bytes());
    return key.toBytes();
  }

  private static ByteWriter head(byte kind, UUID container, int capacity) {
    return new ByteWriter(capacity)
        .put8(kind)
        .put64(container.getMostSignificantBits())
        .put64(container.getLeastSignificantBits());
  }

  private static ByteWriter dkey(byte kind, DkeyId id) {
    ByteWriter key =
        head(kind, id.container(), OBJECT_PREFIX + id.dkey().length() + 48)
            .put64(id.object().hi())
            .put64(id.object().lo());
    putKey(key, id.dkey().bytes());
    return key;
  }

  private static void putKey(ByteWriter target, byte[] key) {
    for (byte b : key) {
      target.put8(b);
      if (b == 0) {
        target.put8(ESCAPED);
      }
    }
    target.put8(0).put8(END);
  }

  /** The key right behind all that begins with this one. */
  static byte[] after(byte[] prefix) {
    byte[] next = prefix.clone();
    for (int i = next.length - 1; i >= 0; i--) {
      if (++next[i] != 0) {
        return Arrays.copyOf(next, i + 1);
      }
    }
    throw new IllegalArgumentException("nothing is behind: length=%d".formatted(prefix.length));
  }

  static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  static UUID containerOf(byte[] key) {
    ByteReader reader = new ByteReader(key, 1);
    return new UUID(reader.get64(), reader.get64());
  }

  static ObjectId objectOf(byte[] key) {
    ByteReader reader = new ByteReader(key, CONTAINER_PREFIX);
    return new ObjectId(reader.get64(), reader.get64());
  }

  /** The dkey of a key of a dkey or of an extent. */
  static Key dkeyOf(byte[] key) {
    byte[] plain = new byte[key.length];
    int length = 0;
    int at = OBJECT_PREFIX;
    while (key[at] != 0 || key[at + 1] == ESCAPED) {
      plain[length++] = key[at];
      at += key[at] == 0 ? 2 : 1;
    }
    return Key.of(Arrays.copyOf(plain, length));
  }
}
