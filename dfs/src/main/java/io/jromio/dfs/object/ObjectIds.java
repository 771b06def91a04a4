package io.jromio.dfs.object;

/**
 * Makes object ids: chooses the class where none is given and writes the number of groups into the
 * id, where it stays however many targets there are later.
 *
 * @source DAOS src/object/obj_class.c, dc_set_oclass; src/client/api/object.c,
 *     daos_obj_generate_oid
 */
public final class ObjectIds {
  private ObjectIds() {}

  /** The class of objects without redundancy if none is given: all targets for arrays, else one. */
  public static ObjectClass automaticClass(ObjectType type) {
    return new ObjectClass.Sharded(type == ObjectType.MULTI_HASHED ? 1 : ObjectClass.MAX_GROUPS);
  }

  /**
   * An id.
   *
   * @param targets of the pool; as many groups has a class with X
   * @param hiUser 32 bits
   * @param lo 64 bits; with {@code hiUser} unique in the container
   * @throws StoreException {@link Der#NOTSUPPORTED} for a class with redundancy; {@link Der#INVAL}
   *     for one with more groups than targets
   */
  public static ObjectId of(
      ObjectClass objectClass, ObjectType type, int targets, long hiUser, long lo)
      throws StoreException {
    check(objectClass, targets);
    int groups = objectClass.groups() == ObjectClass.MAX_GROUPS ? targets : objectClass.groups();
    return ObjectId.of(type, objectClass.redundancy(), groups, hiUser, lo);
  }

  /**
   * Whether objects of a class can be made in a pool.
   *
   * @throws StoreException as {@link #of} does
   */
  public static void check(ObjectClass objectClass, int targets) throws StoreException {
    if (!(objectClass instanceof ObjectClass.Sharded)) {
      throw new StoreException(
          Der.NOTSUPPORTED,
          "no such objects until redundancy exists: class=%s".formatted(objectClass));
    }
    if (objectClass.groups() != ObjectClass.MAX_GROUPS && objectClass.groups() > targets) {
      throw new StoreException(
          Der.INVAL,
          "more groups than targets: groups=%d targets=%d class=%s"
              .formatted(objectClass.groups(), targets, objectClass));
    }
  }
}
