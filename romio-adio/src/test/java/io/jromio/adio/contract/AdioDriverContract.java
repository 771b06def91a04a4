package io.jromio.adio.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jromio.adio.AccessMode;
import io.jromio.adio.AdioDriver;
import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.hints.Hints;
import java.lang.foreign.MemorySegment;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every {@link AdioDriver} must do. */
public abstract class AdioDriverContract {
  private static final Set<AccessMode> EXCLUSIVE =
      Set.of(AccessMode.RDWR, AccessMode.CREATE, AccessMode.EXCL);
  private static final MemorySegment BYTES = MemorySegment.ofArray(new byte[] {1, 2, 3});

  protected AdioDriverContract() {}

  /** The driver under test. */
  protected abstract AdioDriver driver();

  /** The name of a file that is not there yet; the same for calls within one test. */
  protected abstract String newPath();

  protected static AdioFile open(AdioDriver driver, String path, AccessMode... modes)
      throws MpiIoException {
    return driver.open(path, Set.of(modes), Hints.defaults());
  }

  protected static MpiIoException assertFails(ErrorClass expected, Executable call) {
    MpiIoException e = assertThrows(MpiIoException.class, call);
    assertEquals(expected, e.errorClass(), e.toString());
    return e;
  }

  @Test
  void shouldFailWithNoSuchFileWhenNobodyCreatedIt() {
    String path = newPath();
    for (AccessMode way :
        new AccessMode[] {AccessMode.RDONLY, AccessMode.WRONLY, AccessMode.RDWR}) {
      MpiIoException e = assertFails(ErrorClass.NO_SUCH_FILE, () -> open(driver(), path, way));
      assertTrue(e.toString().contains(path), e.toString());
    }
    MpiIoException e = assertFails(ErrorClass.NO_SUCH_FILE, () -> driver().delete(path));
    assertTrue(e.toString().contains(path), e.toString());
    assertFails(ErrorClass.NO_SUCH_FILE, () -> open(driver(), "", AccessMode.RDONLY));
  }

  @Test
  void shouldCreateAndKeepWhatIsThere() throws MpiIoException {
    String path = newPath();
    try (AdioFile file = open(driver(), path, AccessMode.WRONLY, AccessMode.CREATE)) {
      assertEquals(0, file.size());
      file.writeAt(0, BYTES);
    }
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      assertEquals(3, file.size());
    }
    try (AdioFile file = open(driver(), path, AccessMode.RDONLY)) {
      byte[] got = new byte[3];
      assertEquals(3, file.readAt(0, MemorySegment.ofArray(got)));
      assertEquals(3, got[2]);
    }
    driver().delete(path);
    assertFails(ErrorClass.NO_SUCH_FILE, () -> open(driver(), path, AccessMode.RDONLY));
  }

  @Test
  void shouldFailWithFileExistsWhenExclusive() throws MpiIoException {
    String path = newPath();
    driver().open(path, EXCLUSIVE, Hints.defaults()).close();
    MpiIoException e =
        assertFails(ErrorClass.FILE_EXISTS, () -> driver().open(path, EXCLUSIVE, Hints.defaults()));
    assertTrue(e.toString().contains(path), e.toString());
    driver().delete(path);
    driver().open(path, EXCLUSIVE, Hints.defaults()).close();
    driver().delete(path);
  }

  @Test
  void shouldRefuseModesThatContradict() {
    String path = newPath();
    assertFails(ErrorClass.AMODE, () -> open(driver(), path, AccessMode.CREATE));
    assertFails(ErrorClass.AMODE, () -> open(driver(), path, AccessMode.RDONLY, AccessMode.CREATE));
    assertFails(ErrorClass.NO_SUCH_FILE, () -> driver().delete(path));
  }

  @Test
  void shouldKeepTheBytesUntilTheLastCloseWhenDeleted() throws MpiIoException {
    assumeTrue(driver().features().contains(AdioFeature.UNLINK_AFTER_CLOSE));
    String path = newPath();
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
      file.writeAt(0, BYTES);
      driver().delete(path);
      file.writeAt(3, BYTES);
      assertEquals(6, file.size());
      assertFails(ErrorClass.NO_SUCH_FILE, () -> open(driver(), path, AccessMode.RDONLY));
      try (AdioFile another = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE)) {
        assertEquals(0, another.size());
      }
      assertEquals(6, file.size());
    }
    driver().delete(path);
  }

  @Test
  void shouldShowWritesToOtherOpensAtOnce() throws MpiIoException {
    String path = newPath();
    try (AdioFile file = open(driver(), path, AccessMode.RDWR, AccessMode.CREATE);
        AdioFile other = open(driver(), path, AccessMode.RDONLY)) {
      file.writeAt(10, BYTES);
      assertEquals(13, other.size());
      assertEquals(3, other.readAt(10, MemorySegment.ofArray(new byte[9])));
    }
    driver().delete(path);
  }

  @Test
  void shouldTellItsNameAndDescription() {
    assertTrue(driver().name().matches("[a-z][a-z0-9]*"), driver().name());
    assertFalse(driver().description().isBlank());
    assertEquals(driver().realm(), driver().realm());
  }
}
