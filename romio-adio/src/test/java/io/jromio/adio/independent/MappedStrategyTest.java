package io.jromio.adio.independent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.fault.Faults;
import io.jromio.adio.fault.FaultyFile;
import io.jromio.adio.fault.FileCall;
import io.jromio.adio.ufs.UfsDriver;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.FileView;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
import io.jromio.hints.Toggle;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MappedStrategyTest {
  private static final Hints MAPPED = Hints.defaults().with(JromioHints.MAPPED_IO, Toggle.ENABLE);
  private static final int PIECES = 3000;
  private static final int LENGTH = 100;
  private static final int STRIDE = 1000;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final Path path =
      Path.of("/dev/shm", "MappedStrategyTest-" + ProcessHandle.current().pid());
  private final AccessList list =
      AccessList.of(7, Datatype.hvector(PIECES, LENGTH, STRIDE, Datatype.BYTE).flatten());
  private final byte[] data = new byte[PIECES * LENGTH];
  private AdioFile file;

  @BeforeEach
  void open() throws MpiIoException {
    System.out.println("MappedStrategyTest seed=" + seed);
    file = open(AccessMode.RDWR, AccessMode.CREATE);
    random.nextBytes(data);
  }

  private AdioFile open(AccessMode... modes) throws MpiIoException {
    return new UfsDriver().open(path.toString(), Set.of(modes), Hints.defaults());
  }

  @AfterEach
  void delete() throws Exception {
    file.close();
    Files.delete(path);
  }

  private Transfer transfer(byte[] bytes) {
    return new Transfer(file, list, TypedBuffer.of(MemorySegment.ofArray(bytes)), 1 << 20, false);
  }

  /** The file that the data makes of nothing. */
  private byte[] expected() {
    byte[] expected = new byte[7 + (PIECES - 1) * STRIDE + LENGTH];
    for (int i = 0; i < PIECES; i++) {
      System.arraycopy(data, i * LENGTH, expected, 7 + i * STRIDE, LENGTH);
    }
    return expected;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 99, 100, 101, 1000, 4096, 104_729, 1 << 20})
  void shouldMoveTheSameWhereverWindowsEnd(long window) throws Exception {
    assertEquals(data.length, MappedStrategy.write(transfer(data), window));
    assertArrayEquals(expected(), Files.readAllBytes(path));
    byte[] got = new byte[data.length];
    assertEquals(data.length, MappedStrategy.read(transfer(got), window));
    assertArrayEquals(data, got);
    file.setSize(7 + 500 * STRIDE + 42);
    assertEquals(500 * LENGTH + 42, MappedStrategy.read(transfer(got), window));
  }

  @Test
  void shouldReadOverlappingTiles() throws Exception {
    Datatype type =
        Datatype.resized(
            Datatype.hindexed(new long[] {10, 10}, new long[] {0, 5}, Datatype.BYTE), 0, 12);
    AccessList overlapping = new FileView(3, Datatype.BYTE, type).access(0, 100);
    for (int size = 0; size < 70; size++) {
      file.setSize(0);
      file.writeAt(0, MemorySegment.ofArray(data).asSlice(0, size));
      byte[] mapped = new byte[100];
      byte[] called = new byte[100];
      long got =
          IndependentIo.read(
              file, overlapping, TypedBuffer.of(MemorySegment.ofArray(mapped)), MAPPED);
      long want =
          IndependentIo.read(
              file, overlapping, TypedBuffer.of(MemorySegment.ofArray(called)), Hints.defaults());
      assertEquals(want, got);
      assertArrayEquals(called, mapped);
    }
  }

  @Test
  void shouldMoveThroughFilesOpenedOneWay() throws Exception {
    try (AdioFile writer = open(AccessMode.WRONLY);
        AdioFile reader = open(AccessMode.RDONLY)) {
      IndependentIo.write(writer, list, TypedBuffer.of(MemorySegment.ofArray(data)), MAPPED);
      byte[] got = new byte[data.length];
      IndependentIo.read(reader, list, TypedBuffer.of(MemorySegment.ofArray(got)), MAPPED);
      assertArrayEquals(data, got);
      MpiIoException e =
          assertThrows(
              MpiIoException.class,
              () ->
                  IndependentIo.write(
                      reader, list, TypedBuffer.of(MemorySegment.ofArray(data)), MAPPED));
      assertEquals(ErrorClass.READ_ONLY, e.errorClass());
    }
  }

  @Test
  void shouldGoPieceByPieceWhenAWindowCannotBeMapped() throws Exception {
    for (ErrorClass error : new ErrorClass[] {ErrorClass.NO_SPACE, ErrorClass.NO_MEM}) {
      Faults faults = new Faults().allowMapping().fail(FileCall.MAP, Faults.EVERY, error);
      AdioFile faulty = new FaultyFile(file, faults);
      TypedBuffer source = TypedBuffer.of(MemorySegment.ofArray(data));
      assertEquals(data.length, IndependentIo.write(faulty, list, source, MAPPED));
      byte[] got = new byte[data.length];
      TypedBuffer target = TypedBuffer.of(MemorySegment.ofArray(got));
      assertEquals(data.length, IndependentIo.read(faulty, list, target, MAPPED));
      assertArrayEquals(data, got);
      assertEquals(2, faults.calls(FileCall.MAP));
    }
  }

  @Test
  void shouldNotMapWhatIsWatchedForFaultsUnlessAllowed() throws Exception {
    Faults faults = new Faults();
    AdioFile watched = new FaultyFile(file, faults);
    IndependentIo.write(watched, list, TypedBuffer.of(MemorySegment.ofArray(data)), MAPPED);
    assertEquals(0, faults.calls(FileCall.MAP));
    assertEquals(3, faults.calls(FileCall.WRITE));
    faults.allowMapping();
    IndependentIo.write(watched, list, TypedBuffer.of(MemorySegment.ofArray(data)), MAPPED);
    assertEquals(1, faults.calls(FileCall.MAP));
    assertEquals(3, faults.calls(FileCall.WRITE));
  }

  @Test
  void shouldNotBeUsedForOneByteInEveryFourMebibytesByItself() throws Exception {
    AccessList sparse =
        AccessList.of(0, Datatype.hvector(100, 1, 4 << 20, Datatype.BYTE).flatten());
    TypedBuffer hundred = TypedBuffer.of(MemorySegment.ofArray(new byte[100]));
    IndependentIo.write(file, sparse, hundred, Hints.defaults());
    Process du = new ProcessBuilder("du", "-k", path.toString()).start();
    String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals("400", said.substring(0, said.indexOf('\t')));
  }

  /** Truncates the file by another open after each mapping, before it is touched. */
  private final class CutOff implements AdioFile {
    private final long size;

    CutOff(long size) {
      this.size = size;
    }

    @Override
    public Mapping map(long offset, long length, boolean writes) throws MpiIoException {
      Mapping mapping = file.map(offset, length, writes);
      try (AdioFile other = open(AccessMode.RDWR)) {
        other.setSize(size);
      }
      return mapping;
    }

    @Override
    public Set<AdioFeature> features() {
      return file.features();
    }

    @Override
    public String path() {
      return file.path();
    }

    @Override
    public long readAt(long offset, MemorySegment target) throws MpiIoException {
      return file.readAt(offset, target);
    }

    @Override
    public void writeAt(long offset, MemorySegment source) throws MpiIoException {
      file.writeAt(offset, source);
    }

    @Override
    public long size() throws MpiIoException {
      return file.size();
    }

    @Override
    public void setSize(long newSize) throws MpiIoException {
      file.setSize(newSize);
    }

    @Override
    public void preallocate(long newSize) throws MpiIoException {
      file.preallocate(newSize);
    }

    @Override
    public void sync() throws MpiIoException {
      file.sync();
    }

    @Override
    public void close() {}
  }

  /** Often enough for the compiler to have its say: it reports faults late. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldMoveAsByCallsWhenTheFileIsTruncatedWhileItIsMapped(boolean heap) throws Exception {
    int size = 7 + 500 * STRIDE + 42;
    AdioFile cut = new CutOff(size);
    byte[] before = Arrays.copyOf(expected(), size);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory =
          heap
              ? MemorySegment.ofArray(new byte[2 * data.length])
              : arena.allocate(2L * data.length);
      Datatype spread = Datatype.hvector(PIECES, LENGTH, 2 * LENGTH, Datatype.BYTE);
      for (int round = 0; round < 60; round++) {
        TypedBuffer buffer =
            round % 2 == 0
                ? TypedBuffer.of(memory.asSlice(0, data.length))
                : new TypedBuffer(memory, spread, 1);
        buffer.unpack(0, MemorySegment.ofArray(data));
        file.setSize(0);
        assertEquals(data.length, IndependentIo.write(cut, list, buffer, MAPPED));
        assertArrayEquals(expected(), Files.readAllBytes(path));
        assertEquals(500 * LENGTH + 42, IndependentIo.read(cut, list, buffer, MAPPED));
        assertArrayEquals(before, Files.readAllBytes(path));
      }
    }
  }
}
