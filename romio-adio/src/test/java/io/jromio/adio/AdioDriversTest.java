package io.jromio.adio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.mem.MemDriver;
import java.util.Optional;
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
