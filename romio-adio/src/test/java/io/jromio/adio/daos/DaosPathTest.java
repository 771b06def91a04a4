package io.jromio.adio.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of names. */
final class DaosPathTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path home;

  private DaosEnvironment environment(String... more) {
    Map<String, String> variables = new HashMap<>(Map.of("JROMIO_HOME", home.toString()));
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return new DaosEnvironment(variables);
  }

  private DaosEnvironment named() {
    return environment("DAOS_POOL", "tank", "DAOS_CONT", "ckpt");
  }

  @ParameterizedTest
  @CsvSource({
    "//tank/ckpt/ior.dat, daos://tank/ckpt/ior.dat",
    "//tank/ckpt/a/b/c, daos://tank/ckpt/a/b/c",
    "//tank/ckpt//a/./b/../c/, daos://tank/ckpt/a/c",
    "//p/c, daos://p/c/",
    "//p/c/, daos://p/c/",
    "//8f3f6a2e-0000-4000-8000-0123456789ab/c/x, daos://8f3f6a2e-0000-4000-8000-0123456789ab/c/x",
    "//p/c/12:30, daos://p/c/12:30",
  })
  void shouldTakePoolAndContainerFromTheNameWhenItHasThem(String name, String path)
      throws MpiIoException {
    assertEquals(path, DaosPath.of(name, environment()).toString());
    assertEquals(path, DaosPath.of(name, environment("DAOS_POOL", "x", "DAOS_CONT", "y")) + "");
  }

  @ParameterizedTest
  @CsvSource({"/a, daos://tank/ckpt/a", "/a/b, daos://tank/ckpt/a/b", "a, daos://tank/ckpt/a"})
  void shouldTakePoolAndContainerFromTheEnvironmentWhenTheNameHasNone(String name, String path)
      throws MpiIoException {
    assertEquals(path, DaosPath.of(name, named()).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"//", "//p", "//p/", "///c/x", "//p//x", "/a", "a"})
  void shouldSayWhatIsExpectedWhenPoolOrContainerIsMissing(String name) {
    MpiIoException e =
        assertThrows(MpiIoException.class, () -> DaosPath.of(name, environment("DAOS_POOL", "x")));
    assertEquals(ErrorClass.BAD_FILE, e.errorClass());
    assertTrue(e.toString().contains("expected daos://POOL/CONTAINER/PATH"), e.toString());
    assertTrue(e.toString().endsWith("file=daos:" + name), e.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"//p/c/..", "//p/c/a/../../b"})
  void shouldRefuseWhenThePathLeadsOutOfTheContainer(String name) {
    MpiIoException e = assertThrows(MpiIoException.class, () -> DaosPath.of(name, environment()));
    assertEquals(ErrorClass.BAD_FILE, e.errorClass());
  }

  @Test
  void shouldFindNoFileWhenTheNameIsEmpty() {
    MpiIoException e = assertThrows(MpiIoException.class, () -> DaosPath.of("", named()));
    assertEquals(ErrorClass.NO_SUCH_FILE, e.errorClass());
  }

  @Test
  void shouldTakeTheLongestMountPointWhenSeveralHoldTheFile() throws IOException {
    MountTable table = new MountTable(named());
    table.add(Path.of("/mnt/tank"), "tank", "all");
    table.add(Path.of("/mnt/tank/ckpt"), "tank", "one");
    assertEquals("daos://tank/one/f", DaosPath.of("/mnt/tank/ckpt/f", named()).toString());
    assertEquals("daos://tank/all/ckpt2/f", DaosPath.of("/mnt/tank/ckpt2/f", named()) + "");
    assertEquals("daos://tank/all/", DaosPath.of("/mnt/tank", named()).toString());
    assertEquals("daos://tank/all/x", DaosPath.of("/mnt/tank/ckpt/../x", named()).toString());
    assertEquals("daos://tank/ckpt/mnt/tan", DaosPath.of("/mnt/tan", named()).toString());
    assertTrue(DaosPath.isMounted("/mnt/tank/ckpt/f", named()));
    assertFalse(DaosPath.isMounted("/mnt/other", named()));
  }

  @Test
  void shouldFindFilesBelowTheWorkingDirectoryWhenItIsMounted() throws IOException {
    new MountTable(environment()).add(Path.of("here"), "p", "c");
    assertEquals("daos://p/c/a/b", DaosPath.of("here/a/b", environment()).toString());
  }

  @Test
  void shouldNameTheTableWhenItCannotBeRead() throws IOException {
    Files.writeString(home.resolve("mounts"), "/a b c\n");
    MpiIoException e =
        assertThrows(MpiIoException.class, () -> DaosPath.isMounted("/x", environment()));
    assertEquals(ErrorClass.IO, e.errorClass());
    assertTrue(e.toString().contains(home.resolve("mounts").toString()), e.toString());
  }

  @Test
  void shouldSplitTheDirectoryFromTheName() throws MpiIoException {
    DaosPath path = DaosPath.of("//p/c/a/b/f", environment());
    assertEquals("/a/b", path.parent());
    assertEquals("f", path.name());
    assertEquals("/a/b/f", path.path());
    DaosPath root = DaosPath.of("//p/c", environment());
    assertTrue(root.isRoot());
    assertEquals("/", root.path());
  }
}
