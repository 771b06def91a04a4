package io.jromio.dfs.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Byte arrays: ranges, holes, ends, many writers. */
abstract class ArrayContract extends ValueContract {
  private static final int MIB = 1 << 20;
  private static final int[] SIZES = {0, 1, 4095, 4096, 4097, 32_771, MIB + 1};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void shouldReadWhatWasWrittenWhateverSizeAndPlace(int targets) throws Exception {
    start(targets);
    ObjectId object = file();
    long dkey = 1;
    for (int size : SIZES) {
      for (long offset : new long[] {0, 1, 4095, 32 * 1024 - 1}) {
        byte[] bytes = bytes(size);
        write(store, object, Key.of(dkey), offset, bytes);
        byte[] back = new byte[size];
        Fetched.Array array = read(store, object, Key.of(dkey), offset, back);
        assertArrayEquals(bytes, back);
        assertEquals(0, array.holes().length);
        assertEquals(size == 0 ? 0 : offset + size, array.end(), "size=" + size);
        int before = (int) Math.min(offset, 10);
        byte[] around = bytes(size + 20);
        byte[] expected = around.clone();
        if (size > 0) {
          Arrays.fill(expected, 0, before, (byte) 0);
          System.arraycopy(bytes, 0, expected, before, size);
        }
        MemorySegment memory = Arena.ofAuto().allocate(around.length);
        MemorySegment.copy(around, 0, memory, ValueLayout.JAVA_BYTE, 0, around.length);
        store.fetch(object, List.of(read(Key.of(dkey), ByteRanges.of(offset - before, memory))));
        assertArrayEquals(
            expected,
            memory.toArray(ValueLayout.JAVA_BYTE),
            "zero in holes, untouched behind the end");
        dkey++;
      }
    }
  }

  @Test
  void shouldMatchTheModelWhenWrittenAndPunchedAtRandom() throws Exception {
    start(3);
    int capacity = 100_000;
    for (int dkey = 1; dkey <= 3; dkey++) {
      ObjectId object = file();
      ArrayModel model = new ArrayModel(capacity);
      Key key = Key.of(dkey);
      for (int step = 0; step < 120; step++) {
        changeAtRandom(object, key, model);
        if (step % 4 == 0) {
          checkAtRandom(object, key, model);
        }
      }
    }
  }

  private void changeAtRandom(ObjectId object, Key key, ArrayModel model) throws StoreException {
    int capacity = model.bytes.length;
    int choice = random.nextInt(10);
    if (choice == 0) {
      store.update(
          object,
          List.of(DkeyUpdate.of(key, Condition.NONE, new AkeyUpdate.Punch(AKEY, Condition.NONE))));
      model.punch(0, capacity);
    } else if (choice < 4) {
      int offset = random.nextInt(capacity);
      int length = random.nextInt(capacity - offset + 1);
      store.update(
          object,
          List.of(
              DkeyUpdate.of(key, Condition.NONE, new AkeyUpdate.PunchRange(AKEY, offset, length))));
      model.punch(offset, length);
    } else {
      int limit = random.nextInt(capacity) + 1;
      ByteRanges ranges = ArrayModel.randomRanges(random, limit, 1 + random.nextInt(12));
      byte[] memory = bytes((int) ranges.memory().byteSize());
      MemorySegment.copy(memory, 0, ranges.memory(), ValueLayout.JAVA_BYTE, 0, memory.length);
      store.update(object, List.of(write(key, ranges)));
      for (int i = 0; i < ranges.count(); i++) {
        model.write((int) ranges.offsets()[i], ranges.memory(i).toArray(ValueLayout.JAVA_BYTE));
      }
    }
  }

  private void checkAtRandom(ObjectId object, Key key, ArrayModel model) throws StoreException {
    ByteRanges ranges = ArrayModel.randomRanges(random, model.bytes.length, 1 + random.nextInt(9));
    byte[] expected = bytes((int) ranges.memory().byteSize());
    MemorySegment.copy(expected, 0, ranges.memory(), ValueLayout.JAVA_BYTE, 0, expected.length);
    for (int i = 0; i < ranges.count(); i++) {
      int offset = (int) ranges.offsets()[i];
      long below = Math.min(ranges.lengths()[i], Math.max(0, model.end() - offset));
      System.arraycopy(model.bytes, offset, expected, (int) ranges.places()[i], (int) below);
    }
    Fetched fetched = store.fetch(object, List.of(read(key, ranges))).getFirst();
    Fetched.Array array = (Fetched.Array) fetched.akeys().getFirst();
    assertArrayEquals(
        expected,
        ranges.memory().toArray(ValueLayout.JAVA_BYTE),
        "bytes, or memory outside the ranges was touched");
    assertEquals(model.end(), array.end());
    assertArrayEquals(model.holes(ranges), array.holes());
  }

  @Test
  void shouldTakeMemoryOfEveryKind() throws Exception {
    start(3);
    ObjectId object = file();
    int length = 100_003;
    byte[] bytes = bytes(length);
    try (Arena confined = Arena.ofConfined();
        Arena shared = Arena.ofShared()) {
      List<MemorySegment> kinds =
          List.of(
              confined.allocate(length),
              shared.allocate(length),
              confined.allocate(length + 64L).asSlice(13, length),
              MemorySegment.ofArray(new byte[length]),
              MemorySegment.ofArray(new byte[length + 9]).asSlice(5, length),
              MemorySegment.ofArray(new long[length / 8 + 1]).asSlice(0, length));
      long dkey = 1;
      for (MemorySegment memory : kinds) {
        MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 0, length);
        store.update(object, List.of(write(Key.of(dkey), ByteRanges.of(7, memory.asReadOnly()))));
        memory.fill((byte) 0x55);
        store.fetch(object, List.of(read(Key.of(dkey), ByteRanges.of(7, memory))));
        assertArrayEquals(bytes, memory.toArray(ValueLayout.JAVA_BYTE), "memory=" + memory);
        dkey++;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void shouldMoveManyDkeysAtOnce(int targets) throws Exception {
    start(targets);
    ObjectId object = file();
    int chunk = MIB + 1;
    int chunks = 24;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment source = arena.allocate((long) chunk * chunks);
      MemorySegment.copy(
          bytes(chunk * chunks), 0, source, ValueLayout.JAVA_BYTE, 0, chunk * chunks);
      MemorySegment target = arena.allocate(source.byteSize());
      List<DkeyUpdate> updates = new ArrayList<>();
      List<DkeyFetch> fetches = new ArrayList<>();
      for (int i = 0; i < chunks; i++) {
        long place = (long) i * chunk;
        updates.add(write(Key.of(i + 1), ByteRanges.of(0, source.asSlice(place, chunk))));
        fetches.add(read(Key.of(i + 1), ByteRanges.of(0, target.asSlice(place, chunk))));
      }
      store.update(object, updates);
      for (Fetched fetched : store.fetch(object, fetches)) {
        assertEquals(chunk, ((Fetched.Array) fetched.akeys().getFirst()).end());
      }
      assertEquals(-1, source.mismatch(target));
    }
    assertEquals(
        new MaxExtent(true, chunks, chunk, store.queryEpoch(object)), store.queryMax(object, AKEY));
  }

  @Test
  void shouldMoveManySmallRangesOfOneDkey() throws Exception {
    start(2);
    ObjectId object = file();
    int count = 20_000;
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = 16L * i;
      lengths[i] = 4;
      places[i] = 4L * i;
    }
    byte[] bytes = bytes(4 * count);
    ByteRanges ranges = new ByteRanges(offsets, lengths, MemorySegment.ofArray(bytes), places);
    store.update(object, List.of(write(Key.of(1), ranges)));
    byte[] all = new byte[16 * count];
    Fetched.Array array = read(store, object, Key.of(1), 0, all);
    assertEquals(16L * (count - 1) + 4, array.end());
    assertEquals(3 * count, array.holes().length);
    byte[] back = new byte[4 * count];
    store.fetch(
        object,
        List.of(
            read(
                Key.of(1), new ByteRanges(offsets, lengths, MemorySegment.ofArray(back), places))));
    assertArrayEquals(bytes, back);
  }

  @Test
  void shouldLoseNothingWhenManyWriteDisjointRangesOfOneChunk() throws Exception {
    start(3);
    ObjectId object = file();
    StoreSystem other = connect();
    ObjectStore otherStore = open(other, StoreSystem.OpenMode.READ_WRITE);
    int writers = 6;
    int pieces = 60;
    int[] lengths = {1, 3, 7, 17, 33, 64};
    byte[] expected = new byte[pieces * 128];
    List<Callable<Boolean>> tasks = new ArrayList<>();
    int stripe = Arrays.stream(lengths).sum();
    for (int w = 0; w < writers; w++) {
      int writer = w;
      int begin = Arrays.stream(lengths, 0, w).sum();
      byte[] bytes = bytes(lengths[w]);
      for (int p = 0; p < pieces - 2; p++) {
        if (p * stripe + begin + lengths[w] <= expected.length) {
          System.arraycopy(bytes, 0, expected, p * stripe + begin, lengths[w]);
        }
      }
      ObjectStore through = w % 2 == 0 ? store : otherStore;
      tasks.add(
          () -> {
            for (int p = 0; p < pieces - 2; p++) {
              long offset = (long) p * stripe + begin;
              if (offset + lengths[writer] <= expected.length) {
                write(through, object, Key.of(1), offset, bytes);
              }
            }
            return true;
          });
    }
    together(tasks);
    byte[] back = new byte[expected.length];
    read(store, object, Key.of(1), 0, back);
    assertArrayEquals(expected, back);
  }

  @Test
  void shouldNeverShowHalfOfAnUpdateOfOneDkey() throws Exception {
    start(2);
    ObjectId object = file();
    Key dkey = Key.of(1);
    int length = 70_001;
    AtomicInteger writing = new AtomicInteger(3);
    write(store, object, dkey, 0, new byte[length]);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int w = 1; w <= 3; w++) {
      byte[] mine = new byte[length];
      Arrays.fill(mine, (byte) w);
      ByteRanges halves =
          new ByteRanges(
              new long[] {length / 2, 0},
              new long[] {length - length / 2, length / 2},
              MemorySegment.ofArray(mine),
              new long[] {length / 2, 0});
      tasks.add(
          () -> {
            try {
              for (int i = 0; i < 40; i++) {
                store.update(object, List.of(write(dkey, halves)));
              }
            } finally {
              writing.decrementAndGet();
            }
            return true;
          });
    }
    tasks.add(
        () -> {
          byte[] seen = new byte[length];
          do {
            read(store, object, dkey, 0, seen);
            byte[] uniform = new byte[length];
            Arrays.fill(uniform, seen[0]);
            assertArrayEquals(uniform, seen);
          } while (writing.get() > 0);
          return true;
        });
    together(tasks);
  }

  @Test
  void shouldSeeEveryChangeThatReturnedWhenReadThroughAnotherClient() throws Exception {
    start(3);
    ObjectId object = file();
    ObjectStore reader = open(connect(), StoreSystem.OpenMode.READ_ONLY);
    Random values = new Random(random.nextLong());
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[1 + values.nextInt(3000)];
      values.nextBytes(bytes);
      Key dkey = Key.of(1 + values.nextInt(5));
      write(store, object, dkey, 11, bytes);
      byte[] back = new byte[bytes.length];
      read(reader, object, dkey, 11, back);
      assertArrayEquals(bytes, back);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5})
  void shouldFindTheEndOfAnObject(int targets) throws Exception {
    start(targets);
    ObjectId object = file();
    assertEquals(new MaxExtent(false, 0, 0, 0), store.queryMax(object, AKEY));
    for (long dkey : new long[] {5, 2, 300, 77}) {
      write(store, object, Key.of(dkey), dkey, bytes(10));
    }
    long epoch = put(store, object, Key.of(9000), "no array");
    assertEquals(new MaxExtent(true, 300, 310, epoch), store.queryMax(object, AKEY));
    store.update(object, List.of(DkeyUpdate.punch(Key.of(300), Condition.EXISTS)));
    MaxExtent max = store.queryMax(object, AKEY);
    assertEquals(77, max.dkey());
    assertEquals(87, max.end());
    assertTrue(Long.compareUnsigned(epoch, max.epoch()) < 0, "also the epoch of a punch counts");
    store.update(
        object,
        List.of(
            DkeyUpdate.of(Key.of(77), Condition.EXISTS, new AkeyUpdate.PunchRange(AKEY, 80, 100))));
    assertEquals(80, store.queryMax(object, AKEY).end());
    write(store, object, Key.of(-3L), 0, bytes(1));
    assertEquals(-3L, store.queryMax(object, AKEY).dkey(), "dkeys are unsigned");
    store.punchObject(object);
    max = store.queryMax(object, AKEY);
    assertFalse(max.exists());
    assertTrue(Long.compareUnsigned(epoch, max.epoch()) < 0);
  }

  @Test
  void shouldKeepArraysAndValuesApart() throws Exception {
    start(2);
    ObjectId object = file();
    Key dkey = Key.of(1);
    write(store, object, dkey, 0, bytes(10));
    AkeyUpdate value = new AkeyUpdate.Value(AKEY, Condition.NONE, bytes(4));
    assertEquals(
        Der.INVAL,
        failure(() -> store.update(object, List.of(DkeyUpdate.of(dkey, Condition.NONE, value)))));
    assertEquals(
        Der.INVAL,
        failure(
            () ->
                store.fetch(
                    object,
                    List.of(DkeyFetch.of(dkey, Condition.NONE, new AkeyFetch.Value(AKEY))))));
    put(store, object, dkey, "single");
    assertEquals(
        Der.INVAL,
        failure(
            () ->
                store.fetch(
                    object,
                    List.of(
                        DkeyFetch.of(
                            dkey,
                            Condition.NONE,
                            new AkeyFetch.Read(
                                NAME, ByteRanges.of(0, MemorySegment.ofArray(new byte[4]))))))));
  }
}
