package io.jromio.adio.ufs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.independent.IndependentIo;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
import io.jromio.hints.Toggle;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** A file system of one MiB, which only root may mount. */
final class UfsMountTest {
  private static final int SIZE = 1 << 20;

  private final UfsDriver driver = new UfsDriver();
  private Path dir;

  @BeforeEach
  void mountSmall() throws Exception {
    dir = Files.createTempDirectory("UfsMountTest");
    if (run("mount", "-t", "tmpfs", "-o", "size=1m", "none", dir.toString()) != 0) {
      Files.delete(dir);
      Assumptions.abort("skipped: mounting a small tmpfs needs root");
    }
  }

  @AfterEach
  void unmount() throws Exception {
    if (Files.exists(dir)) {
      assertEquals(0, run("umount", dir.toString()));
      Files.delete(dir);
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private AdioFile open(AccessMode... modes) throws MpiIoException {
    return driver.open(dir.resolve("file").toString(), Set.of(modes), Hints.defaults());
  }

  private static MpiIoException assertFails(ErrorClass expected, Executable call) {
    MpiIoException e = assertThrows(MpiIoException.class, call);
    assertEquals(expected, e.errorClass(), e.toString());
    return e;
  }

  @Test
  void shouldTellHowMuchWasWrittenWhenTheDiskIsFull() throws Exception {
    try (Arena arena = Arena.ofShared();
        AdioFile file = open(AccessMode.RDWR, AccessMode.CREATE)) {
      MemorySegment outside = arena.allocate(3 * SIZE);
      MemorySegment heap = MemorySegment.ofArray(new byte[3 * SIZE]);
      List<MemorySegment> pieces = new ArrayList<>();
      for (int i = 0; i < 3000; i++) {
        pieces.add(i % 5 == 0 ? heap.asSlice(0, 1024) : outside.asSlice(0, 1024));
      }
      List<Executable> calls =
          List.of(
              () -> file.writeAt(0, outside),
              () -> file.writeAt(0, heap),
              () -> file.writeAt(0, pieces));
      for (Executable call : calls) {
        file.setSize(0);
        MpiIoException e = assertFails(ErrorClass.NO_SPACE, call);
        assertEquals(file.size(), e.transferred(), e.toString());
        assertTrue(Math.abs(SIZE - e.transferred()) <= 64 << 10, e.toString());
        assertTrue(e.toString().contains("offset=" + e.transferred()), e.toString());
        assertTrue(e.toString().contains(dir.toString()), e.toString());
      }
    }
  }

  @Test
  void shouldFailWithNoSpaceWhenReservingTooMuch() throws Exception {
    try (AdioFile file = open(AccessMode.RDWR, AccessMode.CREATE)) {
      file.preallocate(SIZE / 2);
      assertEquals(SIZE / 2, file.size());
      assertFails(ErrorClass.NO_SPACE, () -> file.preallocate(2 * SIZE));
      assertEquals(SIZE / 2, file.size());
      file.writeAt(0, MemorySegment.ofArray(new byte[SIZE / 2]));
    }
  }

  @Test
  void shouldFailWithNoSpaceAndTouchNothingWhenMappingTooMuch() throws Exception {
    try (AdioFile file = open(AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, MemorySegment.ofArray(new byte[] {1, 2, 3}));
      assertFails(ErrorClass.NO_SPACE, () -> file.map(1, 2 * SIZE, true));
      assertEquals(3, file.size());
      try (AdioFile.Mapping mapping = file.map(3, SIZE / 2, true)) {
        mapping.segment().fill((byte) 4);
      }
      assertEquals(3 + SIZE / 2, file.size());
      assertFails(ErrorClass.NO_SPACE, () -> file.map(SIZE / 2, SIZE / 2, true));
      file.writeAt(SIZE / 2, MemorySegment.ofArray(new byte[SIZE / 4]));
    }
  }

  @Test
  void shouldWritePiecesThatFitWhenTheirHolesDoNot() throws Exception {
    AccessList list =
        AccessList.of(0, Datatype.hvector(100, 100, 1 << 16, Datatype.BYTE).flatten());
    Hints mapped = Hints.defaults().with(JromioHints.MAPPED_IO, Toggle.ENABLE);
    byte[] data = new byte[10_000];
    Arrays.fill(data, (byte) 5);
    TypedBuffer buffer = TypedBuffer.of(MemorySegment.ofArray(data));
    try (AdioFile file = open(AccessMode.RDWR, AccessMode.CREATE)) {
      assertEquals(10_000, IndependentIo.write(file, list, buffer, mapped));
      Arrays.fill(data, (byte) 0);
      assertEquals(10_000, IndependentIo.read(file, list, buffer, mapped));
      assertEquals(5, data[9_999]);
      AccessList many =
          AccessList.of(0, Datatype.hvector(1000, 10, 1 << 16, Datatype.BYTE).flatten());
      MpiIoException e =
          assertFails(ErrorClass.NO_SPACE, () -> IndependentIo.write(file, many, buffer, mapped));
      assertTrue(e.transferred() > 2000 && e.transferred() < 3000, e.toString());
      assertTrue(e.toString().contains("pwrite"), e.toString());
    }
  }

  @Test
  void shouldFailWithReadOnlyWhenTheMountIs() throws Exception {
    open(AccessMode.RDWR, AccessMode.CREATE).close();
    assertEquals(0, run("mount", "-o", "remount,ro", dir.toString()));
    assertFails(ErrorClass.READ_ONLY, () -> open(AccessMode.RDWR));
    assertFails(ErrorClass.READ_ONLY, () -> open(AccessMode.WRONLY, AccessMode.CREATE));
    assertFails(ErrorClass.READ_ONLY, () -> driver.delete(dir.resolve("file").toString()));
    open(AccessMode.RDONLY).close();
  }
}
