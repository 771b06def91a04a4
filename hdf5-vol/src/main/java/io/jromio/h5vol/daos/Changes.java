package io.jromio.h5vol.daos;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes of several dkeys and objects that are one step for everyone: a link and the object that
 * it leads to appear together, and a crash leaves both or none.
 */
final class Changes {
  private static final int TRIES = 100;

  private final List<ObjectChange> expected = new ArrayList<>();
  private final Map<Place, Dkey> dkeys = new LinkedHashMap<>();
  private final List<ObjectChange> removed = new ArrayList<>();

  private record Place(ObjectId object, Key dkey) {}

  private record Dkey(Condition condition, boolean punched, List<AkeyUpdate> akeys) {}

  /** Something to be done again if others changed what it is based on. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /** Tries until nobody came in between. */
  static <T> T retried(Attempt<T> attempt) throws IOException {
    int tries = 0;
    while (true) {
      try {
        return attempt.run();
      } catch (StoreException e) {
        tries++;
        if (e.der() != Der.TX_RESTART || tries == TRIES) {
          throw e;
        }
      }
    }
  }

  private List<AkeyUpdate> at(ObjectId object, Key dkey) {
    return dkeys
        .computeIfAbsent(
            new Place(object, dkey), p -> new Dkey(Condition.NONE, false, new ArrayList<>()))
        .akeys();
  }

  /** The dkey must not be there before. */
  Changes insert(ObjectId object, Key dkey) {
    dkeys.put(new Place(object, dkey), new Dkey(Condition.INSERT, false, new ArrayList<>()));
    return this;
  }

  Changes set(ObjectId object, Key dkey, Key akey, byte[] value) {
    at(object, dkey).add(new AkeyUpdate.Value(akey, Condition.NONE, value));
    return this;
  }

  /** Writes an array from its beginning on. */
  Changes write(ObjectId object, Key dkey, Key akey, byte[] bytes) {
    ByteRanges ranges = ByteRanges.of(0, MemorySegment.ofArray(bytes));
    at(object, dkey).add(new AkeyUpdate.Write(akey, Condition.NONE, ranges));
    return this;
  }

  Changes remove(ObjectId object, Key dkey, Key akey) {
    at(object, dkey).add(new AkeyUpdate.Punch(akey, Condition.NONE));
    return this;
  }

  Changes remove(ObjectId object, Key dkey) {
    dkeys.put(new Place(object, dkey), new Dkey(Condition.NONE, true, List.of()));
    return this;
  }

  Changes remove(ObjectId object) {
    removed.add(new ObjectChange.PunchObject(object));
    return this;
  }

  /** An array must begin with these bytes; null if it must not be there. */
  Changes expect(ObjectId object, Key dkey, Key akey, byte @Nullable [] bytes) {
    expected.add(new ObjectChange.ExpectBytes(object, dkey, akey, bytes));
    return this;
  }

  int size() {
    return dkeys.size() + removed.size();
  }

  /** The changes without what they expect, for a container that is not there yet. */
  List<ObjectChange.Update> contents() {
    List<ObjectChange.Update> updates = new ArrayList<>();
    for (Map.Entry<Place, Dkey> entry : dkeys.entrySet()) {
      Dkey dkey = entry.getValue();
      updates.add(
          new ObjectChange.Update(
              entry.getKey().object(),
              new DkeyUpdate(
                  entry.getKey().dkey(), dkey.condition(), dkey.punched(), dkey.akeys())));
    }
    return updates;
  }

  void commit(ObjectStore store) throws StoreException {
    List<ObjectChange> all = new ArrayList<>(expected);
    all.addAll(contents());
    all.addAll(removed);
    if (!all.isEmpty()) {
      store.commit(all);
    }
  }
}
