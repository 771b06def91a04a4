package io.jromio.adio.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.DfsHints;
import io.jromio.hints.HintFile;
import io.jromio.hints.HintResolver;
import io.jromio.hints.Hints;
import io.jromio.hints.Info;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hints of the layout, checked against what exists. */
final class DaosHintsTest {
  private final DaosDriver driver = new DaosDriver(new DaosEnvironment(Map.of()));

  private static Hints hints(String key, String value) {
    return HintResolver.resolve(new Info().set(key, value), HintFile.none());
  }

  @ParameterizedTest
  @CsvSource({
    "romio_daos_obj_class, S1",
    "romio_daos_obj_class, SX",
    "romio_daos_obj_class, oc_s4",
    "romio_daos_obj_class, RP_3G1",
    "romio_daos_obj_class, OC_UNKNOWN",
    "romio_daos_chunk_size, 0",
    "romio_daos_chunk_size, 4096",
    "romio_daos_chunk_size, 1G",
  })
  void shouldKeepWhatExists(String key, String value) {
    Hints given = hints(key, value);
    assertSame(given, driver.checked(given));
  }

  @ParameterizedTest
  @CsvSource({
    "romio_daos_obj_class, S3",
    "romio_daos_obj_class, GOLD",
    "romio_daos_obj_class, ''",
    "romio_daos_chunk_size, 4095",
    "romio_daos_chunk_size, 2G",
  })
  void shouldRejectWhatDoesNotExist(String key, String value) {
    Hints checked = driver.checked(hints(key, value));
    assertEquals(1, checked.rejected().size());
    assertEquals(key, checked.rejected().getFirst().key());
    assertEquals("OC_UNKNOWN", checked.get(DfsHints.OBJECT_CLASS));
    assertEquals(0L, checked.get(DfsHints.CHUNK_SIZE));
  }

  @ParameterizedTest
  @CsvSource({"RP_3G1", "EC_4P2GX"})
  void shouldRefuseToCreateWhenTheClassIsRedundant(String name) {
    Hints hints = hints("romio_daos_obj_class", name);
    MpiIoException e =
        assertThrows(
            MpiIoException.class,
            () -> driver.open("//p/c/f", Set.of(AccessMode.RDWR, AccessMode.CREATE), hints));
    assertEquals(ErrorClass.UNSUPPORTED_OPERATION, e.errorClass());
    assertTrue(e.toString().contains(name), e.toString());
  }
}
