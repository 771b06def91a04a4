package io.jromio.dfs.object;

import org.jspecify.annotations.Nullable;

/** One part of a {@link ObjectStore#commit transaction}. */
public sealed interface ObjectChange {
  ObjectId object();

  /** Changes a dkey, if its conditions hold. */
  record Update(ObjectId object, DkeyUpdate update) implements ObjectChange {}

  /** Removes all dkeys of an object; it may have none. */
  record PunchObject(ObjectId object) implements ObjectChange {}

  /**
   * Changes nothing, but must hold: the array of an akey begins with these bytes.
   *
   * @param bytes null if the akey must not be there
   */
  record ExpectBytes(ObjectId object, Key dkey, Key akey, byte @Nullable [] bytes)
      implements ObjectChange {}

  /** Changes nothing, but must hold: the object has no dkey. */
  record ExpectEmpty(ObjectId object) implements ObjectChange {}
}
