package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.Anchor;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.KeyPage;
import io.jromio.dfs.object.MaxExtent;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Checksums;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random requests to an engine that is opened again and again, compared with plain maps. */
final class EngineOracleTest {
  private static final int TARGETS = 3;
  private static final int ARRAY = 40_000;
  private static final int STEPS = 1500;
  private static final Key DATA = Key.of("0");
  private static final Key VALUE = Key.of("v");
  private static final int[] LENGTHS = {0, 1, 7, 511, 512, 513, 1024, 1025, 4096, 5003, 16384};
  private static final int[] VALUES = {0, 1, 88, 4096, 4097, 100_003};

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** One dkey: an array and a value. */
  private static final class Dkey {
    private final byte[] bytes = new byte[ARRAY];
    private final BitSet written = new BitSet();
    private byte[] value = {};
    private boolean hasValue;

    boolean exists() {
      return hasValue || !written.isEmpty();
    }

    void punch() {
      written.clear();
      hasValue = false;
    }
  }

  private record Place(int target, ObjectId object) {}

  private final Map<Place, TreeMap<Key, Dkey>> model = new HashMap<>();
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @SuppressWarnings("NullAway.Init")
  private EngineUser user;

  @ParameterizedTest
  @ValueSource(strings = {"process", "power"})
  void shouldHoldWhatMapsHoldWhenRequestsAreRandom(String durability) throws Exception {
    System.out.println("EngineOracleTest seed=" + seed);
    user =
        EngineUser.create(folder, TARGETS, Map.of("cksum_size", "512", "durability", durability));
    try {
      for (int step = 0; step < STEPS; step++) {
        step();
        if (step % 500 == 499) {
          user.reopen();
          checkAll();
        }
      }
    } finally {
      user.close();
    }
  }

  @Test
  void shouldHoldBytesWhenThereAreNoChecksums() throws Exception {
    System.out.println("EngineOracleTest seed=" + seed);
    user = EngineUser.create(folder, TARGETS, Map.of("cksum", "off"));
    try {
      for (int step = 0; step < 500; step++) {
        step();
      }
      user.reopen();
      checkAll();
    } finally {
      user.close();
    }
  }

  private Place place() {
    ObjectId object =
        random.nextBoolean()
            ? ObjectId.of(ObjectType.ARRAY_BYTE, 1, 3, 1, 1)
            : ObjectId.of(ObjectType.MULTI_HASHED, 1, 3, 1, 2);
    return new Place(random.nextInt(TARGETS), object);
  }

  private Key key(Place place) {
    return place.object().type().hasIntegerDkeys()
        ? Key.of(new long[] {0, 1, 255, 256, -1}[random.nextInt(5)])
        : Key.of(new String[] {"a", "a\0", "a\0b", "ab", "\u00ff"}[random.nextInt(5)]);
  }

  private Map<Key, Dkey> dkeys(Place place) {
    return model.computeIfAbsent(place, absent -> new TreeMap<>());
  }

  private Dkey dkey(Place place, Key key) {
    return dkeys(place).computeIfAbsent(key, absent -> new Dkey());
  }

  private void step() throws StoreException {
    Place place = place();
    int choice = random.nextInt(100);
    if (choice < 50) {
      update(place);
    } else if (choice < 80) {
      check(place, key(place));
    } else if (choice < 84) {
      user.call(new Request.PunchObject(user.handle(), place.target(), place.object()));
      dkeys(place).clear();
    } else if (choice < 92) {
      enumerate(place);
    } else {
      commit(place, place());
    }
  }

  private Condition condition() {
    return random.nextInt(4) == 0
        ? (random.nextBoolean() ? Condition.INSERT : Condition.EXISTS)
        : Condition.NONE;
  }

  private static boolean holds(Condition condition, boolean exists) {
    return switch (condition) {
      case NONE -> true;
      case INSERT -> !exists;
      case EXISTS -> exists;
    };
  }

  private DkeyUpdate randomUpdate(Place place) {
    List<AkeyUpdate> akeys = new ArrayList<>();
    int choice = random.nextInt(10);
    if (choice < 6) {
      akeys.add(new AkeyUpdate.Write(DATA, condition(), ranges()));
    } else if (choice < 8) {
      int offset = random.nextInt(ARRAY);
      akeys.add(new AkeyUpdate.PunchRange(DATA, offset, random.nextInt(ARRAY - offset)));
    } else if (choice == 8) {
      akeys.add(new AkeyUpdate.Punch(DATA, condition()));
    }
    if (random.nextInt(5) == 0) {
      byte[] value = new byte[VALUES[random.nextInt(VALUES.length)]];
      random.nextBytes(value);
      akeys.add(new AkeyUpdate.Value(VALUE, condition(), value));
    }
    return new DkeyUpdate(key(place), condition(), random.nextInt(10) == 0, akeys);
  }

  /** Ranges that do not overlap, out of order and next to each other at times. */
  private ByteRanges ranges() {
    int count = 1 + random.nextInt(4);
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    int at = random.nextInt(ARRAY / 2);
    int place = 0;
    for (int i = 0; i < count; i++) {
      int length = Math.min(LENGTHS[random.nextInt(LENGTHS.length)], ARRAY - at);
      offsets[i] = at;
      lengths[i] = length;
      place += random.nextInt(3);
      places[i] = place;
      place += length;
      at = Math.min(ARRAY, at + length + (random.nextBoolean() ? 0 : random.nextInt(700)));
    }
    for (int i = count - 1; i > 0 && random.nextBoolean(); i--) {
      swap(offsets, i);
      swap(lengths, i);
      swap(places, i);
    }
    byte[] memory = new byte[place + 1];
    random.nextBytes(memory);
    return new ByteRanges(offsets, lengths, MemorySegment.ofArray(memory), places);
  }

  private static void swap(long[] values, int i) {
    long value = values[i];
    values[i] = values[i - 1];
    values[i - 1] = value;
  }

  /** What the model says: the error, or null if it is to be done. */
  private boolean allowed(Place place, DkeyUpdate update) {
    Dkey dkey = dkey(place, update.dkey());
    boolean allowed = holds(update.condition(), dkey.exists());
    for (AkeyUpdate akey : update.akeys()) {
      boolean exists = akey.akey().equals(VALUE) ? dkey.hasValue : !dkey.written.isEmpty();
      allowed &= holds(akey.condition(), exists);
    }
    return allowed;
  }

  private void apply(Place place, DkeyUpdate update) {
    Dkey dkey = dkey(place, update.dkey());
    if (update.punched()) {
      dkey.punch();
    }
    for (AkeyUpdate akey : update.akeys()) {
      switch (akey) {
        case AkeyUpdate.Write write -> {
          ByteRanges ranges = write.ranges();
          for (int i = 0; i < ranges.count(); i++) {
            int offset = (int) ranges.offsets()[i];
            int length = (int) ranges.lengths()[i];
            MemorySegment.copy(
                ranges.memory(),
                ranges.places()[i],
                MemorySegment.ofArray(dkey.bytes),
                offset,
                length);
            dkey.written.set(offset, offset + length);
          }
        }
        case AkeyUpdate.PunchRange punch ->
            dkey.written.clear((int) punch.offset(), (int) (punch.offset() + punch.length()));
        case AkeyUpdate.Value value -> {
          dkey.value = value.value();
          dkey.hasValue = true;
        }
        case AkeyUpdate.Punch punch -> dkey.written.clear();
      }
    }
  }

  private void update(Place place) throws StoreException {
    DkeyUpdate update = randomUpdate(place);
    Request request =
        new Request.Update(
            user.handle(),
            place.target(),
            place.object(),
            List.of(update),
            user.sums(List.of(update)));
    Reply reply = user.engine().handle(request).join();
    if (allowed(place, update)) {
      assertInstanceOf(Reply.Done.class, reply, () -> reply.toString());
      apply(place, update);
    } else {
      Der der = assertInstanceOf(Reply.Failed.class, reply).der();
      assertEquals(true, der == Der.EXIST || der == Der.NONEXIST, der.label());
    }
  }

  private void commit(Place one, Place two) throws StoreException {
    DkeyUpdate first = randomUpdate(one);
    DkeyUpdate second = randomUpdate(two);
    boolean expected = random.nextBoolean();
    boolean empty = !dkey(one, first.dkey()).hasValue && dkey(one, first.dkey()).written.isEmpty();
    List<ObjectChange> changes =
        new ArrayList<>(
            List.of(
                new ObjectChange.Update(one.object(), first),
                new ObjectChange.Update(two.object(), second)));
    int[] targets = {one.target(), two.target()};
    if (expected) {
      changes.addFirst(new ObjectChange.ExpectBytes(one.object(), first.dkey(), DATA, null));
      targets = new int[] {one.target(), one.target(), two.target()};
      empty = dkey(one, first.dkey()).written.isEmpty();
    }
    boolean same = one.equals(two) && first.dkey().equals(second.dkey());
    boolean allowed = (!expected || empty) && allowed(one, first);
    if (same && allowed) {
      // The second sees what the first did; the model must as well, so conditions are left out.
      return;
    }
    allowed &= allowed(two, second);
    Request request =
        new Request.Commit(user.handle(), changes, targets, user.sums(List.of(first, second)));
    Reply reply = user.engine().handle(request).join();
    if (allowed) {
      assertInstanceOf(Reply.Done.class, reply, () -> reply.toString());
      apply(one, first);
      apply(two, second);
    } else {
      assertInstanceOf(Reply.Failed.class, reply);
    }
  }

  private void checkAll() throws StoreException {
    for (Map.Entry<Place, TreeMap<Key, Dkey>> entry : model.entrySet()) {
      enumerate(entry.getKey());
      for (Key key : entry.getValue().keySet()) {
        check(entry.getKey(), key);
      }
    }
  }

  private void check(Place place, Key key) throws StoreException {
    Dkey dkey = dkey(place, key);
    ByteRanges ranges = ranges();
    DkeyFetch fetch =
        DkeyFetch.of(
            key, Condition.NONE, new AkeyFetch.Read(DATA, ranges), new AkeyFetch.Value(VALUE));
    byte[] before = ranges.memory().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    Request request =
        new Request.Fetch(user.handle(), place.target(), place.object(), List.of(fetch));
    Reply.Fetches reply = assertInstanceOf(Reply.Fetches.class, user.call(request));
    Fetched fetched = reply.fetched().getFirst();
    assertEquals(dkey.exists(), fetched.exists());
    Fetched.Array array = assertInstanceOf(Fetched.Array.class, fetched.akeys().get(0));
    Fetched.Value value = assertInstanceOf(Fetched.Value.class, fetched.akeys().get(1));
    assertArrayEquals(dkey.hasValue ? dkey.value : null, value.value());
    assertEquals(dkey.written.length(), array.end());
    List<Long> holes = new ArrayList<>();
    for (int i = 0; i < ranges.count(); i++) {
      int offset = (int) ranges.offsets()[i];
      for (int j = 0; j < ranges.lengths()[i]; j++) {
        byte expected =
            dkey.written.get(offset + j)
                ? dkey.bytes[offset + j]
                : offset + j < array.end() ? 0 : before[(int) ranges.places()[i] + j];
        byte actual = ranges.memory(i).get(java.lang.foreign.ValueLayout.JAVA_BYTE, j);
        if (expected != actual) {
          assertEquals(expected, actual, "offset=%d key=%s %s".formatted(offset + j, key, place));
        }
      }
      addHoles(dkey, ranges, i, holes);
    }
    List<Long> found = new ArrayList<>();
    for (long hole : array.holes()) {
      found.add(hole);
    }
    assertEquals(holes, found);
    checkSums(ranges, array.end(), reply.sums());
  }

  private static void addHoles(Dkey dkey, ByteRanges ranges, int range, List<Long> holes) {
    int offset = (int) ranges.offsets()[range];
    int end = offset + (int) ranges.lengths()[range];
    int at = dkey.written.nextClearBit(offset);
    while (at < end) {
      int next = dkey.written.nextSetBit(at);
      int stop = next < 0 ? end : Math.min(end, next);
      holes.add((long) range);
      holes.add((long) at - offset);
      holes.add((long) stop - at);
      at = dkey.written.nextClearBit(stop);
    }
  }

  private void checkSums(ByteRanges ranges, long end, List<int[]> sums) {
    if (sums.isEmpty()) {
      return;
    }
    Checksums checksums = user.checksums();
    int next = 0;
    for (int i = 0; i < ranges.count(); i++) {
      long at = ranges.offsets()[i];
      long stop = at + ranges.lengths()[i];
      while (at < stop) {
        long piece = Math.min(stop, (at / checksums.chunk() + 1) * checksums.chunk());
        long below = Math.min(piece, end);
        if (below > at) {
          MemorySegment bytes = ranges.memory(i).asSlice(at - ranges.offsets()[i], below - at);
          assertEquals(Checksums.of(bytes), sums.getFirst()[next]);
        }
        next++;
        at = piece;
      }
    }
    assertEquals(next, sums.getFirst().length);
  }

  private void enumerate(Place place) throws StoreException {
    List<Key> expected = new ArrayList<>();
    MaxExtent max = new MaxExtent(false, 0, 0, 0);
    for (Map.Entry<Key, Dkey> entry : dkeys(place).entrySet()) {
      if (entry.getValue().exists()) {
        expected.add(entry.getKey());
      }
      if (!entry.getValue().written.isEmpty() && entry.getKey().length() == Long.BYTES) {
        max = new MaxExtent(true, entry.getKey().number(), entry.getValue().written.length(), 0);
      }
    }
    List<Key> found = new ArrayList<>();
    Anchor anchor = Anchor.start();
    while (!anchor.isEnd()) {
      Request list =
          new Request.ListDkeys(
              user.handle(), place.target(), place.object(), anchor, 1 + random.nextInt(3));
      KeyPage page = assertInstanceOf(Reply.Keys.class, user.call(list)).page();
      found.addAll(page.keys());
      anchor = page.next();
    }
    assertEquals(expected, found);
    Request query = new Request.QueryMax(user.handle(), place.target(), place.object(), DATA);
    MaxExtent actual = assertInstanceOf(Reply.Max.class, user.call(query)).extent();
    assertEquals(max, new MaxExtent(actual.exists(), actual.dkey(), actual.end(), 0));
  }
}
