package io.jromio.h5vol.daos;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Names of what an HDF5 file is in its container. Every group, dataset and named type is one object
 * whose id is made of its index and its kind:
 *
 * <pre>
 * token        kind 2 bits | index 62 bits        kind 0 group, 1 dataset, 2 named type
 * object id    hi, user part: kind in the upper 2 of 32 bits     lo: index
 *
 * index 0      kind 0: what holds for the whole file, one target
 *              kind 1: bytes of variable-length elements, all targets
 * index 1      root group
 * index 2...   everything else, as the store numbers it
 * </pre>
 *
 * <p>Groups and named types lie on one target, datasets on all that the pool had when the file was
 * made.
 *
 * <pre>
 * dkey                     akeys
 * /Internal Metadata       Ref Count (array of 8 bytes), Datatype, Dataspace,
 *                          Creation Property List, Fill Value
 * /Attribute               T-name type, S-name space, L-name bytes of the value (8 bytes),
 *                          V-name value (array), C-name creation order (8 bytes),
 *                          Max Attribute Creation Order (array of 8 bytes)
 * name of a link           Link: 0 and token | 1 and soft path | 2, file, 0 and path;
 *                          Creation Order (8 bytes)
 * /Link Creation Order     Max Link Creation Order (array of 8 bytes); for each link its order
 *                          (8 bytes) -> name, and the same with a zero byte -> its target
 * 0, chunk coordinates     byte 0: array of the chunk's elements
 * number of 8 bytes        Blob: bytes of a variable-length element
 * </pre>
 *
 * <p>Names of links have no slash, so they never are one of the dkeys above. Arrays of this store
 * are arrays of bytes: an element is at its number within the chunk times its size. Integers in
 * values are little-endian.
 *
 * @source vol-daos 1.2, design document and daos_vol_private.h
 */
final class FileLayout {
  static final Key INTERNAL = Key.of("/Internal Metadata");
  static final Key REFERENCES = Key.of("Ref Count");
  static final Key DATATYPE = Key.of("Datatype");
  static final Key DATASPACE = Key.of("Dataspace");
  static final Key CREATION = Key.of("Creation Property List");
  static final Key FILL = Key.of("Fill Value");
  static final Key VERSION = Key.of("File Version");

  static final Key LINK = Key.of("Link");
  static final Key LINK_ORDER = Key.of("Creation Order");
  static final Key ORDERS = Key.of("/Link Creation Order");
  static final Key NEXT_LINK = Key.of("Max Link Creation Order");

  static final Key ATTRIBUTES = Key.of("/Attribute");
  static final Key NEXT_ATTRIBUTE = Key.of("Max Attribute Creation Order");

  static final Key ELEMENTS = Key.of(new byte[1]);
  static final Key BLOB = Key.of("Blob");

  static final ObjectToken ROOT = new ObjectToken(1);

  /** Indices below are not given to new objects. */
  static final long FIRST_INDEX = 2;

  private static final int KIND_SHIFT = 62;
  private static final int HI_SHIFT = 30;
  private static final long INDEX_MASK = (1L << KIND_SHIFT) - 1;
  private static final ObjectClass ONE_TARGET = new ObjectClass.Sharded(1);
  private static final ObjectClass ALL_TARGETS = new ObjectClass.Sharded(ObjectClass.MAX_GROUPS);

  private final int targets;
  private final ObjectId blobs;

  /**
   * @param targets that the pool had when the file was made
   */
  FileLayout(int targets) throws StoreException {
    this.targets = targets;
    this.blobs = id(new ObjectToken(1L << KIND_SHIFT));
  }

  static ObjectToken token(ObjectKind kind, long index) {
    return new ObjectToken((long) kind.ordinal() << KIND_SHIFT | index);
  }

  /** The kind of an object; a token that never was one may have none. */
  static int kindCode(ObjectToken token) {
    return (int) (token.value() >>> KIND_SHIFT);
  }

  static long index(ObjectToken token) {
    return token.value() & INDEX_MASK;
  }

  /** The object that holds for the whole file; the same however many targets there are. */
  static ObjectId ofFile() throws StoreException {
    return ObjectIds.of(ONE_TARGET, ObjectType.MULTI_HASHED, 1, 0, 0);
  }

  ObjectId id(ObjectToken token) throws StoreException {
    int kind = kindCode(token);
    return ObjectIds.of(
        kind == ObjectKind.DATASET.ordinal() ? ALL_TARGETS : ONE_TARGET,
        ObjectType.MULTI_HASHED,
        targets,
        (long) kind << HI_SHIFT,
        index(token));
  }

  /** The object of variable-length elements. */
  ObjectId blobs() {
    return blobs;
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  static long number(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Where the target of the link of this order is, for listings. */
  static Key orderedTarget(long order) {
    return Key.of(ByteBuffer.allocate(Long.BYTES + 1).putLong(order).put((byte) 0).array());
  }
}
