package io.jromio.bench.filesystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileSystemUsageTest {

  @Test
  void shouldAgreeWithJavaWhenAskedForBytes(@TempDir Path dir) throws IOException {
    FileSystemUsage usage = FileSystemUsage.of(dir).orElseThrow();
    assertEquals(Files.getFileStore(dir).getTotalSpace(), usage.bytes());
    assertTrue(usage.freeBytes() <= usage.bytes(), usage::toString);
    assertTrue(usage.freeInodes() <= usage.inodes(), usage::toString);
  }

  @Test
  void shouldKnowNothingWhenThereIsNoSuchDirectory() {
    assertEquals(Optional.empty(), FileSystemUsage.of(Path.of("/nowhere/at/all")));
  }
}
