package io.jromio.dfs;

import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import java.util.SplittableRandom;

/**
 * Ids for new objects: the low half is a number that the store gives this mount when it makes its
 * first object, the high half walks through all 32 bits from a random start, so that objects made
 * one after the other lie far apart.
 *
 * @source DAOS src/client/dfs/common.c, oid_gen
 */
final class NewIds {
  private static final long STEP = 999_999_937;
  private static final long MASK = 0xffff_ffffL;

  private final ObjectStore store;
  private long lo;
  private long hi;
  private long left;

  NewIds(ObjectStore store) {
    this.store = store;
  }

  synchronized ObjectId next(ObjectClass objectClass, ObjectType type) throws StoreException {
    ObjectIds.check(objectClass, store.targets());
    if (left == 0) {
      // Number 0 belongs to superblock and root.
      do {
        lo = store.allocateIds(1);
      } while (lo == 0);
      hi = new SplittableRandom().nextLong() & MASK;
      left = MASK + 1;
    }
    left--;
    hi = (hi + STEP) & MASK;
    return ObjectIds.of(objectClass, type, store.targets(), hi, lo);
  }
}
