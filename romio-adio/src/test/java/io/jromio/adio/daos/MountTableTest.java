package io.jromio.adio.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MountTableTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit sets it
  Path home;

  private MountTable table() {
    return new MountTable(
        new DaosEnvironment(Map.of("JROMIO_HOME", home.resolve("new").toString())));
  }

  @Test
  void shouldBeEmptyWhenNothingWasMounted() throws IOException {
    assertEquals(List.of(), table().mounts());
    assertTrue(table().find(Path.of("/a")).isEmpty());
    assertTrue(Files.notExists(home.resolve("new")));
  }

  @Test
  void shouldKeepWhatWasMountedUntilItIsTakenAway() throws IOException {
    MountTable.Mount b = table().add(Path.of("/b b/../b c"), "tank", "ckpt");
    MountTable.Mount a = table().add(Path.of("/a"), "tank", "other");
    assertEquals(Path.of("/b c"), b.path());
    assertEquals(List.of(a, b), table().mounts());
    assertEquals(b, table().remove(Path.of("/b c/")));
    assertEquals(List.of(a), table().mounts());
    try (Stream<Path> files = Files.list(home.resolve("new"))) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void shouldRefuseWhenThePathIsMountedAlreadyOrIsNot() throws IOException {
    table().add(Path.of("/a"), "tank", "ckpt");
    IOException e =
        assertThrows(IOException.class, () -> table().add(Path.of("/a"), "tank", "ckpt"));
    assertTrue(e.toString().contains("path=/a pool=tank container=ckpt"), e.getMessage());
    assertThrows(NoSuchFileException.class, () -> table().remove(Path.of("/b")));
    assertEquals(1, table().mounts().size());
  }

  @ParameterizedTest
  @CsvSource({"'', c", "p, ''", "'p\tq', c", "p, 'c\n'"})
  void shouldRefuseWhatWouldBreakALine(String pool, String container) {
    assertThrows(IllegalArgumentException.class, () -> table().add(Path.of("/a"), pool, container));
  }

  @Test
  void shouldLoseNoChangeWhenManyMountAtOnce() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(4)) {
      List<Future<MountTable.Mount>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Path path = Path.of("/m" + i);
        all.add(pool.submit(() -> table().add(path, "p", "c")));
      }
      for (Future<MountTable.Mount> one : all) {
        one.get();
      }
    }
    assertEquals(40, table().mounts().size());
  }
}
