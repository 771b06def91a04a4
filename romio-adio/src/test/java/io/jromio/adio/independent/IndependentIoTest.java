package io.jromio.adio.independent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioDrivers;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.ResolvedFile;
import io.jromio.adio.StagingPool;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyFile;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class IndependentIoTest {
  private static final String UFS =
      "ufs:/dev/shm/IndependentIoTest-" + ProcessHandle.current().pid();
  private static final String MEM = "mem:IndependentIoTest";
  private static final long[] WINDOWS = {1, 13, 512, 4096, 1 << 19};
  private static final byte UNTOUCHED = 0x55;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Arena arena = Arena.ofShared();

  @AfterEach
  void free() {
    arena.close();
  }

  static List<String> names() {
    return List.of(UFS, MEM);
  }

  private static AdioFile open(String name) throws MpiIoException {
    ResolvedFile file = AdioDrivers.resolve(name);
    AdioDriver driver = file.driver();
    return driver.open(file.path(), Set.of(AccessMode.RDWR, AccessMode.CREATE), Hints.defaults());
  }

  private static void delete(String name) throws MpiIoException {
    ResolvedFile file = AdioDrivers.resolve(name);
    file.driver().delete(file.path());
  }

  private static Hints hints(Toggle sieving, long window) {
    return Hints.defaults()
        .with(RomioHints.DS_READ, sieving)
        .with(RomioHints.DS_WRITE, sieving)
        .with(RomioHints.IND_RD_BUFFER_SIZE, window)
        .with(RomioHints.IND_WR_BUFFER_SIZE, window);
  }

  /** Leaves bytes in the staging memory that must not be seen in any file. */
  private static void soilStaging() throws MpiIoException {
    for (long bytes : new long[] {1 << 16, 1 << 19, 1 << 22}) {
      try (StagingPool.Lease lease = StagingPool.take(bytes)) {
        lease.segment().fill((byte) 0xEE);
      }
    }
  }

  /** A request with everything about it, and what it means byte by byte. */
  private final class Case {
    final RandomLayout view = RandomLayout.ascending(random);
    final RandomLayout memory = RandomLayout.shuffled(random);
    final long displacement = random.nextInt(3) * 77L;
    final long count = random.nextInt(1 + 4000 / memory.size());
    final long dataOffset = random.nextInt(5) == 0 ? random.nextInt(5000) : 0;
    final int bytes = (int) (count * memory.size());
    final Toggle sieving = Toggle.values()[random.nextInt(3)];
    final long window = WINDOWS[random.nextInt(WINDOWS.length)];
    final boolean atomic = random.nextInt(4) == 0;
    final Toggle mapping = Toggle.values()[random.nextInt(3)];
    final MemorySegment segment;
    final TypedBuffer buffer;

    Case() {
      long room = 1;
      for (int i = 0; i < bytes; i++) {
        room = Math.max(room, memory.place(i) + 1);
      }
      segment =
          random.nextBoolean() ? arena.allocate(room) : MemorySegment.ofArray(new byte[(int) room]);
      segment.fill(UNTOUCHED);
      buffer = new TypedBuffer(segment, memory.type(), count);
    }

    AccessList list() throws MpiIoException {
      return new FileView(displacement, Datatype.BYTE, view.type()).access(dataOffset, bytes);
    }

    Hints hints() {
      return IndependentIoTest.hints(sieving, window).with(JromioHints.MAPPED_IO, mapping);
    }

    int place(int i) {
      return (int) (displacement + view.place(dataOffset + i));
    }

    int end() {
      int end = 0;
      for (int i = 0; i < bytes; i++) {
        end = Math.max(end, place(i) + 1);
      }
      return end;
    }

    @Override
    public String toString() {
      return "seed=%d sieving=%s window=%d atomic=%s displacement=%d dataOffset=%d count=%d"
              .formatted(seed, sieving, window, atomic, displacement, dataOffset, count)
          + " mapping=%s view=%s memory=%s".formatted(mapping, view, memory);
    }
  }

  private byte[] fill(AdioFile file, int size) throws MpiIoException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    file.setSize(0);
    file.writeAt(0, MemorySegment.ofArray(bytes));
    return bytes;
  }

  private static byte[] content(AdioFile file) throws MpiIoException {
    byte[] bytes = new byte[(int) file.size()];
    assertEquals(bytes.length, file.readAt(0, MemorySegment.ofArray(bytes)));
    return bytes;
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldWriteWhatTheTypeMapsSay(String name) throws MpiIoException {
    System.out.println("IndependentIoTest seed=" + seed);
    try (AdioFile file = open(name)) {
      for (int i = 0; i < 300; i++) {
        Case c = new Case();
        byte[] before = fill(file, random.nextInt(1 + c.end() * 2));
        byte[] expected = Arrays.copyOf(before, Math.max(before.length, c.end()));
        byte[] data = new byte[c.bytes];
        random.nextBytes(data);
        for (int b = 0; b < c.bytes; b++) {
          c.segment.set(ValueLayout.JAVA_BYTE, c.memory.place(b), data[b]);
          expected[c.place(b)] = data[b];
        }
        soilStaging();
        long written = IndependentIo.write(file, c.list(), c.buffer, c.hints(), c.atomic);
        assertEquals(c.bytes, written, c::toString);
        assertArrayEquals(expected, content(file), c::toString);
      }
    } finally {
      delete(name);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldReadWhatTheTypeMapsSayAndStopAtTheEnd(String name) throws MpiIoException {
    System.out.println("IndependentIoTest seed=" + seed);
    try (AdioFile file = open(name)) {
      for (int i = 0; i < 300; i++) {
        Case c = new Case();
        byte[] content = fill(file, random.nextInt(1 + c.end() * 2));
        byte[] expected = new byte[(int) c.segment.byteSize()];
        Arrays.fill(expected, UNTOUCHED);
        long below = 0;
        for (int b = 0; b < c.bytes; b++) {
          if (c.place(b) < content.length) {
            expected[(int) c.memory.place(b)] = content[c.place(b)];
            below++;
          }
        }
        long read = IndependentIo.read(file, c.list(), c.buffer, c.hints(), c.atomic);
        assertEquals(below, read, c::toString);
        assertArrayEquals(expected, c.segment.toArray(ValueLayout.JAVA_BYTE), c::toString);
        assertArrayEquals(content, content(file), c::toString);
      }
    } finally {
      delete(name);
    }
  }

  @Test
  void shouldReadOverlappingViews() throws MpiIoException {
    Datatype overlapping =
        Datatype.resized(
            Datatype.hindexed(new long[] {10, 10}, new long[] {0, 5}, Datatype.BYTE), 0, 12);
    try (AdioFile file = open(MEM)) {
      for (Toggle sieving : Toggle.values()) {
        for (int size = 0; size < 70; size++) {
          byte[] content = fill(file, size);
          AccessList list = new FileView(3, Datatype.BYTE, overlapping).access(0, 100);
          byte[] expected = new byte[100];
          long below = 0;
          for (int b = 0; b < 100; b++) {
            int place = 3 + b / 20 * 12 + (b % 20 < 10 ? b % 20 : b % 20 - 5);
            if (place < size) {
              expected[b] = content[place];
              below++;
            }
          }
          byte[] got = new byte[100];
          TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(got));
          assertEquals(below, IndependentIo.read(file, list, buffer, hints(sieving, 16)));
          assertArrayEquals(expected, got, "size=%d sieving=%s".formatted(size, sieving));
        }
      }
    } finally {
      delete(MEM);
    }
  }

  @Test
  void shouldReportTheBytesThatReachedTheFileWhenItIsFull() throws MpiIoException {
    System.out.println("IndependentIoTest seed=" + seed);
    try (AdioFile file = open(MEM)) {
      for (int i = 0; i < 300; i++) {
        Case c = new Case();
        byte[] before = fill(file, random.nextInt(1 + c.end() * 2));
        Integer[] inFileOrder = new Integer[c.bytes];
        Arrays.setAll(inFileOrder, b -> b);
        Arrays.sort(inFileOrder, (a, b) -> Integer.compare(c.place(a), c.place(b)));
        for (int b = 0; b < c.bytes; b++) {
          c.segment.set(ValueLayout.JAVA_BYTE, c.memory.place(b), (byte) random.nextInt());
        }
        AdioFile full = new FaultyFile(file, new Faults().fullAfter(random.nextInt(c.bytes + 50)));
        long reached;
        try {
          reached = IndependentIo.write(full, c.list(), c.buffer, c.hints(), c.atomic);
        } catch (MpiIoException e) {
          assertEquals(ErrorClass.NO_SPACE, e.errorClass());
          reached = e.transferred();
        }
        byte[] after = content(file);
        byte[] expected = Arrays.copyOf(before, after.length);
        for (int b = 0; b < reached; b++) {
          int data = inFileOrder[b];
          expected[c.place(data)] = c.segment.get(ValueLayout.JAVA_BYTE, c.memory.place(data));
        }
        assertArrayEquals(expected, after, c::toString);
      }
    } finally {
      delete(MEM);
    }
  }

  @Test
  void shouldFailWithTheBytesOfTheWindowsBeforeWhenAReadFails() throws MpiIoException {
    try (AdioFile file = open(MEM)) {
      fill(file, 1000);
      AccessList list = AccessList.of(0, Datatype.hvector(50, 10, 20, Datatype.BYTE).flatten());
      byte[] got = new byte[500];
      AdioFile faulty = new FaultyFile(file, new Faults().cut(FileCall.READ, 3, 7, ErrorClass.IO));
      MpiIoException e =
          assertThrows(
              MpiIoException.class,
              () ->
                  IndependentIo.read(
                      faulty,
                      list,
                      TypedBuffer.of(MemorySegment.ofArray(got)),
                      hints(Toggle.ENABLE, 100)));
      assertEquals(ErrorClass.IO, e.errorClass());
      assertEquals(100, e.transferred());
    } finally {
      delete(MEM);
    }
  }

  @Test
  void shouldNotReadWindowsThatAreOverwritten() throws MpiIoException {
    try (AdioFile file = open(MEM)) {
      AccessList list = AccessList.of(0, Datatype.hvector(5, 1000, 2000, Datatype.BYTE).flatten());
      byte[] data = new byte[5000];
      random.nextBytes(data);
      Faults faults = new Faults();
      IndependentIo.write(
          new FaultyFile(file, faults),
          list,
          TypedBuffer.of(MemorySegment.ofArray(data)),
          hints(Toggle.ENABLE, 100));
      assertEquals(0, faults.calls(FileCall.READ));
      // Others may sieve around them all the same.
      assertEquals(50, faults.calls(FileCall.LOCK));
      assertEquals(50, faults.calls(FileCall.WRITE));
    } finally {
      delete(MEM);
    }
  }

  @Test
  void shouldReadOnlyOneByteInEveryFourMebibytes() throws MpiIoException {
    try (AdioFile file = open(UFS)) {
      file.setSize(100L << 22);
      file.writeAt(99L << 22, MemorySegment.ofArray(new byte[] {9}));
      Faults faults = new Faults();
      AccessList list =
          AccessList.of(0, Datatype.hvector(100, 1, 4 << 20, Datatype.BYTE).flatten());
      byte[] got = new byte[100];
      IndependentIo.read(
          new FaultyFile(file, faults),
          list,
          TypedBuffer.of(MemorySegment.ofArray(got)),
          Hints.defaults());
      assertEquals(9, got[99]);
      assertEquals(1, faults.calls(FileCall.READ), "one list of runs, no window");
    } finally {
      delete(UFS);
    }
  }

  @Test
  void shouldRefuseMoreDataThanMemory() throws MpiIoException {
    try (AdioFile file = open(MEM)) {
      AccessList list = AccessList.contiguous(0, 11);
      TypedBuffer ten = TypedBuffer.of(MemorySegment.ofArray(new byte[10]));
      assertThrows(
          IllegalArgumentException.class,
          () -> IndependentIo.write(file, list, ten, Hints.defaults()));
      assertThrows(
          IllegalArgumentException.class,
          () -> IndependentIo.read(file, list, ten, Hints.defaults()));
      assertEquals(0, file.size());
    } finally {
      delete(MEM);
    }
  }

  /** Interleaved writers, whole bytes apart, must not undo each other's writes. */
  @ParameterizedTest
  @MethodSource("names")
  void shouldKeepEveryByteWhenThreadsSieveTheSameWindows(String name) throws Exception {
    int pieces = 3000;
    try (AdioFile file = open(name)) {
      runOnThreads(
          4,
          me -> {
            try (AdioFile mine = open(name)) {
              AccessList list =
                  AccessList.of(me * 3L, Datatype.hvector(pieces, 3, 12, Datatype.BYTE).flatten());
              byte[] data = new byte[pieces * 3];
              Arrays.fill(data, (byte) (me + 1));
              Hints hints = hints(Toggle.ENABLE, 100);
              if (me < 3) {
                TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
                return IndependentIo.write(mine, list, buffer, hints);
              }
              TypedBuffer piece = TypedBuffer.of(MemorySegment.ofArray(data).asSlice(0, 3));
              for (int i = 0; i < pieces; i++) {
                IndependentIo.write(mine, AccessList.contiguous(9 + 12L * i, 3), piece, hints);
              }
              return data.length;
            }
          });
      byte[] expected = new byte[pieces * 12];
      for (int b = 0; b < expected.length; b++) {
        expected[b] = (byte) (b / 3 % 4 + 1);
      }
      assertArrayEquals(expected, content(file));
    } finally {
      delete(name);
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldShowAllOrNothingOfAStridedWriteInAtomicMode(String name) throws Exception {
    AccessList list = AccessList.of(0, Datatype.hvector(500, 5, 50, Datatype.BYTE).flatten());
    try (AdioFile file = open(name)) {
      file.writeAt(0, MemorySegment.ofArray(new byte[50 * 500]));
      CyclicBarrier start = new CyclicBarrier(3);
      runOnThreads(
          3,
          me -> {
            try (AdioFile mine = open(name)) {
              start.await();
              for (int round = 0; round < 60; round++) {
                Hints hints = hints(Toggle.values()[(round + me) % 3], 64);
                byte[] data = new byte[2500];
                Arrays.fill(data, (byte) (me * 60 + round));
                TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
                if (me > 0) {
                  IndependentIo.write(mine, list, buffer, hints, true);
                } else {
                  assertEquals(2500, IndependentIo.read(mine, list, buffer, hints, true));
                  for (byte b : data) {
                    assertEquals(data[0], b);
                  }
                }
              }
              return 0L;
            }
          });
    } finally {
      delete(name);
    }
  }

  private interface Body {
    long run(int me) throws Exception;
  }

  private static void runOnThreads(int threads, Body body) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Long>> runs = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int me = i;
        Callable<Long> call = () -> body.run(me);
        runs.add(pool.submit(call));
      }
      for (Future<Long> run : runs) {
        assertTrue(run.get(100, TimeUnit.SECONDS) >= 0);
      }
    }
  }
}
