package io.jromio.adio.ufs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.Errno;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.contract.AdioDriverContract;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class UfsDriverTest extends AdioDriverContract {
  private static final MemorySegment BYTE = MemorySegment.ofArray(new byte[] {1});

  private final UfsDriver driver = new UfsDriver();
  private final Path dir;

  UfsDriverTest(@TempDir Path dir) {
    this.dir = dir;
  }

  @Override
  protected AdioDriver driver() {
    return driver;
  }

  @Override
  protected String newPath() {
    return path("new-\u00e4\u20ac");
  }

  private String path(String name) {
    return dir.resolve(name).toString();
  }

  private void assertOpenFails(ErrorClass expected, String path, String words) {
    for (AccessMode way : new AccessMode[] {AccessMode.WRONLY, AccessMode.RDWR}) {
      MpiIoException e = assertFails(expected, () -> open(driver, path, way, AccessMode.CREATE));
      assertTrue(e.toString().contains(words) && e.toString().contains(path), e.toString());
    }
    assertFails(expected, () -> open(driver, path, AccessMode.RDONLY));
  }

  @Test
  void shouldFailWithNoSuchFileWhenTheDirectoryIsMissing() {
    assertOpenFails(ErrorClass.NO_SUCH_FILE, path("missing/file"), "directory does not exist");
  }

  @Test
  void shouldFailWithBadFileWhenItIsADirectory() {
    assertOpenFails(ErrorClass.BAD_FILE, dir.toString(), "EISDIR");
    assertFails(ErrorClass.BAD_FILE, () -> driver.delete(dir.toString()));
    assertTrue(Files.isDirectory(dir));
  }

  @Test
  void shouldFailWithBadFileWhenAPathElementIsNoDirectory() throws IOException {
    Files.createFile(dir.resolve("plain"));
    assertOpenFails(ErrorClass.BAD_FILE, path("plain/file"), "ENOTDIR");
    assertFails(ErrorClass.BAD_FILE, () -> driver.delete(path("plain/file")));
  }

  @Test
  void shouldFailWithBadFileWhenANameIsTooLong() {
    assertOpenFails(ErrorClass.BAD_FILE, path("n".repeat(256)), "too long");
    assertOpenFails(ErrorClass.BAD_FILE, path("d/".repeat(3000)), "too long");
  }

  @Test
  void shouldFailWithBadFileWhenLinksGoInCircles() throws IOException {
    Files.createSymbolicLink(dir.resolve("a"), dir.resolve("b"));
    Files.createSymbolicLink(dir.resolve("b"), dir.resolve("a"));
    assertOpenFails(ErrorClass.BAD_FILE, path("a"), "ELOOP");
  }

  @Test
  void shouldFailWithBadFileWhenANameHoldsNul() {
    String name = dir + "/a\0b";
    for (AccessMode way : new AccessMode[] {AccessMode.RDONLY, AccessMode.WRONLY}) {
      MpiIoException e = assertFails(ErrorClass.BAD_FILE, () -> open(driver, name, way));
      assertTrue(e.toString().contains("NUL") && e.toString().contains("a\\0b"), e.toString());
    }
    assertFails(ErrorClass.BAD_FILE, () -> driver.delete(name));
  }

  @Test
  void shouldFailWithFileExistsWhenExclusiveAndALinkDangles() throws IOException {
    Files.createSymbolicLink(dir.resolve("a"), dir.resolve("nowhere"));
    assertFails(
        ErrorClass.FILE_EXISTS,
        () -> open(driver, path("a"), AccessMode.RDWR, AccessMode.CREATE, AccessMode.EXCL));
  }

  @Test
  void shouldCreateFilesForAllLessTheUmask() throws Exception {
    Path touched = dir.resolve("touched");
    assertEquals(0, new ProcessBuilder("touch", touched.toString()).start().waitFor());
    open(driver, path("made"), AccessMode.WRONLY, AccessMode.CREATE).close();
    Set<PosixFilePermission> made = Files.getPosixFilePermissions(dir.resolve("made"));
    assertEquals(Files.getPosixFilePermissions(touched), made);
  }

  @Test
  void shouldFailWithIoWhenThereAreNoPositions() throws Exception {
    Path pipe = dir.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (AdioFile file = open(driver, pipe.toString(), AccessMode.RDWR)) {
      MpiIoException e = assertFails(ErrorClass.IO, () -> file.writeAt(0, BYTE));
      assertTrue(e.toString().contains("ESPIPE"), e.toString());
    }
  }

  @Test
  void shouldFailWhenAnOffsetIsBeyondWhatTheFileSystemHolds() throws Exception {
    try (AdioFile file = open(driver, path("a"), AccessMode.RDWR, AccessMode.CREATE)) {
      MpiIoException e = assertFails(ErrorClass.IO, () -> file.writeAt(1L << 62, BYTE));
      assertTrue(e.toString().contains("EFBIG"), e.toString());
      assertFails(ErrorClass.ARG, () -> file.writeAt(Long.MAX_VALUE, BYTE));
      assertEquals(0, file.size());
    }
  }

  @Test
  void shouldExtendWithZerosWhereSpaceCannotBeReserved() throws Exception {
    try (AdioFile file = open(driver, path("a"), AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, BYTE);
      ((UfsFile) file).extendWithZeros(3 * UfsFile.CHUNK + 5);
      ((UfsFile) file).extendWithZeros(10);
      byte[] expected = new byte[(int) (3 * UfsFile.CHUNK + 5)];
      expected[0] = 1;
      assertArrayEquals(expected, Files.readAllBytes(dir.resolve("a")));
    }
  }

  @Test
  void shouldRefuseMemoryThatIsGone() throws Exception {
    MemorySegment gone;
    try (Arena arena = Arena.ofShared()) {
      gone = arena.allocate(100);
    }
    try (AdioFile file = open(driver, path("a"), AccessMode.RDWR, AccessMode.CREATE)) {
      assertIllegalState(() -> file.writeAt(0, gone));
      assertIllegalState(() -> file.readAt(0, gone));
      assertIllegalState(() -> file.writeAt(0, List.of(gone)));
      assertIllegalState(() -> file.readAt(0, List.of(BYTE, gone)));
      assertEquals(0, file.size());
    }
  }

  private static void assertIllegalState(Executable call) {
    assertThrows(IllegalStateException.class, call);
  }

  @Test
  void shouldNotLeakDescriptorsWhenOpensFail() throws Exception {
    Path table = Path.of("/proc/self/fd");
    List<Long> counts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 50; j++) {
        assertFails(ErrorClass.BAD_FILE, () -> open(driver, dir.toString(), AccessMode.RDONLY));
        open(driver, path("a"), AccessMode.RDWR, AccessMode.CREATE).close();
      }
      try (var entries = Files.list(table)) {
        counts.add(entries.count());
      }
    }
    assertTrue(counts.get(1) < counts.get(0) + 25, "open files before and after: " + counts);
  }

  @Test
  void shouldOfferNeitherSievingNorAtomicModeWhereThereAreNoLocks() throws Exception {
    Set<AdioFeature> fewer = UfsDriver.features(UfsFile.Way.BOTH, false, FileSystem.UNKNOWN);
    assertEquals(Set.of(AdioFeature.SCALABLE_RESIZE, AdioFeature.UNLINK_AFTER_CLOSE), fewer);
    UfsFile.Place nowhere = new UfsFile.Place(FileSystem.UNKNOWN, 0);
    AdioFile file = new UfsFile(new Descriptor(-1, "a"), UfsFile.Way.BOTH, fewer, nowhere);
    assertFails(ErrorClass.UNSUPPORTED_OPERATION, () -> file.lock(0, 1, true));
  }

  @Test
  void shouldMapOnlyWhatCanBeReadOnFileSystemsOfThisNode() {
    Set<AdioFeature> writing = UfsDriver.features(UfsFile.Way.WRITE, true, FileSystem.DISK);
    assertTrue(writing.contains(AdioFeature.NODE_CACHE));
    assertFalse(writing.contains(AdioFeature.MAPPING));
    for (UfsFile.Way way : UfsFile.Way.values()) {
      Set<AdioFeature> elsewhere = UfsDriver.features(way, true, FileSystem.UNKNOWN);
      assertFalse(elsewhere.contains(AdioFeature.NODE_CACHE));
      assertFalse(elsewhere.contains(AdioFeature.MAPPING));
    }
    assertEquals(FileSystem.DISK, FileSystem.of(0xEF53));
    assertEquals(FileSystem.MEMORY, FileSystem.of(0x858458F6L));
    for (long shared : new long[] {0x6969, 0x0BD00BD0, 0xFF534D42L, 0x65735546, 0x7461636f}) {
      assertEquals(FileSystem.UNKNOWN, FileSystem.of(shared));
    }
  }

  @Test
  void shouldNotMapADevice() throws Exception {
    try (AdioFile file = open(driver, "/dev/zero", AccessMode.RDWR)) {
      assertFalse(file.features().contains(AdioFeature.MAPPING));
      assertFails(ErrorClass.UNSUPPORTED_OPERATION, () -> file.map(0, 1, true));
    }
  }

  @Test
  void shouldSyncADeviceWithoutFailing() throws Exception {
    try (AdioFile file = open(driver, "/dev/null", AccessMode.RDWR)) {
      file.writeAt(0, BYTE);
      file.sync();
    }
  }

  @Test
  void shouldGiveEveryErrnoItsClass() {
    assertEquals(ErrorClass.QUOTA, Errno.failure(122, "write", 0).errorClass());
    assertEquals(ErrorClass.FILE_IN_USE, Errno.failure(26, "open", 0).errorClass());
    assertEquals(ErrorClass.NO_MEM, Errno.failure(12, "open", 0).errorClass());
    assertEquals(ErrorClass.ACCESS, Errno.failure(1, "open", 0).errorClass());
    MpiIoException other = Errno.failure(77, "pwrite file=x", 5);
    assertEquals(ErrorClass.IO, other.errorClass());
    assertEquals(5, other.transferred());
    assertTrue(other.toString().contains("errno 77"), other.toString());
  }
}
