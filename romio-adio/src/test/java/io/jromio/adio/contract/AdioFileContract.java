package io.jromio.adio.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What every {@link AdioFile} must do. A subclass per driver says where its files are. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class AdioFileContract {
  private static final Set<AccessMode> NEW = Set.of(AccessMode.RDWR, AccessMode.CREATE);
  private static final Set<AdioFeature> OF_OPEN_FILES =
      Set.of(AdioFeature.NODE_CACHE, AdioFeature.MAPPING);
  private static final int PRIME = 104_729;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Arena arena = Arena.ofShared();
  private AdioDriver driver;
  private String path;
  private AdioFile file;

  protected AdioFileContract() {}

  /** The driver under test. */
  protected abstract AdioDriver driver();

  /** The name of a file that is not there yet. */
  protected abstract String newPath();

  /** The size around which an implementation may change what it does. */
  protected abstract int unit();

  @BeforeEach
  void open() throws MpiIoException {
    System.out.println(getClass().getSimpleName() + " seed=" + seed);
    driver = driver();
    path = newPath();
    file = driver.open(path, NEW, Hints.defaults());
  }

  @AfterEach
  void close() throws MpiIoException {
    file.close();
    driver.delete(path);
    arena.close();
  }

  private AdioFile openAgain(AccessMode way) throws MpiIoException {
    return driver.open(path, Set.of(way), Hints.defaults());
  }

  private int[] sizes() {
    return new int[] {0, 1, unit() - 1, unit(), unit() + 1, PRIME};
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private MemorySegment nativeCopy(byte[] bytes) {
    return arena
        .allocate(Math.max(bytes.length, 1), 1)
        .asSlice(0, bytes.length)
        .copyFrom(MemorySegment.ofArray(bytes));
  }

  private byte[] content() throws MpiIoException {
    byte[] all = new byte[Math.toIntExact(file.size())];
    assertEquals(all.length, file.readAt(0, MemorySegment.ofArray(all)));
    return all;
  }

  private static void assertFails(ErrorClass expected, Executable call) {
    MpiIoException e = assertThrows(MpiIoException.class, call);
    assertEquals(expected, e.errorClass(), e.toString());
  }

  @Test
  void shouldReadBackEverySizeFromEveryKindOfMemory() throws MpiIoException {
    for (int size : sizes()) {
      for (long offset : new long[] {0, 1, unit() - 1, unit(), 3L * unit() + 7}) {
        byte[] data = bytes(size);
        List<MemorySegment> sources =
            List.of(
                MemorySegment.ofArray(data),
                MemorySegment.ofArray(data).asReadOnly(),
                nativeCopy(data),
                nativeCopy(data).asReadOnly());
        for (MemorySegment source : sources) {
          file.setSize(0);
          file.writeAt(offset, source);
          assertEquals(size == 0 ? 0 : offset + size, file.size());
          byte[] onHeap = new byte[size];
          assertEquals(size, file.readAt(offset, MemorySegment.ofArray(onHeap)));
          assertArrayEquals(data, onHeap, "size=%d offset=%d".formatted(size, offset));
          MemorySegment outside = nativeCopy(new byte[size]);
          assertEquals(size, file.readAt(offset, outside));
          assertArrayEquals(data, outside.toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  @Test
  void shouldAcceptHeapSegmentsOfOtherTypesAndSlices() throws MpiIoException {
    long[] longs = random.longs(1000).toArray();
    file.writeAt(3, MemorySegment.ofArray(longs).asSlice(8, 800));
    long[] back = new long[100];
    assertEquals(800, file.readAt(3, MemorySegment.ofArray(back)));
    assertArrayEquals(Arrays.copyOfRange(longs, 1, 101), back);
  }

  @Test
  void shouldGatherAndScatterListsOfMixedMemory() throws MpiIoException {
    for (int pieces : new int[] {0, 1, 2, 1023, 1024, 1025, 2500}) {
      for (int mixture = 0; mixture < 3; mixture++) {
        List<MemorySegment> sources = new ArrayList<>();
        List<MemorySegment> targets = new ArrayList<>();
        List<byte[]> data = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
          byte[] piece = bytes(random.nextInt(20) == 0 ? 0 : random.nextInt(900));
          boolean heap = mixture == 0 || (mixture == 1 && random.nextBoolean());
          data.add(piece);
          sources.add(heap ? MemorySegment.ofArray(piece) : nativeCopy(piece));
          byte[] target = new byte[piece.length];
          targets.add(heap ? MemorySegment.ofArray(target) : nativeCopy(target));
        }
        file.setSize(0);
        file.writeAt(5, sources);
        long total = data.stream().mapToLong(b -> b.length).sum();
        assertEquals(total == 0 ? 0 : 5 + total, file.size());
        assertEquals(total, file.readAt(5, targets));
        for (int i = 0; i < pieces; i++) {
          assertArrayEquals(data.get(i), targets.get(i).toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }
  }

  @Test
  void shouldGatherAndScatterPiecesLargerThanAnyBuffer() throws MpiIoException {
    byte[] first = bytes(3 * 1024 * 1024 + 1);
    byte[] second = bytes(2 * 1024 * 1024 - 3);
    List<MemorySegment> sources =
        List.of(MemorySegment.ofArray(first), nativeCopy(second), MemorySegment.ofArray(second));
    file.writeAt(1, sources);
    byte[] a = new byte[first.length + 10];
    byte[] b = new byte[2 * second.length];
    assertEquals(
        first.length + 2L * second.length - 1,
        file.readAt(2, List.of(MemorySegment.ofArray(a), MemorySegment.ofArray(b))));
    byte[] all = content();
    assertArrayEquals(first, Arrays.copyOfRange(all, 1, first.length + 1));
    assertArrayEquals(
        second, Arrays.copyOfRange(all, first.length + 1, all.length - second.length));
    assertArrayEquals(second, Arrays.copyOfRange(all, all.length - second.length, all.length));
    assertArrayEquals(Arrays.copyOfRange(all, 2, 2 + a.length), a);
    assertArrayEquals(
        Arrays.copyOfRange(all, 2 + a.length, all.length),
        Arrays.copyOf(b, all.length - 2 - a.length));
  }

  @Test
  void shouldMoveRunsAndLeaveTheGapsAlone() throws MpiIoException {
    for (boolean heap : new boolean[] {true, false}) {
      byte[] expected = bytes(3 * unit() + PRIME);
      file.writeAt(0, MemorySegment.ofArray(expected));
      FileRuns runs = new FileRuns(1);
      long at = random.nextInt(50);
      while (at < expected.length - 1000) {
        runs.add(at, random.nextInt(1000));
        at += 1000 + random.nextInt(unit());
      }
      byte[] packed = bytes((int) runs.bytes());
      long from = 0;
      for (int i = 0; i < runs.size(); i++) {
        System.arraycopy(packed, (int) from, expected, (int) runs.offset(i), (int) runs.length(i));
        from += runs.length(i);
      }
      file.writeRuns(runs, heap ? MemorySegment.ofArray(packed) : nativeCopy(packed));
      assertArrayEquals(expected, content());
      MemorySegment back =
          heap ? MemorySegment.ofArray(new byte[packed.length]) : arena.allocate(packed.length);
      assertEquals(packed.length, file.readRuns(runs, back));
      assertArrayEquals(packed, back.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  @Test
  void shouldStopAtTheEndOfTheFile() throws MpiIoException {
    byte[] data = bytes(100);
    file.writeAt(0, MemorySegment.ofArray(data));
    for (boolean heap : new boolean[] {true, false}) {
      byte[] marked = new byte[60];
      Arrays.fill(marked, (byte) 7);
      MemorySegment target = heap ? MemorySegment.ofArray(marked) : nativeCopy(marked);
      assertEquals(40, file.readAt(60, target));
      byte[] got = target.toArray(ValueLayout.JAVA_BYTE);
      assertArrayEquals(Arrays.copyOfRange(data, 60, 100), Arrays.copyOf(got, 40));
      byte[] untouched = new byte[20];
      Arrays.fill(untouched, (byte) 7);
      assertArrayEquals(untouched, Arrays.copyOfRange(got, 40, 60));
      assertEquals(0, file.readAt(100, target));
      assertEquals(0, file.readAt(1L << 40, target));
      assertEquals(40, file.readAt(60, List.of(target.asSlice(0, 35), target.asSlice(35))));
      assertEquals(0, file.readAt(100, List.of(target)));
      FileRuns runs = new FileRuns(3);
      runs.add(10, 10);
      runs.add(95, 10);
      runs.add(200, 10);
      assertEquals(15, file.readRuns(runs, target));
    }
  }

  @Test
  void shouldReadHolesAsZero() throws MpiIoException {
    long far = 5L * unit() + 3;
    file.writeAt(far, MemorySegment.ofArray(new byte[] {1}));
    byte[] expected = new byte[(int) far + 1];
    expected[(int) far] = 1;
    assertArrayEquals(expected, content());
    MemorySegment dirty = arena.allocate(far).fill((byte) 9);
    assertEquals(far, file.readAt(0, dirty));
    assertEquals(-1, dirty.mismatch(MemorySegment.ofArray(new byte[(int) far])));
  }

  @Test
  void shouldTruncateAndGrowWithZeros() throws MpiIoException {
    byte[] data = bytes(3 * unit() + 10);
    file.writeAt(0, MemorySegment.ofArray(data));
    for (int cut : new int[] {3 * unit() + 9, 2 * unit(), unit() + 1, unit() - 1, 1, 0}) {
      file.setSize(cut);
      assertEquals(cut, file.size());
      file.setSize(4L * unit());
      byte[] expected = Arrays.copyOf(Arrays.copyOf(data, cut), 4 * unit());
      assertArrayEquals(expected, content(), "cut=" + cut);
      file.setSize(cut);
    }
    assertFails(ErrorClass.ARG, () -> file.setSize(-1));
  }

  @Test
  void shouldPreallocateWithoutTouchingBytesOrShrinking() throws MpiIoException {
    file.preallocate(0);
    assertEquals(0, file.size());
    byte[] data = bytes(unit() + 1);
    file.writeAt(unit(), MemorySegment.ofArray(data));
    byte[] before = content();
    file.preallocate(10);
    assertArrayEquals(before, content());
    int larger = 5 * unit() + 1;
    file.preallocate(larger);
    assertTrue(file.size() >= larger, "size=" + file.size());
    assertArrayEquals(Arrays.copyOf(before, larger), Arrays.copyOf(content(), larger));
    assertFails(ErrorClass.ARG, () -> file.preallocate(-1));
  }

  @Test
  void shouldRefuseNegativeOffsets() {
    MemorySegment one = MemorySegment.ofArray(new byte[1]);
    assertFails(ErrorClass.ARG, () -> file.readAt(-1, one));
    assertFails(ErrorClass.ARG, () -> file.writeAt(-1, one));
    assertFails(ErrorClass.ARG, () -> file.readAt(-1, List.of(one)));
    assertFails(ErrorClass.ARG, () -> file.writeAt(-1, List.of(one)));
    assertFails(ErrorClass.ARG, () -> file.lock(-1, 1, true));
  }

  @Test
  void shouldRefuseEveryCallAfterClose() throws MpiIoException {
    AdioFile other = openAgain(AccessMode.RDWR);
    other.close();
    other.close();
    MemorySegment one = MemorySegment.ofArray(new byte[1]);
    assertFails(ErrorClass.FILE, () -> other.readAt(0, one));
    assertFails(ErrorClass.FILE, () -> other.writeAt(0, one));
    assertFails(ErrorClass.FILE, () -> other.readAt(0, List.of(one)));
    assertFails(ErrorClass.FILE, () -> other.writeAt(0, List.of(one)));
    assertFails(ErrorClass.FILE, other::size);
    assertFails(ErrorClass.FILE, () -> other.setSize(0));
    assertFails(ErrorClass.FILE, () -> other.preallocate(1));
    assertFails(ErrorClass.FILE, other::sync);
    assertFails(ErrorClass.FILE, () -> other.lock(0, 1, true));
  }

  @Test
  void shouldRefuseChangesWhenOpenedForReading() throws MpiIoException {
    file.writeAt(0, MemorySegment.ofArray(new byte[] {1, 2}));
    try (AdioFile other = openAgain(AccessMode.RDONLY)) {
      MemorySegment one = MemorySegment.ofArray(new byte[1]);
      assertEquals(1, other.readAt(1, one));
      assertFails(ErrorClass.READ_ONLY, () -> other.writeAt(0, one));
      assertFails(ErrorClass.READ_ONLY, () -> other.writeAt(0, List.of(one)));
      assertFails(ErrorClass.READ_ONLY, () -> other.setSize(0));
      assertFails(ErrorClass.READ_ONLY, () -> other.preallocate(100));
      other.sync();
    }
    assertArrayEquals(new byte[] {1, 2}, content());
  }

  @Test
  void shouldReadForSievingWhenOpenedForWriting() throws MpiIoException {
    file.writeAt(0, MemorySegment.ofArray(new byte[] {1, 2}));
    try (AdioFile other = openAgain(AccessMode.WRONLY)) {
      assertEquals(
          driver.features().contains(AdioFeature.DATA_SIEVING_WRITES),
          other.features().contains(AdioFeature.DATA_SIEVING_WRITES));
      byte[] got = new byte[2];
      assertEquals(2, other.readAt(0, MemorySegment.ofArray(got)));
      assertArrayEquals(new byte[] {1, 2}, got);
    }
  }

  @Test
  void shouldHaveTheFeaturesOfItsDriverAndASensibleAlignment() {
    Set<AdioFeature> features = EnumSet.noneOf(AdioFeature.class);
    features.addAll(file.features());
    features.removeAll(OF_OPEN_FILES);
    assertEquals(driver.features(), features);
    assertFalse(driver.features().stream().anyMatch(OF_OPEN_FILES::contains));
    assertEquals(path, file.path());
    long alignment = file.alignment();
    assertTrue(alignment == 0 || Long.bitCount(alignment) == 1, "alignment=" + alignment);
  }

  @Test
  void shouldMatchTheOracleOverRandomCalls() throws MpiIoException {
    byte[] expected = new byte[0];
    for (int step = 0; step < 120; step++) {
      int offset = random.nextInt(4 * unit());
      int length = random.nextInt(2 * unit());
      byte[] data = bytes(length);
      switch (random.nextInt(5)) {
        case 0 -> {
          file.setSize(offset);
          expected = Arrays.copyOf(expected, offset);
        }
        case 1 -> {
          byte[] got = new byte[length];
          int below = Math.max(0, Math.min(length, expected.length - offset));
          assertEquals(below, file.readAt(offset, MemorySegment.ofArray(got)));
          byte[] want = new byte[length];
          System.arraycopy(expected, Math.min(offset, expected.length), want, 0, below);
          assertArrayEquals(want, got, "seed=%d step=%d".formatted(seed, step));
        }
        default -> {
          file.writeAt(
              offset, random.nextBoolean() ? nativeCopy(data) : MemorySegment.ofArray(data));
          if (length > 0) {
            expected = Arrays.copyOf(expected, Math.max(expected.length, offset + length));
            System.arraycopy(data, 0, expected, offset, length);
          }
        }
      }
      assertEquals(expected.length, file.size());
    }
    assertArrayEquals(expected, content(), "seed=" + seed);
  }

  @Test
  void shouldKeepThreadsApartWhenEachHasItsOwnOpen() throws Exception {
    file.writeAt(100, MemorySegment.ofArray(new long[1]));
    runOnThreads(
        4,
        () -> {
          try (AdioFile own = openAgain(AccessMode.RDWR)) {
            increment(own, 200);
          }
          return null;
        });
    assertEquals(800, counter());
  }

  @Test
  void shouldKeepThreadsApartWhenTheyShareOneOpen() throws Exception {
    file.writeAt(100, MemorySegment.ofArray(new long[1]));
    runOnThreads(
        4,
        () -> {
          increment(file, 200);
          return null;
        });
    assertEquals(800, counter());
  }

  private static void increment(AdioFile file, int times) throws MpiIoException {
    long[] value = new long[1];
    for (int i = 0; i < times; i++) {
      try (AdioFile.RangeLock range = file.lock(90 + i % 10, 20, true)) {
        assertTrue(range != null);
        assertEquals(8, file.readAt(100, MemorySegment.ofArray(value)));
        value[0]++;
        Thread.yield();
        file.writeAt(100, MemorySegment.ofArray(value));
      }
    }
  }

  private long counter() throws MpiIoException {
    long[] value = new long[1];
    file.readAt(100, MemorySegment.ofArray(value));
    return value[0];
  }

  @Test
  void shouldGrantDisjointAndSharedLocksTogether() throws MpiIoException {
    try (AdioFile other = openAgain(AccessMode.RDWR)) {
      List<AdioFile.RangeLock> held = new ArrayList<>();
      held.add(file.lock(0, 10, true));
      held.add(other.lock(10, 10, true));
      held.add(file.lock(20, 10, true));
      held.add(file.lock(30, 10, false));
      held.add(other.lock(35, 10, false));
      held.add(file.lock(5, 0, true));
      held.add(other.lock(1L << 40, Long.MAX_VALUE, true));
      for (AdioFile.RangeLock range : held) {
        range.close();
      }
      other.lock(0, Long.MAX_VALUE, true).close();
      file.lock(0, Long.MAX_VALUE, true).close();
    }
  }

  @Test
  void shouldServeSeveralThreadsAtOnce() throws Exception {
    int part = 50_021;
    byte[] all = bytes(8 * part);
    int[] turn = {0};
    runOnThreads(
        8,
        () -> {
          int mine;
          synchronized (turn) {
            mine = turn[0]++;
          }
          for (int at = 0; at < part; at += 1000) {
            int length = Math.min(1000, part - at);
            file.writeAt(
                mine * part + at, MemorySegment.ofArray(all).asSlice(mine * part + at, length));
          }
          return null;
        });
    assertArrayEquals(all, content());
  }

  private static void runOnThreads(int threads, Callable<Void> body) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Void>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        runs.add(pool.submit(body));
      }
      for (Future<Void> run : runs) {
        run.get(50, TimeUnit.SECONDS);
      }
    }
  }
}
