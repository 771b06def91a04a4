package io.jromio.dfs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.dfs.object.Hlc;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.wire.Checksums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PartsTest {

  @Test
  void shouldJoinChecksumsWhenBytesStandSideBySide() {
    Random random = new Random(1);
    for (int first : new int[] {0, 1, 7, 4096, 32768, 99991}) {
      for (int second : new int[] {0, 1, 13, 4096, 65537}) {
        byte[] all = new byte[first + second];
        random.nextBytes(all);
        int a = Checksums.of(Arrays.copyOf(all, first));
        int b = Checksums.of(Arrays.copyOfRange(all, first, all.length));
        assertEquals(Checksums.of(all), Crc.join(a, b, second));
      }
    }
  }

  @Test
  void shouldNeverGoBackWhenTimeDoes() {
    Instant[] now = {Instant.parse("2026-05-09T13:50:54Z")};
    Clock clock = new Clock(() -> now[0]);
    long first = clock.tick();
    assertEquals(Hlc.epoch(now[0]), first);
    long second = clock.tick();
    assertEquals(first + 1, second);
    now[0] = now[0].minusSeconds(100);
    assertEquals(second + 1, clock.tick());
    long far = Hlc.epoch(now[0].plusSeconds(5000));
    clock.merge(far);
    assertEquals(far + 1, clock.tick());
    now[0] = now[0].plusSeconds(9000);
    assertEquals(Hlc.epoch(now[0]), clock.tick());
  }

  @Test
  void shouldKeepTheOrderOfKeysWhenTheyStandInTheIndex() {
    UUID container = UUID.randomUUID();
    ObjectId object = new ObjectId(3, 4);
    List<Key> keys = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = (byte) (random.nextInt(4) - 2);
      }
      keys.add(Key.of(bytes));
    }
    for (Key one : keys) {
      byte[] a = IndexKeys.dkey(new DkeyId(container, object, one));
      assertEquals(one, IndexKeys.dkeyOf(a));
      assertEquals(object, IndexKeys.objectOf(a));
      assertEquals(container, IndexKeys.containerOf(a));
      for (Key other : keys) {
        byte[] b = IndexKeys.dkey(new DkeyId(container, object, other));
        assertEquals(
            Integer.signum(one.compareTo(other)), Integer.signum(Arrays.compareUnsigned(a, b)));
      }
    }
  }

  @Test
  void shouldGiveEveryByteOnceWhenSpaceIsTakenAndGivenBack() {
    long seed = System.nanoTime();
    System.out.println("FreeSpace seed=" + seed);
    Random random = new Random(seed);
    int size = 10_000;
    FreeSpace free = new FreeSpace();
    free.give(3, 0, size);
    BitSet used = new BitSet(size);
    List<FreeSpace.Range> taken = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      if (random.nextInt(5) < 3) {
        int length = 1 + random.nextInt(300);
        FreeSpace.Range range = free.take(length);
        if (range != null) {
          taken.add(range);
          int from = (int) range.position();
          assertEquals(-1, used.get(from, from + length).nextSetBit(0));
          used.set(from, from + length);
        }
      } else if (!taken.isEmpty()) {
        FreeSpace.Range range = taken.remove(random.nextInt(taken.size()));
        free.give(3, range.position(), range.length());
        used.clear((int) range.position(), (int) range.end());
      }
      assertEquals(size - used.cardinality(), free.total());
    }
    for (FreeSpace.Range range : taken) {
      free.give(3, range.position(), range.length());
    }
    assertThrows(IllegalStateException.class, () -> free.give(3, 5, 1));
    assertEquals(new FreeSpace.Range(3, 0, size), free.take(size));
    assertNull(free.take(1));
  }

  @Test
  void shouldTakeJustThePlaceWhenItIsFree() {
    FreeSpace free = new FreeSpace();
    free.give(0, 0, 100);
    assertTrue(free.takeAt(0, 40, 20));
    assertTrue(!free.takeAt(0, 59, 2));
    assertTrue(free.takeAt(0, 60, 40));
    assertEquals(40, free.total());
  }
}
