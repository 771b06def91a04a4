package io.jromio.adio.ufs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFile;
import io.jromio.hints.Hints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** More bytes in one request than the kernel moves in one call, from and to files of holes. */
final class UfsLargeTest {
  private static final long LENGTH = Positional.MAX_CALL + 12_345;
  private static final long PLACE = 777;

  private final Path path = Path.of("/dev/shm", "UfsLargeTest-" + ProcessHandle.current().pid());
  private final UfsDriver driver = new UfsDriver();

  @BeforeEach
  void create() throws Exception {
    try (AdioFile file = open(path)) {
      file.setSize(PLACE + LENGTH);
    }
  }

  @AfterEach
  void delete() throws Exception {
    Files.deleteIfExists(path);
  }

  private AdioFile open(Path at) throws Exception {
    return driver.open(at.toString(), Set.of(AccessMode.RDWR, AccessMode.CREATE), Hints.defaults());
  }

  /** Bytes around the border between the two calls, and the last one. */
  private static void mark(AdioFile file) throws Exception {
    byte[] border = new byte[8192];
    for (int i = 0; i < border.length; i++) {
      border[i] = (byte) (i * 31 + 7);
    }
    file.writeAt(PLACE + Positional.MAX_CALL - 4096, MemorySegment.ofArray(border));
    file.writeAt(PLACE + LENGTH - 1, MemorySegment.ofArray(new byte[] {99}));
  }

  private static void assertMarked(MemorySegment memory, long start) {
    for (int i = 0; i < 8192; i++) {
      byte got = memory.get(ValueLayout.JAVA_BYTE, Positional.MAX_CALL - 4096 + i - start);
      assertEquals((byte) (i * 31 + 7), got, "i=" + i);
    }
    assertEquals(99, memory.get(ValueLayout.JAVA_BYTE, LENGTH - 1 - start));
  }

  @Test
  void shouldScatterMoreThanTwoGibibytes() throws Exception {
    try (Arena arena = Arena.ofShared();
        AdioFile file = open(path)) {
      mark(file);
      int pieces = 32;
      MemorySegment again = arena.allocate(64 << 20);
      MemorySegment last = arena.allocate(LENGTH - 31L * again.byteSize());
      List<MemorySegment> targets = new ArrayList<>(Collections.nCopies(pieces - 1, again));
      targets.add(last);
      assertEquals(LENGTH, file.readAt(PLACE, targets));
      assertMarked(last, 31L * again.byteSize());
    }
  }

  /** Touches 2 GiB of memory twice; runs in the profile {@code slow}. */
  @Test
  @EnabledIfSystemProperty(named = "jromio.slow", matches = "true")
  void shouldReadMoreThanTwoGibibytes() throws Exception {
    Path target = Path.of(path + "-target");
    try (Arena arena = Arena.ofShared();
        AdioFile file = open(path);
        FileChannel channel =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      mark(file);
      MemorySegment memory = channel.map(MapMode.READ_WRITE, 0, LENGTH, arena);
      assertEquals(LENGTH, file.readAt(PLACE, memory));
      assertMarked(memory, 0);
    } finally {
      Files.deleteIfExists(target);
    }
  }

  @Test
  void shouldWriteMoreThanTwoGibibytes() throws Exception {
    try (Arena arena = Arena.ofShared();
        FileChannel channel = FileChannel.open(path);
        AdioFile nowhere = open(Path.of("/dev/null"))) {
      MemorySegment memory = channel.map(MapMode.READ_ONLY, 0, PLACE + LENGTH, arena);
      nowhere.writeAt(0, memory);
      nowhere.writeAt(0, List.of(memory, memory.asSlice(1), memory));
    }
  }
}
