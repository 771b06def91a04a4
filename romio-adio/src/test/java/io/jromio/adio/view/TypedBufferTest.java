package io.jromio.adio.view;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.datatype.RandomType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TypedBufferTest {
  private static final int ROUNDS = Integer.getInteger("jromio.rounds", 1000);

  @Test
  void shouldMatchTypeMapWhenMemoryTypesNestAtRandom() {
    long seed = System.nanoTime();
    System.out.println("TypedBufferTest seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      RandomType pair = RandomType.next(random, random.nextBoolean());
      int count = random.nextInt(5);
      String what = "seed=%d round=%d count=%d type=%s".formatted(seed, round, count, pair.type());
      long[] tile = pair.map().bytes();
      long[] places = new long[count * tile.length];
      for (int i = 0; i < places.length; i++) {
        places[i] = i / tile.length * pair.map().extent() + tile[i % tile.length];
      }
      long low = Arrays.stream(places).min().orElse(0);
      long high = Arrays.stream(places).max().orElse(-1) + 1;
      long origin = Math.max(0, -low) + random.nextInt(3);
      byte[] memory = new byte[(int) Math.max(0, origin + high) + random.nextInt(3)];
      random.nextBytes(memory);
      for (int i = 0; i < places.length; i++) {
        places[i] += origin;
      }
      TypedBuffer buffer = TypedBuffer.of(segment(memory, random), origin, pair.type(), count);
      assertEquals(places.length, buffer.bytes(), what);
      checkPack(buffer, memory, places, random, what);
      checkSegments(buffer, memory, places, random, what);
      boolean twice = Arrays.stream(places).distinct().count() < places.length;
      if (!twice) {
        byte[] target = memory.clone();
        TypedBuffer cover = TypedBuffer.of(segmentOf(target), origin, pair.type(), count);
        checkUnpack(cover, target, places, random, what);
      }
    }
  }

  /** Heap or native, the same content. */
  private static MemorySegment segment(byte[] memory, Random random) {
    MemorySegment heap = MemorySegment.ofArray(memory);
    return random.nextInt(4) > 0 ? heap : Arena.ofAuto().allocate(memory.length).copyFrom(heap);
  }

  private static void checkPack(
      TypedBuffer buffer, byte[] memory, long[] places, Random random, String what) {
    int position = 0;
    while (position < places.length) {
      int n = Math.min(places.length - position, 1 + random.nextInt(40));
      byte[] packed = new byte[n + 2];
      int at = random.nextInt(3);
      buffer.pack(position, segmentOf(packed), at, n);
      for (int i = 0; i < n; i++) {
        assertEquals(memory[(int) places[position + i]], packed[at + i], what);
      }
      position += random.nextInt(3) == 0 ? random.nextInt(30) + 1 : n;
    }
    byte[] all = new byte[places.length];
    buffer.pack(0, segmentOf(all));
    for (int i = 0; i < all.length; i++) {
      assertEquals(memory[(int) places[i]], all[i], what);
    }
    if (buffer.isContiguous()) {
      assertArrayEquals(all, buffer.slice(0, buffer.bytes()).toArray(ValueLayout.JAVA_BYTE), what);
    }
    for (int i = 1; i < places.length; i++) {
      if (places[i] != places[i - 1] + 1) {
        assertFalse(buffer.isContiguous(), what);
      }
    }
  }

  private static MemorySegment segmentOf(byte[] bytes) {
    return MemorySegment.ofArray(bytes);
  }

  private static void checkSegments(
      TypedBuffer buffer, byte[] memory, long[] places, Random random, String what) {
    if (places.length == 0) {
      return;
    }
    int from = random.nextInt(places.length);
    int length = random.nextInt(places.length - from + 1);
    int position = from;
    while (position < from + length) {
      List<MemorySegment> pieces = new ArrayList<>();
      long n = buffer.segments(position, from + length - position, 3, pieces);
      assertTrue(pieces.size() <= 3 && n > 0, what);
      for (MemorySegment piece : pieces) {
        for (long i = 0; i < piece.byteSize(); i++) {
          assertEquals(memory[(int) places[position++]], piece.get(ValueLayout.JAVA_BYTE, i), what);
        }
      }
    }
    assertEquals(from + length, position, what);
  }

  private static void checkUnpack(
      TypedBuffer target, byte[] actual, long[] places, Random random, String what) {
    byte[] expected = actual.clone();
    for (int i = 0; i < 5 && places.length > 0; i++) {
      int position = random.nextInt(places.length);
      byte[] data = new byte[random.nextInt(places.length - position + 1)];
      random.nextBytes(data);
      for (int b = 0; b < data.length; b++) {
        expected[(int) places[position + b]] = data[b];
      }
      target.unpack(position, segmentOf(data));
    }
    assertArrayEquals(expected, actual, what);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7, 8, 12, 16, 60, 64, 68, 72, 264})
  void shouldCopyEveryBlockWhenStripsAreLong(int block) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int count = 300;
    int stride = block + 3;
    byte[] memory = new byte[count * stride];
    random.nextBytes(memory);
    byte[] packed = new byte[count * block];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = memory[i / block * stride + i % block];
    }
    Datatype type = Datatype.hvector(count, block, stride, Datatype.BYTE);
    TypedBuffer source = new TypedBuffer(segment(memory, random), type, 1);
    byte[] taken = new byte[packed.length];
    byte[] given = new byte[memory.length];
    TypedBuffer target = new TypedBuffer(segmentOf(given), type, 1);
    for (int done = 0, n; done < taken.length; done += n) {
      n = Math.min(taken.length - done, 1 + random.nextInt(taken.length));
      source.pack(done, segmentOf(taken), done, n);
      target.unpack(done, segmentOf(packed), done, n);
    }
    assertArrayEquals(packed, taken, "seed=" + seed);
    for (int i = 0; i < given.length; i++) {
      byte expected = i % stride < block ? memory[i] : 0;
      assertEquals(expected, given[i], "seed=%d place=%d".formatted(seed, i));
    }
  }

  @Test
  void shouldRefuseWhenTypeMapLeavesTheSegment() {
    MemorySegment ten = MemorySegment.ofArray(new byte[10]);
    Datatype type = Datatype.hindexed(new long[] {1, 1}, new long[] {-4, 4}, Datatype.INT);
    assertRefused("first=-4 end=8", () -> new TypedBuffer(ten, type, 1));
    assertRefused("first=0 end=12", () -> TypedBuffer.of(ten, 4, type, 1));
    assertRefused("count=-1", () -> new TypedBuffer(ten, Datatype.BYTE, -1));
    assertRefused("count=11", () -> new TypedBuffer(ten, Datatype.BYTE, 11));
    assertRefused("range of a long", () -> new TypedBuffer(ten, Datatype.LONG, Long.MAX_VALUE));
    assertEquals(0, new TypedBuffer(ten, type, 0).bytes());
  }

  @Test
  void shouldRefuseWhenRangeLeavesTheData() {
    TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(new byte[10]));
    MemorySegment four = MemorySegment.ofArray(new byte[4]);
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.pack(7, four));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.unpack(-1, four));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.pack(0, four, 1, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> buffer.slice(6, 5));
    TypedBuffer strided =
        new TypedBuffer(
            MemorySegment.ofArray(new byte[16]), Datatype.vector(2, 1, 2, Datatype.INT), 1);
    assertThrows(IllegalStateException.class, () -> strided.slice(0, 4));
  }

  private static void assertRefused(String part, Runnable call) {
    String message = assertThrows(IllegalArgumentException.class, call::run).toString();
    assertTrue(message.contains(part), message);
  }
}
