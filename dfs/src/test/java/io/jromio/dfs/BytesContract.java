package io.jromio.dfs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ObjectClass;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The bytes of files: short reads, holes, lists, truncation.
 *
 * @source DAOS src/tests/suite/dfs_unit_test.c, daos_array.c
 */
public abstract class BytesContract extends DfsOnStore {
  private static final int MIB = 1 << 20;

  protected BytesContract() {}

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 4096, 4097, 1 << 20})
  void shouldMatchAByteArrayWhateverIsWrittenReadAndCut(int chunk) throws Exception {
    DfsObject file = create("oracle", chunk);
    int capacity = (int) Math.min(200_000L, 60L * chunk);
    byte[] expected = new byte[capacity];
    int size = 0;
    for (int step = 0; step < 150; step++) {
      int offset = random.nextInt(capacity);
      int length = random.nextInt(Math.min(capacity - offset, 5 * chunk + 3) + 1);
      switch (random.nextInt(8)) {
        case 0 -> {
          int cut = random.nextInt(10) == 0 ? 0 : offset;
          dfs.truncate(file, cut);
          Arrays.fill(expected, Math.min(cut, size), capacity, (byte) 0);
          size = cut;
        }
        case 1 -> {
          dfs.punch(file, offset, length);
          if (offset < size && length > 0) {
            int end = Math.min(size, offset + length);
            Arrays.fill(expected, offset, end, (byte) 0);
            size = end == size ? offset : size;
          }
        }
        case 2, 3, 4 -> {
          byte[] bytes = bytes(length);
          write(file, offset, bytes);
          System.arraycopy(bytes, 0, expected, offset, length);
          size = length == 0 ? size : Math.max(size, offset + length);
        }
        default -> checkRead(file, expected, size, new int[] {offset, length});
      }
      assertEquals(size, dfs.size(file), "step=" + step);
    }
    assertArrayEquals(Arrays.copyOf(expected, size), read(file, 0, capacity));
  }

  private void checkRead(DfsObject file, byte[] expected, int size, int[] range)
      throws DfsException {
    byte[] target = bytes(range[1]);
    byte[] wanted = target.clone();
    int there = Math.clamp((long) size - range[0], 0, range[1]);
    System.arraycopy(expected, range[0], wanted, 0, there);
    assertEquals(there, dfs.read(file, range[0], MemorySegment.ofArray(target)));
    assertArrayEquals(wanted, target, "what lies behind the end is untouched");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000, 65_537})
  void shouldMatchAByteArrayWhenListsAreInAnyOrder(int chunk) throws Exception {
    DfsObject file = create("lists", chunk);
    int capacity = Math.min(100_000, 40 * chunk);
    byte[] expected = new byte[capacity];
    int size = 0;
    for (int step = 0; step < 40; step++) {
      ByteRanges list = list(capacity, 1 + random.nextInt(30));
      byte[] memory = bytes((int) list.memory().byteSize());
      MemorySegment.copy(memory, 0, list.memory(), ValueLayout.JAVA_BYTE, 0, memory.length);
      if (step % 2 == 0) {
        dfs.write(file, list);
        for (int i = 0; i < list.count(); i++) {
          int offset = (int) list.offsets()[i];
          int length = (int) list.lengths()[i];
          System.arraycopy(memory, (int) list.places()[i], expected, offset, length);
          size = length == 0 ? size : Math.max(size, offset + length);
        }
      } else {
        long there = 0;
        for (int i = 0; i < list.count(); i++) {
          int offset = (int) list.offsets()[i];
          int length = Math.clamp((long) size - offset, 0, (int) list.lengths()[i]);
          System.arraycopy(expected, offset, memory, (int) list.places()[i], length);
          there += length;
        }
        assertEquals(there, dfs.read(file, list));
        assertArrayEquals(memory, list.memory().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    assertArrayEquals(Arrays.copyOf(expected, size), read(file, 0, capacity));
  }

  /** Disjoint ranges below a limit in any order, some empty. */
  private ByteRanges list(int limit, int count) {
    int[] cuts = random.ints(2L * count, 0, limit + 1).sorted().toArray();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    long place = 5;
    for (int i = 0; i < count; i++) {
      offsets[i] = cuts[2 * order.get(i)];
      lengths[i] = cuts[2 * order.get(i) + 1] - offsets[i];
      places[i] = place;
      place += lengths[i] + random.nextInt(3);
    }
    return new ByteRanges(offsets, lengths, MemorySegment.ofArray(new byte[(int) place]), places);
  }

  @Test
  void shouldTakeMoreRangesThanLibdfsDoes() throws Exception {
    DfsObject file = create("many", 5000);
    int count = 40_000;
    long[] offsets = new long[count];
    long[] lengths = new long[count];
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      offsets[i] = 3L * (count - 1 - i);
      lengths[i] = 1;
      places[i] = i;
    }
    byte[] bytes = bytes(count);
    dfs.write(file, new ByteRanges(offsets, lengths, MemorySegment.ofArray(bytes), places));
    assertEquals(3L * count - 2, dfs.size(file));
    byte[] back = new byte[count];
    assertEquals(
        count,
        dfs.read(file, new ByteRanges(offsets, lengths, MemorySegment.ofArray(back), places)));
    assertArrayEquals(bytes, back);
    DfsObject oneChunk = create("one chunk");
    dfs.write(oneChunk, new ByteRanges(offsets, lengths, MemorySegment.ofArray(bytes), places));
    byte[] again = new byte[count];
    dfs.read(oneChunk, new ByteRanges(offsets, lengths, MemorySegment.ofArray(again), places));
    assertArrayEquals(bytes, again);
  }

  @Test
  void shouldMoveBytesOfUnalignedMemory() throws Exception {
    int[] sizes = {1, 3, 4095, 4096, 4097, 65_535, MIB, MIB + 1, 3 * MIB + 7};
    DfsObject file = create("unaligned");
    try (Arena arena = Arena.ofShared()) {
      MemorySegment memory = arena.allocate(4L * MIB);
      for (int size : sizes) {
        for (int shift : new int[] {0, 1, 13}) {
          byte[] bytes = bytes(size);
          MemorySegment slice = memory.asSlice(shift, size);
          MemorySegment.copy(bytes, 0, slice, ValueLayout.JAVA_BYTE, 0, size);
          long offset = MIB - size / 2L + shift;
          dfs.write(file, Math.max(0, offset), slice);
          memory.fill((byte) 0x77);
          assertEquals(size, dfs.read(file, Math.max(0, offset), slice));
          assertArrayEquals(bytes, slice.toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 1000})
  void shouldEndWhereItWasCutWhenCutBesideAChunk(int chunk) throws Exception {
    DfsObject file = create("cut", chunk);
    byte[] bytes = bytes(6 * chunk);
    for (int k = 0; k <= 5; k++) {
      for (int delta : new int[] {-1, 0, 1}) {
        int size = k * chunk + delta;
        if (size < 0) {
          continue;
        }
        write(file, 0, bytes);
        dfs.truncate(file, size);
        assertEquals(size, dfs.size(file));
        assertArrayEquals(Arrays.copyOf(bytes, size), read(file, 0, 7 * chunk));
        dfs.truncate(file, 7L * chunk);
        byte[] grown = Arrays.copyOf(Arrays.copyOf(bytes, size), 7 * chunk);
        assertEquals(7L * chunk, dfs.size(file));
        assertArrayEquals(grown, read(file, 0, 8 * chunk), "what comes back is zero");
        dfs.truncate(file, 0);
      }
    }
  }

  @Test
  void shouldEndInAHoleWhenCutThere() throws Exception {
    DfsObject file = create("sparse", 100);
    write(file, 1000, bytes(10));
    for (long size : new long[] {901, 900, 501, 450, 401, 101, 100, 1}) {
      dfs.truncate(file, size);
      assertEquals(size, dfs.size(file));
      assertArrayEquals(new byte[(int) size], read(file, 0, 2000));
    }
    dfs.truncate(file, 5_000_000_001L);
    assertEquals(5_000_000_001L, dfs.size(file));
    assertArrayEquals(new byte[1], read(file, 5_000_000_000L, 100));
    dfs.truncate(file, 3);
    assertEquals(3, dfs.size(file));
  }

  @Test
  void shouldRefuseRangesThatCannotBe() throws Exception {
    DfsObject file = create("f");
    byte[] one = new byte[1];
    assertErrno(Errno.EINVAL, () -> write(file, -1, one));
    assertErrno(Errno.EINVAL, () -> write(file, Long.MAX_VALUE, one));
    assertErrno(Errno.EINVAL, () -> read(file, -1, 1));
    assertErrno(Errno.EINVAL, () -> dfs.truncate(file, -1));
    assertErrno(Errno.EINVAL, () -> dfs.punch(file, -1, 1));
    write(file, 5, new byte[0]);
    assertEquals(0, dfs.size(file));
    dfs.punch(file, 0, Long.MAX_VALUE);
    assertEquals(0, dfs.size(file));
  }

  @Test
  void shouldReadAndWriteOnlyAsOpened() throws Exception {
    write(create("f"), 0, bytes(10));
    DfsObject reader = dfs.open(null, "f", FILE, READ, Creation.DEFAULTS);
    DfsObject writer = dfs.open(null, "f", FILE, Set.of(OpenFlag.WRONLY), Creation.DEFAULTS);
    assertErrno(Errno.EPERM, () -> write(reader, 0, new byte[1]));
    assertErrno(Errno.EPERM, () -> dfs.truncate(reader, 0));
    assertErrno(Errno.EPERM, () -> dfs.punch(reader, 0, 1));
    assertErrno(Errno.EPERM, () -> read(writer, 0, 1));
    write(writer, 0, new byte[1]);
    assertEquals(10, read(reader, 0, 100).length);
    DfsObject directory = directory("d");
    assertErrno(Errno.EISDIR, () -> read(directory, 0, 1));
    reader.close();
    reader.close();
    assertErrno(Errno.EINVAL, () -> read(reader, 0, 1));
  }

  @Test
  void shouldAskTheStoreOnceWhenWritingOneChunkOrManyPieces() throws Exception {
    DfsObject file =
        dfs.open(
            null,
            "sx",
            FILE,
            CREATE,
            new Creation(new ObjectClass.Sharded(ObjectClass.MAX_GROUPS), MIB, null));
    byte[] chunk = bytes(MIB);
    Map<String, Long> before = system.counters();
    write(file, 2L * MIB, chunk);
    assertArrayEquals(chunk, read(file, 2L * MIB, MIB));
    Map<String, Long> after = system.counters();
    assertEquals(before.getOrDefault("updates", 0L) + 1, after.get("updates"));
    assertEquals(before.getOrDefault("fetches", 0L) + 1, after.get("fetches"));
  }

  @Test
  void shouldKeepTheSizeExactWhenManyExtend() throws Exception {
    DfsObject file = create("grown", 1001);
    byte[] shared = dfs.share(file);
    List<Long> ends =
        onAll(
            ranks(4),
            rank -> {
              DfsObject mine = rank.dfs().attach(shared, BOTH);
              byte[] piece = new byte[37];
              Arrays.fill(piece, (byte) (rank.number() + 1));
              long end = 0;
              for (int i = 0; i < 60; i++) {
                long offset = (4L * i + rank.number()) * 37;
                rank.dfs().write(mine, offset, MemorySegment.ofArray(piece));
                end = offset + 37;
                long size = rank.dfs().size(mine);
                assertTrue(size >= end && size <= 4L * 60 * 37, "size=" + size + " end=" + end);
              }
              return end;
            });
    assertEquals(Collections.max(ends), dfs.size(file));
    byte[] all = read(file, 0, 4 * 60 * 37);
    assertEquals(4 * 60 * 37, all.length);
    for (int i = 0; i < all.length; i++) {
      assertEquals(i / 37 % 4 + 1, all[i], "offset=" + i);
    }
  }
}
