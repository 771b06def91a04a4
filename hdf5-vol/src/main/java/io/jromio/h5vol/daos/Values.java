package io.jromio.h5vol.daos;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.StoreException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Small things read from one dkey of an object. */
final class Values {
  private static final int PAGE = 1024;

  private final ObjectStore store;
  private final ObjectId object;
  private final Key dkey;

  Values(ObjectStore store, ObjectId object, Key dkey) {
    this.store = store;
    this.object = object;
    this.dkey = dkey;
  }

  /** The single values of akeys; empty where there is none. */
  List<Optional<byte[]>> get(Key... akeys) throws StoreException {
    return get(List.of(akeys));
  }

  /** As {@link #get(Key...)}. */
  List<Optional<byte[]>> get(List<Key> akeys) throws StoreException {
    List<AkeyFetch> fetches = new ArrayList<>();
    for (Key akey : akeys) {
      fetches.add(new AkeyFetch.Value(akey));
    }
    List<Fetched> found =
        store.fetch(object, List.of(new DkeyFetch(dkey, Condition.NONE, fetches)));
    List<Optional<byte[]>> values = new ArrayList<>(akeys.size());
    for (Fetched.Akey value : found.getFirst().akeys()) {
      values.add(Optional.ofNullable(((Fetched.Value) value).value()));
    }
    return values;
  }

  /** The number that an array of 8 bytes holds; null if there is none. */
  @Nullable Long counter(Key akey) throws StoreException {
    byte[] bytes = new byte[Long.BYTES];
    return array(akey, 0, MemorySegment.ofArray(bytes)) < bytes.length
        ? null
        : FileLayout.number(bytes);
  }

  /** Reads a part of an array; gives the end of the array. */
  long array(Key akey, long offset, MemorySegment target) throws StoreException {
    AkeyFetch read = new AkeyFetch.Read(akey, ByteRanges.of(offset, target));
    List<Fetched> found =
        store.fetch(object, List.of(new DkeyFetch(dkey, Condition.NONE, List.of(read))));
    return ((Fetched.Array) found.getFirst().akeys().getFirst()).end();
  }

  /** All akeys, in no order. */
  List<Key> akeys() throws StoreException {
    List<Key> keys = new ArrayList<>();
    Anchor at = Anchor.start();
    while (!at.isEnd()) {
      KeyPage page = store.listAkeys(object, dkey, at, PAGE);
      keys.addAll(page.keys());
      at = page.next();
    }
    return keys;
  }

  /** All dkeys of an object, in no order. */
  static List<Key> dkeys(ObjectStore store, ObjectId object) throws StoreException {
    List<Key> keys = new ArrayList<>();
    Anchor at = Anchor.start();
    while (!at.isEnd()) {
      KeyPage page = store.listDkeys(object, at, PAGE);
      keys.addAll(page.keys());
      at = page.next();
    }
    return keys;
  }
}
