package io.jromio.adio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.mem.MemDriver;
import io.jromio.hints.Hints;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AdioDriversTest {

  @ParameterizedTest
  @CsvSource({
    "/tmp/a, ufs, /tmp/a",
    "ufs:/tmp/a, ufs, /tmp/a",
    "ufs:///tmp/a, ufs, ///tmp/a",
    "mem:a, mem, a",
    "mem:a:b, mem, a:b",
    "log-12:30:01, ufs, log-12:30:01",
    "u:/tmp/a, ufs, u:/tmp/a",
    ":a, ufs, :a",
    "UFS:a, ufs, UFS:a",
    "Mem:a, ufs, Mem:a",
    "me:a, ufs, me:a",
    "memo:a, ufs, memo:a",
  })
  void shouldSplitOnlyWholePrefixes(String filename, String driver, String path)
      throws MpiIoException {
    ResolvedFile file = AdioDrivers.resolve(filename, Optional.empty());
    assertEquals(driver, file.driver().name());
    assertEquals(path, file.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs", "lustre", "gpfs", "pvfs2", "xfs", "panfs", "testfs", "ime"})
  void shouldRefuseByNameWhenRomioHasItAndWeDoNot(String prefix) {
    MpiIoException e =
        assertThrows(
            MpiIoException.class, () -> AdioDrivers.resolve(prefix + ":/a", Optional.empty()));
    assertEquals(ErrorClass.UNSUPPORTED_OPERATION, e.errorClass());
    assertTrue(e.toString().contains("file system " + prefix), e.toString());
    assertTrue(e.toString().contains("ufs:") && e.toString().contains("mem:"), e.toString());
  }

  @ParameterizedTest
  @CsvSource({"mem:, mem", "mem, mem", "mem:ignored, mem", "ufs:, ufs", "'', ufs", "' ', ufs"})
  void shouldObeyTheEnvironmentWhenTheNameHasNoColon(String forced, String driver)
      throws MpiIoException {
    ResolvedFile file = AdioDrivers.resolve("a", Optional.of(forced));
    assertEquals(driver, file.driver().name());
    assertEquals("a", file.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ufs:a", "12:30"})
  void shouldIgnoreTheEnvironmentWhenTheNameHasAColon(String filename) throws MpiIoException {
    assertEquals("ufs", AdioDrivers.resolve(filename, Optional.of("mem:")).driver().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"lustre:", "nonsense"})
  void shouldRefuseWhenTheEnvironmentNamesNoDriver(String forced) {
    MpiIoException e =
        assertThrows(MpiIoException.class, () -> AdioDrivers.resolve("a", Optional.of(forced)));
    assertEquals(ErrorClass.UNSUPPORTED_OPERATION, e.errorClass());
    assertTrue(e.toString().contains("ROMIO_FSTYPE_FORCE=" + forced), e.toString());
  }

  @Test
  void shouldAskTheDriversWhoseFileItIsWhenNothingNamesOne() throws MpiIoException {
    AdioDriver mine = new PlaceDriver("/place");
    try (AdioDrivers.Registration registration = AdioDrivers.register(mine)) {
      assertSame(mine, AdioDrivers.resolve("/place/a", Optional.empty()).driver());
      assertSame(mine, AdioDrivers.resolve("/place/12:30", Optional.empty()).driver());
      assertSame(mine, AdioDrivers.resolve("/place/a", Optional.of("")).driver());
      assertEquals("/place/a", AdioDrivers.resolve("/place/a", Optional.empty()).path());
      assertEquals("ufs", AdioDrivers.resolve("/other", Optional.empty()).driver().name());
      assertEquals("ufs", AdioDrivers.resolve("ufs:/place/a", Optional.empty()).driver().name());
      assertEquals("mem", AdioDrivers.resolve("/place/a", Optional.of("mem:")).driver().name());
      assertTrue(AdioDrivers.installed().contains(mine), registration.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "daos://tank/ckpt/a, //tank/ckpt/a",
    "daos:/a, /a",
    "daos:a:b, a:b",
  })
  void shouldFindTheDriverOfDaosByItsPrefix(String filename, String path) throws MpiIoException {
    ResolvedFile file = AdioDrivers.resolve(filename, Optional.of("ufs:"));
    assertEquals("daos", file.driver().name());
    assertEquals(path, file.path());
    assertEquals("daos", AdioDrivers.resolve("/x", Optional.of("daos:")).driver().name());
  }

  /** Knows files by where they are. */
  private record PlaceDriver(String place) implements AdioDriver {
    @Override
    public String name() {
      return "place";
    }

    @Override
    public String description() {
      return "files below " + place;
    }

    @Override
    public Set<AdioFeature> features() {
      return Set.of();
    }

    @Override
    public boolean recognises(String filename) {
      return filename.startsWith(place);
    }

    @Override
    public AdioFile open(String path, Set<AccessMode> modes, Hints hints) throws MpiIoException {
      throw new MpiIoException(ErrorClass.NO_SUCH_FILE, path);
    }

    @Override
    public void delete(String path) throws MpiIoException {
      throw new MpiIoException(ErrorClass.NO_SUCH_FILE, path);
    }
  }

  @Test
  void shouldFindARegisteredDriverUntilItIsClosed() throws MpiIoException {
    AdioDriver mine = new MemDriver(0);
    try (AdioDrivers.Registration registration = AdioDrivers.register(mine)) {
      assertSame(mine, AdioDrivers.resolve("mem:a", Optional.empty()).driver());
      assertTrue(AdioDrivers.installed().contains(mine), registration.toString());
    }
    AdioDriver installed = AdioDrivers.resolve("mem:a", Optional.empty()).driver();
    assertTrue(installed != mine && installed instanceof MemDriver);
  }
}
