package io.jromio.adio.daos;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.FileRuns;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.contract.AdioDriverContract;
import io.jromio.dfs.Creation;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsClient;
import io.jromio.dfs.DfsObject;
import io.jromio.dfs.Mode;
import io.jromio.dfs.OpenFlag;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import io.jromio.hints.DfsHints;
import io.jromio.hints.HintFile;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is DFS' own: handles, containers on first use, layout, names, memory of one thread. */
final class DaosDriverTest extends AdioDriverContract {
  private static final MemorySegment BYTES = MemorySegment.ofArray(new byte[] {1, 2, 3});

  @SuppressWarnings("NullAway.Init") // set before all tests
  private static EmbeddedStore store;

  @BeforeAll
  static void start() throws IOException {
    store = EmbeddedStore.open();
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
  }

  @Override
  protected AdioDriver driver() {
    return store.driver();
  }

  @Override
  protected String newPath() {
    return store.newPath();
  }

  @Test
  void shouldAskTheStoreNothingWhenAttaching() throws MpiIoException {
    String path = newPath();
    DaosDriver driver = store.driver();
    try (AdioFile owner = open(driver, path, AccessMode.RDWR, AccessMode.CREATE)) {
      owner.writeAt(0, BYTES);
      byte[] handle = owner.share();
      Map<String, Long> before = counters();
      AdioFile other = driver.attach(handle, Set.of(AccessMode.RDWR), Hints.defaults());
      assertEquals(before, counters());
      assertEquals(path, other.path());
      assertEquals(owner.alignment(), other.alignment());
      assertEquals(owner.features(), other.features());
      byte[] got = new byte[3];
      assertEquals(3, other.readAt(0, MemorySegment.ofArray(got)));
      assertArrayEquals(new byte[] {1, 2, 3}, got);
      other.writeAt(3, BYTES);
      assertEquals(6, owner.size());
      before = counters();
      other.close();
      assertEquals(before, counters());
      assertEquals(6, owner.size());
    }
    driver.delete(path);
  }

  /** The counters, less what asking for them counts. */
  private static Map<String, Long> counters() throws MpiIoException {
    return Map.of(
        "opens", store.counter("opens"),
        "updates", store.counter("updates"),
        "fetches", store.counter("fetches"));
  }

  @Test
  void shouldRefuseCallsOfOthersWhenTheOwnerHasClosed() throws MpiIoException {
    String path = newPath();
    DaosDriver driver = store.driver();
    AdioFile owner = open(driver, path, AccessMode.RDWR, AccessMode.CREATE);
    AdioFile other = driver.attach(owner.share(), Set.of(AccessMode.RDWR), Hints.defaults());
    owner.close();
    assertFails(ErrorClass.FILE, () -> other.writeAt(0, BYTES));
    assertFails(ErrorClass.FILE, other::size);
    other.close();
    driver.delete(path);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 20, 400})
  void shouldRefuseWhatIsNoHandle(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    assertFails(
        ErrorClass.ARG,
        () -> store.driver().attach(bytes, Set.of(AccessMode.RDWR), Hints.defaults()));
  }

  @Test
  void shouldMakePoolAndContainerWhenAFileIsCreatedInThem() throws IOException {
    DaosDriver driver = store.driver();
    int told = store.notices().length();
    assertFails(ErrorClass.NO_SUCH_FILE, () -> open(driver, "//fresh/one/f", AccessMode.RDWR));
    assertFails(ErrorClass.NO_SUCH_FILE, () -> driver.delete("//fresh/one/f"));
    assertFalse(store.has("fresh", "one"));
    open(driver, "//fresh/one/f", AccessMode.WRONLY, AccessMode.CREATE).close();
    assertTrue(store.has("fresh", "one"));
    String notices = store.notices().substring(told);
    assertEquals(2, notices.lines().count(), notices);
    assertTrue(notices.contains("made pool fresh"), notices);
    assertTrue(notices.contains("made container one of pool fresh"), notices);
    open(driver, "//fresh/two/f", AccessMode.WRONLY, AccessMode.CREATE).close();
    assertEquals(3, store.notices().substring(told).lines().count());
    open(driver, "//fresh/one/f", AccessMode.RDONLY).close();
    assertEquals(3, store.notices().substring(told).lines().count());
  }

  @Test
  void shouldMakeNothingWhenAUuidNamesIt() {
    String name = "//8f3f6a2e-0000-4000-8000-0123456789ab/c/f";
    assertFails(
        ErrorClass.NO_SUCH_FILE,
        () -> open(store.driver(), name, AccessMode.RDWR, AccessMode.CREATE));
  }

  @Test
  void shouldTellTheLayoutOfAFile() throws MpiIoException {
    String path = newPath();
    Hints wanted =
        HintResolver.resolve(
            Info.of(Map.of("romio_daos_chunk_size", "64K", "romio_daos_obj_class", "S1")),
            HintFile.none());
    Set<AccessMode> modes = Set.of(AccessMode.RDWR, AccessMode.CREATE);
    try (AdioFile file = store.driver().open(path, modes, wanted)) {
      assertEquals(65536, file.alignment());
      Hints told = file.reported(Hints.defaults());
      assertEquals(65536L, told.get(DfsHints.CHUNK_SIZE));
      assertEquals("S1", told.get(DfsHints.OBJECT_CLASS));
    }
    try (AdioFile file = open(store.driver(), path, AccessMode.RDONLY)) {
      assertEquals(65536, file.alignment());
    }
    store.driver().delete(path);
    try (AdioFile file = open(store.driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      assertEquals(EmbeddedStore.CHUNK, file.alignment());
    }
    store.driver().delete(path);
  }

  @Test
  void shouldFailWithBadFileWhenItIsADirectory() throws Exception {
    try (Dfs dfs =
        DfsClient.mount(store.system().open("tests", "chunks", OpenMode.READ_WRITE), false)) {
      dfs.mkdir(null, "dir", 0755, Creation.DEFAULTS);
    }
    DaosDriver driver = store.driver();
    String[] directories = {"//tests/chunks/dir", "//tests/chunks", "//tests/chunks/"};
    for (String name : directories) {
      assertFails(ErrorClass.BAD_FILE, () -> open(driver, name, AccessMode.RDONLY));
      assertFails(
          ErrorClass.BAD_FILE, () -> open(driver, name, AccessMode.RDWR, AccessMode.CREATE));
      assertFails(ErrorClass.BAD_FILE, () -> driver.delete(name));
    }
    assertFails(
        ErrorClass.NO_SUCH_FILE,
        () -> open(driver, "//tests/chunks/none/f", AccessMode.RDWR, AccessMode.CREATE));
    open(driver, "//tests/chunks/dir/f", AccessMode.RDWR, AccessMode.CREATE).close();
    assertFails(
        ErrorClass.BAD_FILE,
        () -> open(driver, "//tests/chunks/dir/f/g", AccessMode.RDWR, AccessMode.CREATE));
    driver.delete("//tests/chunks/dir/f");
  }

  @Test
  void shouldFollowLinksWhenTheyLeadToAFile() throws Exception {
    String target = newPath();
    String name = target.substring(EmbeddedStore.CONTAINER.length());
    try (AdioFile file = open(driver(), target, AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, BYTES);
    }
    try (Dfs dfs =
            DfsClient.mount(store.system().open("tests", "chunks", OpenMode.READ_WRITE), false);
        DfsObject link =
            dfs.open(
                null,
                "link",
                Mode.LINK | 0777,
                Set.of(OpenFlag.RDWR, OpenFlag.CREAT),
                new Creation(null, 0, name))) {
      assertTrue(Mode.isLink(link.mode()));
    }
    String link = EmbeddedStore.CONTAINER + "link";
    for (AdioFile file :
        List.of(
            open(driver(), link, AccessMode.RDONLY),
            open(driver(), link, AccessMode.RDWR, AccessMode.CREATE))) {
      assertEquals(3, file.size());
      file.close();
    }
    driver().delete(link);
    open(driver(), target, AccessMode.RDONLY).close();
  }

  @Test
  void shouldFindFilesByEveryFormOfTheirName() throws IOException {
    String path = newPath();
    open(driver(), path, AccessMode.RDWR, AccessMode.CREATE).close();
    String name = path.substring(EmbeddedStore.CONTAINER.length());
    DaosDriver named = store.driver("DAOS_POOL", "tests", "DAOS_CONT", "chunks");
    open(named, "/" + name, AccessMode.RDONLY).close();
    MountTable table = new MountTable(store.environment());
    table.add(Path.of("/mnt/jromio-test"), "tests", "chunks");
    assertTrue(driver().recognises("/mnt/jromio-test/" + name));
    open(driver(), "/mnt/jromio-test/" + name, AccessMode.RDONLY).close();
    table.remove(Path.of("/mnt/jromio-test"));
    assertFalse(driver().recognises("/mnt/jromio-test/" + name));
    driver().delete(path);
  }

  @Test
  void shouldMoveMemoryOfOneThread() throws MpiIoException {
    String path = newPath();
    byte[] data = new byte[3 * EmbeddedStore.CHUNK + 7];
    new Random(5).nextBytes(data);
    try (Arena arena = Arena.ofConfined();
        AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      MemorySegment source = arena.allocateFrom(ValueLayout.JAVA_BYTE, data);
      file.writeAt(5, source);
      MemorySegment target = arena.allocate(data.length);
      assertEquals(data.length, file.readAt(5, target));
      assertEquals(-1, target.mismatch(source));
      target.fill((byte) 0);
      List<MemorySegment> parts = List.of(target.asSlice(1000, 5000), target.asSlice(20000, 4000));
      assertEquals(9000, file.readAt(6, parts));
      assertEquals(-1, target.asSlice(1000, 5000).mismatch(source.asSlice(1, 5000)));
      assertEquals(-1, target.asSlice(20000, 4000).mismatch(source.asSlice(5001, 4000)));
    }
    driver().delete(path);
  }

  @Test
  void shouldMoveMoreRangesThanAnyListHolds() throws MpiIoException {
    String path = newPath();
    int count = 40_000;
    FileRuns runs = new FileRuns(count);
    for (int i = 0; i < count; i++) {
      runs.add(3L * i, 1);
    }
    byte[] data = new byte[count];
    new Random(6).nextBytes(data);
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeRuns(runs, MemorySegment.ofArray(data));
      assertEquals(3L * count - 2, file.size());
      byte[] back = new byte[count];
      assertEquals(count, file.readRuns(runs, MemorySegment.ofArray(back)));
      assertArrayEquals(data, back);
      byte[] all = new byte[3 * count - 2];
      file.readAt(0, MemorySegment.ofArray(all));
      for (int i = 0; i < all.length; i++) {
        assertEquals(i % 3 == 0 ? data[i / 3] : 0, all[i]);
      }
    }
    driver().delete(path);
  }

  @Test
  void shouldTellNoSpaceWhenThePoolCannotHoldIt() throws MpiIoException {
    String path = newPath();
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, BYTES);
      assertFails(ErrorClass.NO_SPACE, () -> file.preallocate(1L << 55));
      assertEquals(3, file.size());
    }
    driver().delete(path);
  }

  @Test
  void shouldLeaveNoLockFileWhenTheFileIsDeleted() throws IOException {
    Path locks = Path.of(store.system().endpoint().substring(5)).resolveSibling("locks");
    String path = newPath();
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      file.lock(0, 10, true).close();
      assertEquals(1, locks.toFile().list().length);
    }
    driver().delete(path);
    assertEquals(0, locks.toFile().list().length);
  }

  @Test
  void shouldOfferNoSieving() {
    assertFalse(driver().features().contains(AdioFeature.DATA_SIEVING_WRITES));
    assertFalse(driver().features().contains(AdioFeature.MAPPING));
    assertTrue(driver().features().contains(AdioFeature.SCALABLE_OPEN));
  }
}
