package io.jromio.dfs.engine;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import java.util.UUID;

/** A dkey of a target. */
record DkeyId(UUID container, ObjectId object, Key dkey) {
  @Override
  public String toString() {
    return "object=%s dkey=%s container=%s".formatted(object, dkey, container);
  }
}
