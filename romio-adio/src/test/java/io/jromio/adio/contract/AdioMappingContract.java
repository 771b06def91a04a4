package io.jromio.adio.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What {@link AdioFile#map} must do, or how it must refuse. A subclass per driver. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class AdioMappingContract {
  private static final long[] PLACES = {0, 1, 4095, 4096, 65_535, 65_536, 65_537, 104_729};
  private static final int[] LENGTHS = {1, 4095, 4096, 4097, 65_536, 104_729};

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private AdioDriver driver;
  private String path;
  private AdioFile file;

  protected AdioMappingContract() {}

  /** The driver under test. */
  protected abstract AdioDriver driver();

  /** The name of a file that is not there yet. */
  protected abstract String newPath();

  /** Whether files there can be mapped. */
  protected abstract boolean maps();

  @BeforeEach
  void open() throws MpiIoException {
    System.out.println(getClass().getSimpleName() + " seed=" + seed);
    driver = driver();
    path = newPath();
    file = driver.open(path, Set.of(AccessMode.RDWR, AccessMode.CREATE), Hints.defaults());
  }

  @AfterEach
  void close() throws MpiIoException {
    file.close();
    driver.delete(path);
  }

  private byte[] fill(int size) throws MpiIoException {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    file.setSize(0);
    file.writeAt(0, MemorySegment.ofArray(bytes));
    return bytes;
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
  void shouldSayWhetherItMapsAndKeepToIt() throws MpiIoException {
    assertEquals(maps(), file.features().contains(AdioFeature.MAPPING));
    assertTrue(maps() || (file.mappedStride(true) == 0 && file.mappedStride(false) == 0));
    if (!maps()) {
      assertFails(ErrorClass.UNSUPPORTED_OPERATION, () -> file.map(0, 1, false));
      assertFails(ErrorClass.UNSUPPORTED_OPERATION, () -> file.map(0, 1, true));
      assertEquals(0, file.size());
    }
  }

  @Test
  void shouldStoreWhatCallsReadAndEndTheFileWhereTheRangeEnds() throws MpiIoException {
    if (!maps()) {
      return;
    }
    for (long offset : PLACES) {
      for (int length : LENGTHS) {
        byte[] before = fill(random.nextInt(200_000));
        byte[] data = new byte[length];
        random.nextBytes(data);
        int end = (int) offset + length;
        byte[] expected = Arrays.copyOf(before, Math.max(before.length, end));
        System.arraycopy(data, 0, expected, (int) offset, length);
        try (AdioFile.Mapping mapping = file.map(offset, length, true)) {
          assertEquals(length, mapping.segment().byteSize());
          assertEquals(expected.length, file.size());
          mapping.segment().copyFrom(MemorySegment.ofArray(data));
          assertArrayEquals(expected, content());
        }
        assertArrayEquals(expected, content(), "seed=%d offset=%d".formatted(seed, offset));
      }
    }
  }

  @Test
  void shouldShowWhatIsThereAndEndAtTheEndOfTheFile() throws MpiIoException {
    if (!maps()) {
      return;
    }
    for (long offset : PLACES) {
      for (int length : LENGTHS) {
        byte[] there = fill(random.nextInt(200_000));
        int end = (int) Math.min(there.length, offset + length);
        byte[] expected =
            offset >= end ? new byte[0] : Arrays.copyOfRange(there, (int) offset, end);
        try (AdioFile.Mapping mapping = file.map(offset, length, false)) {
          assertArrayEquals(expected, mapping.segment().toArray(ValueLayout.JAVA_BYTE));
        }
        assertEquals(there.length, file.size());
      }
    }
  }

  @Test
  void shouldReadZerosWhereNobodyWrote() throws MpiIoException {
    if (!maps()) {
      return;
    }
    file.writeAt(300_000, MemorySegment.ofArray(new byte[] {1}));
    try (AdioFile.Mapping mapping = file.map(5, 299_995, false)) {
      assertEquals(-1, mapping.segment().mismatch(MemorySegment.ofArray(new byte[299_995])));
    }
    try (AdioFile.Mapping mapping = file.map(400_000, 100_000, true)) {
      assertEquals(-1, mapping.segment().mismatch(MemorySegment.ofArray(new byte[100_000])));
    }
  }

  @Test
  void shouldSyncWhatWasStored() throws MpiIoException {
    if (!maps()) {
      return;
    }
    try (AdioFile.Mapping mapping = file.map(10, 100_000, true)) {
      mapping.segment().fill((byte) 3);
    }
    file.sync();
    assertEquals(3, content()[100_009]);
  }

  @Test
  void shouldAgreeWithTheWayItWasOpened() throws MpiIoException {
    if (!maps()) {
      return;
    }
    fill(100);
    try (AdioFile reader = driver.open(path, Set.of(AccessMode.RDONLY), Hints.defaults())) {
      assertFails(ErrorClass.READ_ONLY, () -> reader.map(0, 10, true));
      try (AdioFile.Mapping mapping = reader.map(90, 20, false)) {
        assertEquals(10, mapping.segment().byteSize());
        assertTrue(mapping.segment().isReadOnly());
      }
    }
    try (AdioFile writer = driver.open(path, Set.of(AccessMode.WRONLY), Hints.defaults())) {
      assertTrue(writer.features().contains(AdioFeature.MAPPING));
      try (AdioFile.Mapping mapping = writer.map(90, 20, true)) {
        mapping.segment().fill((byte) 1);
      }
    }
    assertEquals(110, file.size());
  }

  @Test
  void shouldRefuseRangesThatAreNone() throws MpiIoException {
    if (!maps()) {
      return;
    }
    assertFails(ErrorClass.ARG, () -> file.map(-1, 1, false));
    assertFails(ErrorClass.ARG, () -> file.map(0, -1, true));
    try (AdioFile.Mapping mapping = file.map(7, 0, true)) {
      assertEquals(0, mapping.segment().byteSize());
    }
    assertEquals(0, file.size());
    AdioFile other = driver.open(path, Set.of(AccessMode.RDWR), Hints.defaults());
    other.close();
    assertFails(ErrorClass.FILE, () -> other.map(0, 1, false));
  }

  @Test
  void shouldNotBeTouchedAfterItIsClosed() throws MpiIoException {
    if (!maps()) {
      return;
    }
    AdioFile.Mapping mapping = file.map(0, 10, true);
    mapping.close();
    mapping.close();
    assertThrows(IllegalStateException.class, () -> mapping.segment().fill((byte) 0));
  }
}
